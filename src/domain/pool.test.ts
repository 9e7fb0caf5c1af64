import { expect, test } from 'vitest';
import { regionForm } from './pool.js';

test.each(['us-east-1', 'on-prem-1', 'local', 'EU-1'])('%s can begin the id of a pool', (region) => {
  expect(region).toMatch(regionForm);
});

test.each(['on_prem', 'a b', '', 'ä', 'x'.repeat(46)])('"%s" cannot', (region) => {
  expect(region).not.toMatch(regionForm);
});
