import { expect, test } from 'vitest';
import { splitCredentials } from './url-credentials.js';

test('user and password leave the URL, decoded', () => {
  const { url, credentials } = splitCredentials('https://maya:a%2Fb@sms.example.com/send?x=1');

  expect(url.href).toBe('https://sms.example.com/send?x=1');
  expect(credentials).toEqual({ user: 'maya', password: 'a/b' });
});

test('a user alone has an empty password', () => {
  expect(splitCredentials('https://maya@sms.example.com/').credentials).toEqual({ user: 'maya', password: '' });
});

test('a URL without them stays as it is', () => {
  const { url, credentials } = splitCredentials('http://localhost:3001/');

  expect(url.href).toBe('http://localhost:3001/');
  expect(credentials).toBeUndefined();
});
