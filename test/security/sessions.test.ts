import { AdminDeleteUserCommand, AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach } from 'vitest';
import { randomBytes } from 'node:crypto';
import { readSession, writeSession } from '#auth/session-form.js';
import type { TestClient, TestPool } from '../support/pool.js';
import { present } from '../support/pool.js';
import { adminApi, outcomeOf, publicApi, type SignInApi, startByPassword } from '../support/sign-in.js';
import { invite, setPassword } from '../support/temporary-password.js';
import { expect, test } from '../support/test.js';
import { clock as testClock } from '../support/poolhouse.js';

beforeEach(() => testClock.stop());

const invalid = 'NotAuthorizedException: Invalid session for the user.';
const usedOnce = 'NotAuthorizedException: Invalid session for the user, session can only be used once.';
const expired = 'NotAuthorizedException: Invalid session for the user, session is expired.';

/** A session that awaits the new password of maya. */
const sessionOf = async (own: TestPool, name = 'maya', client?: TestClient): Promise<string> =>
  present((await startByPassword(publicApi, own, await invite(own, name), client)).Session);

interface Answer {
  readonly api?: SignInApi;
  readonly name?: string;
  readonly password?: string;
  readonly client?: TestClient;
}

const answer = (
  own: TestPool,
  session: string,
  { api = publicApi, name = 'maya', password = 'Another-horse-2', client }: Answer = {},
): Promise<string> =>
  outcomeOf(
    api.respond(own, {
      challenge: 'NEW_PASSWORD_REQUIRED',
      session,
      client,
      responses: { USERNAME: name, NEW_PASSWORD: password },
    }),
  );

test('an invented session is refused', async ({ pool }) => {
  const own = await pool();
  const genuine = await sessionOf(own);
  for (const invented of [
    'A'.repeat(20),
    'no session at all, but text',
    randomBytes(1400).toString('base64url'),
    `${genuine.slice(0, 40)}${randomBytes(1400).toString('base64url')}`,
  ])
    expect(await answer(own, invented)).toBe(invalid);
  expect(await answer(own, genuine)).toBe('tokens');
});

test('a session that was cut, lengthened or changed in one bit anywhere is refused', async ({ pool }) => {
  const own = await pool();
  const genuine = await sessionOf(own);
  const bytes = Buffer.from(genuine, 'base64url');
  const flipped = (index: number) => {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(bytes.readUInt8(index) ^ 1, index);
    return changed.toString('base64url');
  };
  const places = Array.from({ length: 40 }, (_, index) => Math.floor((index * (bytes.length - 1)) / 39));
  const changed = [
    genuine.slice(0, -4),
    genuine.slice(4),
    bytes.subarray(0, 30).toString('base64url'),
    `${genuine}AAAA`,
    ...places.map(flipped),
  ];

  for (const session of changed) expect(await answer(own, session)).toBe(invalid);
  expect(await answer(own, genuine)).toBe('tokens');
});

test('a session ends when its time is over, and not before', async ({ clock, pool }) => {
  const own = await pool();
  const session = await sessionOf(own);
  clock.advanceSeconds(175);
  expect(await answer(own, session, { password: 'short' })).toMatch(/^InvalidPasswordException/);
  clock.advanceSeconds(6);
  expect(await answer(own, session)).toBe(expired);
});

test("the client's settings say when a session ends", async ({ clock, pool }) => {
  const own = await pool({ client: { AuthSessionValidity: 15 } });
  const session = await sessionOf(own);
  clock.advanceMinutes(14);
  expect(await answer(own, session, { password: 'short' })).toMatch(/^InvalidPasswordException/);
  clock.advanceMinutes(2);
  expect(await answer(own, session)).toBe(expired);
});

test('a session lives over midnight', async ({ clock, pool }) => {
  const own = await pool();
  const now = clock.now();
  const tomorrow = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1);
  clock.advanceSeconds((tomorrow - now.getTime()) / 1000 - 30);
  const session = await sessionOf(own);
  clock.advanceSeconds(60);
  expect(await answer(own, session)).toBe('tokens');
});

test('a session is answered once, through whichever operation', async ({ pool }) => {
  const own = await pool();
  const session = await sessionOf(own);
  expect(await answer(own, session)).toBe('tokens');
  for (const api of [publicApi, adminApi]) {
    expect(await answer(own, session, { api })).toBe(usedOnce);
    expect(await answer(own, session, { api, password: 'Robber-horse-3' })).toBe(usedOnce);
  }
  expect(await outcomeOf(startByPassword(publicApi, own, { name: 'maya', password: 'Another-horse-2' }))).toBe(
    'tokens',
  );
});

