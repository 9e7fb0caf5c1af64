import { describe, expect, test } from 'vitest';
import { canonicalPath, canonicalQuery, canonicalRequest } from './canonical-request.js';
import { sha256, signature, signingKey } from './signature.js';

describe('paths', () => {
  test.each([
    ['/', '/'],
    ['', '/'],
    ['//', '/'],
    ['/base/', '/base/'],
    ['/a//b', '/a/b'],
    ['/a/./b/../c', '/a/c'],
    ['/../a', '/a'],
    ['/a%20b', '/a%2520b'],
    ["/a!'()*b", '/a%21%27%28%29%2Ab'],
  ])('%s is %s', (path, canonical) => {
    expect(canonicalPath(path)).toBe(canonical);
  });
});

describe('queries', () => {
  test.each([
    ['', ''],
    ['b=2&a=1', 'a=1&b=2'],
    ['a=2&a=1&a', 'a=&a=1&a=2'],
    ['a=x+y', 'a=x%2By'],
    ['a=%20%2f', 'a=%20%2F'],
    ['a=b=c', 'a=b%3Dc'],
    ['a=%zz', 'a=%25zz'],
    ['&&a=1&', 'a=1'],
  ])('%s is %s', (query, canonical) => {
    expect(canonicalQuery(query)).toBe(canonical);
  });
});

// AWS's published example of the whole calculation: a ListUsers request to IAM.
test('the example in AWS’s documentation', () => {
  const headers: Record<string, string[]> = {
    'content-type': ['application/x-www-form-urlencoded; charset=utf-8'],
    host: ['iam.amazonaws.com'],
    'x-amz-date': ['20150830T123600Z'],
  };
  const canonical = canonicalRequest(
    { method: 'GET', path: '/', query: 'Action=ListUsers&Version=2010-05-08', header: (name) => headers[name] ?? [] },
    ['content-type', 'host', 'x-amz-date'],
    sha256(''),
  );
  const scope = { date: '20150830', region: 'us-east-1', service: 'iam', terminator: 'aws4_request' };
  const key = signingKey('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', scope);

  expect(sha256(canonical)).toBe('f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59');
  expect(key.toString('hex')).toBe('c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9');
  expect(signature(key, '20150830T123600Z', scope, canonical)).toBe(
    '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  );
});

test('blanks collapse, and several headers of one name are a list', () => {
  const canonical = canonicalRequest(
    { method: 'post', path: '/', query: '', header: (name) => (name === 'a' ? ['  x \t  y ', 'z'] : []) },
    ['a', 'b'],
    'hash',
  );

  expect(canonical).toBe('POST\n/\n\na:x y,z\nb:\n\na;b\nhash');
});
