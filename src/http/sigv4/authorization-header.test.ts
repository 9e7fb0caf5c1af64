import { expect, test } from 'vitest';
import { parseSignatureHeader } from './authorization-header.js';

const digits = 'a'.repeat(64);
const credential = 'AKID/20260102/eu-local-1/cognito-idp/aws4_request';
const wellFormed = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${digits}`;

test.each([wellFormed, wellFormed.replaceAll(', ', ','), `  ${wellFormed.replaceAll(', ', ' ,\t')}  `])(
  '%s is taken apart',
  (header) => {
    expect(parseSignatureHeader(header, true)).toEqual({
      accessKeyId: 'AKID',
      scope: { date: '20260102', region: 'eu-local-1', service: 'cognito-idp', terminator: 'aws4_request' },
      signedHeaders: ['host', 'x-amz-date'],
      signature: digits,
    });
  },
);

test.each([
  ['', true, ['Credential', 'Signature', 'SignedHeaders']],
  ['Bearer abc', true, ['Credential', 'Signature', 'SignedHeaders']],
  [wellFormed.replace('AWS4', 'AWS5'), true, ['Credential', 'Signature', 'SignedHeaders']],
  [wellFormed.replace(/, Signature.*/, ''), true, ['Signature']],
  [wellFormed.replace(/Credential=[^,]*,/, ''), true, ['Credential']],
  [wellFormed, false, ["a 'X-Amz-Date' or a 'Date' header."]],
])('what %s lacks is listed', (header, dated, missing) => {
  const parse = () => parseSignatureHeader(header, dated);
  expect(parse).toThrow(expect.objectContaining({ type: 'IncompleteSignatureException' }) as Error);
  for (const name of missing) expect(parse).toThrow(name);
});

test.each([
  [wellFormed.replace('/cognito-idp', '')],
  [wellFormed.replace('AKID/', '/')],
  [wellFormed.replace(digits, 'xyz')],
  [wellFormed.replace(digits, digits.toUpperCase())],
])('%s is malformed', (header) => {
  expect(() => parseSignatureHeader(header, true)).toThrow(
    expect.objectContaining({ type: 'IncompleteSignatureException' }) as Error,
  );
});
