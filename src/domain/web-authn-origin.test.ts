import { expect, test } from 'vitest';
import { androidOrigin, isOriginOf } from './web-authn-origin.js';

test.each([
  ['example.com', 'https://example.com'],
  ['example.com', 'https://app.example.com'],
  ['example.com', 'https://a.b.example.com'],
  ['example.com', 'https://example.com:8443'],
  ['localhost', 'http://localhost'],
  ['localhost', 'http://localhost:5173'],
  ['localhost', 'https://localhost:5173'],
])('the passkeys of %s are for %s', (relyingPartyId, origin) => {
  expect(isOriginOf(relyingPartyId, origin)).toBe(true);
});

test.each([
  ['example.com', 'http://example.com'],
  ['example.com', 'https://example.com.evil.test'],
  ['example.com', 'https://evilexample.com'],
  ['example.com', 'https://com'],
  ['app.example.com', 'https://example.com'],
  ['example.com', 'https://example.com/'],
  ['example.com', 'https://example.com/login'],
  ['example.com', 'https://EXAMPLE.com'],
  ['example.com', 'https://evil.test@example.com'],
  ['example.com', 'https://example.com@evil.test'],
  ['example.com', 'https://example.com.'],
  ['example.com', 'https://example.com:443'],
  ['example.com', 'example.com'],
  ['example.com', 'null'],
  ['example.com', ''],
  ['example.com', 'android:apk-key-hash:abc'],
  ['example.com', 'http://localhost'],
  ['localhost', 'http://127.0.0.1'],
  ['localhost', 'http://app.localhost'],
  ['localhost', 'http://localhost.evil.test'],
  ['localhost', 'https://evil.test'],
])('the passkeys of %s are not for %s', (relyingPartyId, origin) => {
  expect(isOriginOf(relyingPartyId, origin)).toBe(false);
});

const fingerprint = Array.from({ length: 32 }, (_, index) => (0xf0 + (index % 16)).toString(16)).join(':');

test('an Android app is known by the hash of its certificate', () => {
  const origin = 'android:apk-key-hash:8PHy8_T19vf4-fr7_P3-__Dx8vP09fb3-Pn6-_z9_v8';
  expect(androidOrigin(fingerprint)).toBe(origin);
  expect(androidOrigin(fingerprint.toUpperCase())).toBe(origin);
});

test.each(['', 'abc', fingerprint.slice(3), `${fingerprint}:00`, fingerprint.replaceAll(':', ''), `${fingerprint}\n`])(
  'no certificate has the fingerprint %j',
  (text) => {
    expect(androidOrigin(text)).toBeUndefined();
  },
);
