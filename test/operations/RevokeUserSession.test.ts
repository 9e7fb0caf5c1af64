import { RevokeUserSessionCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { broken, invalid } from '../support/refusals.js';
import { good, revoked, sessionsOf, track, trackedSignIn, worthOf } from '../support/sessions.js';
import { expect, test } from '../support/test.js';

const unknown = { name: 'ResourceNotFoundException', message: 'Session does not exist.' };
const nobodys = `tkn${'0'.repeat(25)}`;

const revoke = (by: { accessToken: string }, SessionId: string) =>
  new RevokeUserSessionCommand({ AccessToken: by.accessToken, SessionId });

test('ends another session of the user, its tokens and its record, and no more', async ({
  anonymous,
  cognito,
  pool,
}) => {
  const own = await pool();
  await track(cognito, own);
  const maya = await own.user('maya');
  const [lost, kept, third] = [
    await trackedSignIn(cognito, own, maya),
    await trackedSignIn(cognito, own, maya),
    await trackedSignIn(cognito, own, maya),
  ];

  const { $metadata, ...answer } = await anonymous.send(revoke(kept, lost.id));

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({});
  expect(await worthOf(anonymous, own, lost)).toEqual(revoked);
  expect(await worthOf(anonymous, own, kept)).toEqual(good);
  const left = (await sessionsOf(cognito, own, maya)).map(({ SessionId }) => SessionId);
  expect(left).toEqual([kept.id, third.id]);
  await expect(anonymous.send(revoke(kept, lost.id))).rejects.toMatchObject(unknown);
});

test('LINKED ends no more than the session: it came through no other', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  await track(cognito, own);
  const maya = await own.user('maya');
  const [lost, kept] = [await trackedSignIn(cognito, own, maya), await trackedSignIn(cognito, own, maya)];
  await anonymous.send(
    new RevokeUserSessionCommand({ ...revoke(kept, lost.id).input, RevokeAssociatedSessions: 'LINKED' }),
  );
  expect(await worthOf(anonymous, own, lost)).toEqual(revoked);
  expect(await worthOf(anonymous, own, kept)).toEqual(good);
});

test('the session of the access token is refused', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  await track(cognito, own);
  const current = await trackedSignIn(cognito, own, await own.user('maya'));
  await expect(anonymous.send(revoke(current, current.id))).rejects.toMatchObject(
    invalid('The session of the access token cannot be revoked.'),
  );
  expect(await worthOf(anonymous, own, current)).toEqual(good);
});

test('unknown sessions, browser sessions included, are not found', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  await expect(anonymous.send(revoke(await maya.signIn(), nobodys))).rejects.toMatchObject(unknown);
  await track(cognito, own);
  for (const id of [nobodys, `sso${'0'.repeat(25)}`])
    await expect(anonymous.send(revoke(await maya.signIn(), id))).rejects.toMatchObject(unknown);
});

test('wants ids of their form', async ({ anonymous, pool }) => {
  const maya = await (await (await pool()).user('maya')).signIn();
  const pattern = 'Member must satisfy regular expression pattern: (tkn|sso)[a-z0-9]{25}';
  for (const id of ['tkn', `${nobodys}0`, nobodys.toUpperCase()])
    await expect(anonymous.send(revoke(maya, id))).rejects.toMatchObject(broken(id, 'sessionId', pattern));
  const linked = { ...revoke(maya, nobodys).input, RevokeAssociatedSessions: 'ALL' as 'NONE' };
  await expect(anonymous.send(new RevokeUserSessionCommand(linked))).rejects.toMatchObject(
    broken('ALL', 'revokeAssociatedSessions', 'Member must satisfy enum value set: [LINKED, NONE]'),
  );
});

testBearer('RevokeUserSession', (AccessToken) => ({ AccessToken, SessionId: nobodys }));
