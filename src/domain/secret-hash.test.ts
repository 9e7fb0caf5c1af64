import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { clientOf } from './pool.fixture.js';
import { checkSecretHash, isClientSecret, secretHash } from './secret-hash.js';

const refused = (message: string): unknown =>
  expect.objectContaining({ type: 'NotAuthorizedException', message }) as unknown;
const missing = refused('Client client1 is configured with secret but SECRET_HASH was not received');
const wrong = refused('Unable to verify secret hash for client client1');

test('is the HMAC of name and client id under the secret', () => {
  expect(secretHash('s3cret', 'мая', 'client1')).toBe(
    createHmac('sha256', 's3cret').update('маяclient1').digest('base64'),
  );
});

test('a public client sends none', () => {
  expect(() => checkSecretHash(clientOf(), undefined, ['maya'])).not.toThrow();
  expect(() => checkSecretHash(clientOf(), secretHash('', 'maya', 'client1'), ['maya'])).toThrow(wrong);
});

test('a client with a secret must send one', () => {
  expect(() => checkSecretHash(clientOf({}, ['one']), undefined, ['maya'])).toThrow(missing);
  expect(() => checkSecretHash(clientOf({}, ['one']), '', ['maya'])).toThrow(missing);
});

test('any active secret and any of the names will do', () => {
  const client = clientOf({}, ['one', 'two']);
  for (const secret of client.secrets)
    for (const name of ['maya', 'sub-1'])
      expect(() => checkSecretHash(client, secretHash(secret, name, 'client1'), ['maya', 'sub-1'])).not.toThrow();
});

test.each([
  ['another secret', secretHash('three', 'maya', 'client1')],
  ['another name', secretHash('one', 'may', 'client1')],
  ['another client', secretHash('one', 'maya', 'client2')],
  ['another case', secretHash('one', 'Maya', 'client1')],
  ['a part of it', secretHash('one', 'maya', 'client1').slice(0, 20)],
  ['no base64', '!!!!'],
])('a hash of %s is wrong', (_, hash) => {
  expect(() => checkSecretHash(clientOf({}, ['one', 'two']), hash, ['maya'])).toThrow(wrong);
});

test('a secret in clear is compared with each active one', () => {
  expect(isClientSecret(clientOf({}, ['one', 'two']), 'two')).toBe(true);
  expect(isClientSecret(clientOf({}, ['one', 'two']), 'three')).toBe(false);
  expect(isClientSecret(clientOf({}, ['one']), undefined)).toBe(false);
  expect(isClientSecret(clientOf(), undefined)).toBe(true);
  expect(isClientSecret(clientOf(), 'one')).toBe(false);
});