test('of many answers to one session at once, one wins', async ({ cognito, pool }) => {
  const own = await pool();
  const session = await sessionOf(own);
  const passwords = Array.from({ length: 8 }, (_, index) => `Racing-horse-${index}`);
  const outcomes = await Promise.all(passwords.map((password) => answer(own, session, { password })));

  expect(outcomes.filter((outcome) => outcome === 'tokens')).toHaveLength(1);
  expect(new Set(outcomes)).toEqual(new Set(['tokens', usedOnce]));
  const winner = present(passwords[outcomes.indexOf('tokens')]);
  expect(await outcomeOf(startByPassword(publicApi, own, { name: 'maya', password: winner }))).toBe('tokens');
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(user.UserStatus).toBe('CONFIRMED');
});

test('a session of another client, pool or user is refused', async ({ pool }) => {
  const [own, other] = [await pool(), await pool()];
  const client = await own.newClient();
  const session = await sessionOf(own);
  await invite(own, 'noah');
  await invite(other, 'maya');

  expect(await answer(own, session, { client })).toBe(invalid);
  expect(await answer(other, session)).toBe(invalid);
  expect(await answer(own, session, { client: other.client })).toBe(invalid);
  expect(await answer(own, session, { name: 'noah' })).toBe(invalid);
  expect(await answer(own, session)).toBe('tokens');
});

test('what is carried for another purpose is no session', async ({ pool, server }) => {
  const own = await pool();
  const session = await sessionOf(own);
  const vault = await server.store.vaults.forScope(own.id);
  const now = server.io.clock.now();
  const attempt = vault.openShort('session', present(readSession(vault, session)), now);

  for (const purpose of ['srp', 'page-token'])
    expect(await answer(own, writeSession(vault, vault.sealShort(purpose, present(attempt), now)))).toBe(invalid);
  expect(await answer(own, writeSession(vault, vault.sealShort('session', present(attempt), now)))).toBe('tokens');
});

for (const permanent of [true, false])
  test(`a session ends when an administrator sets a ${permanent ? 'permanent' : 'new temporary'} password`, async ({
    pool,
  }) => {
    const own = await pool();
    const session = await sessionOf(own);
    await setPassword(own, 'maya', 'Rescue-horse-9', { permanent });

    expect(await answer(own, session)).toBe(invalid);
    expect(await outcomeOf(startByPassword(publicApi, own, { name: 'maya', password: 'Rescue-horse-9' }))).toBe(
      permanent ? 'tokens' : 'NEW_PASSWORD_REQUIRED',
    );
  });

test('a session ends with its user, and is not one of a namesake', async ({ cognito, pool }) => {
  const own = await pool();
  const session = await sessionOf(own);
  await cognito.send(new AdminDeleteUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(await answer(own, session)).toBe(invalid);
  await invite(own, 'maya');
  expect(await answer(own, session)).toBe(invalid);
});

test('a new password that races one of an administrator loses or is replaced', async ({ cognito, pool }) => {
  const own = await pool();
  const session = await sessionOf(own);
  const [outcome] = await Promise.all([
    answer(own, session),
    setPassword(own, 'maya', 'Rescue-horse-9', { permanent: true }),
  ]);

  expect([invalid, 'tokens']).toContain(outcome);
  expect(await outcomeOf(startByPassword(publicApi, own, { name: 'maya', password: 'Rescue-horse-9' }))).toBe('tokens');
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(user.UserStatus).toBe('CONFIRMED');
});

test('a new password that races the deletion of its user leaves nothing behind', async ({ cognito, pool }) => {
  const own = await pool();
  const session = await sessionOf(own);
  const [outcome] = await Promise.all([
    answer(own, session),
    cognito.send(new AdminDeleteUserCommand({ UserPoolId: own.id, Username: 'maya' })),
  ]);

  expect([invalid, 'tokens']).toContain(outcome);
  expect(await outcomeOf(startByPassword(publicApi, own, { name: 'maya', password: 'Another-horse-2' }))).toMatch(
    /^UserNotFoundException/,
  );
  await invite(own, 'maya');
});

test('all sessions have one length, whatever the user is called', async ({ pool }) => {
  const own = await pool({ AliasAttributes: ['preferred_username'] });
  const sessions = await Promise.all(
    ['a', 'maya', 'м'.repeat(128), '"'.repeat(128)].map((name) => sessionOf(own, name)),
  );
  expect(new Set(sessions.map((session) => session.length)).size).toBe(1);
});
