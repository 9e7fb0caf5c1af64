import { expect, test } from 'vitest';
import { checkRelyingPartyId } from './relying-party.js';

test.each([
  'example.com',
  'login.example.co.uk',
  'me.github.io',
  'localhost',
  'auth.internal',
  'xn--e1afmkfd.xn--p1ai',
])('%s may identify a relying party', (id) => {
  expect(() => checkRelyingPartyId(id)).not.toThrow();
});

test.each(['com', 'co.uk', 'github.io', 's3.amazonaws.com', 'xn--p1ai'])('%s is a suffix of strangers', (id) => {
  expect(() => checkRelyingPartyId(id)).toThrow('public suffix');
});

test.each([
  'https://example.com',
  'example.com:443',
  'example.com/path',
  'example.com.',
  'Example.com',
  '192.0.2.1',
  '[::1]',
  '::1',
  'exa mple.com',
  '-a.com',
  'a..com',
  ' ',
])('"%s" is no domain name', (id) => {
  expect(() => checkRelyingPartyId(id)).toThrow('domain name');
});
