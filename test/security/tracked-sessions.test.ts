import {
  GlobalSignOutCommand,
  RevokeUserSessionCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { good, refreshed, revoked, sessionsOf, track, trackedSignIn, worthOf } from '../support/sessions.js';
import { outcomeOf, publicApi, startByPassword } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

const unknown = { name: 'ResourceNotFoundException', message: 'Session does not exist.' };

test("nobody revokes another user's session, of this pool or another", async ({ anonymous, cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  await track(cognito, own);
  await track(cognito, other);
  const victim = await trackedSignIn(cognito, own, await own.user('maya'));
  const attackers = [
    await trackedSignIn(cognito, own, await own.user('noor')),
    await trackedSignIn(cognito, other, await other.user('maya')),
  ];
  for (const { accessToken: AccessToken } of attackers)
    for (const RevokeAssociatedSessions of ['NONE', 'LINKED'] as const)
      await expect(
        anonymous.send(new RevokeUserSessionCommand({ AccessToken, SessionId: victim.id, RevokeAssociatedSessions })),
      ).rejects.toMatchObject(unknown);
  expect(await worthOf(anonymous, own, victim)).toEqual(good);
});

test('the session that was unused for longest is evicted, and its tokens are worth nothing', async ({
  anonymous,
  clock,
  cognito,
  pool,
}) => {
  const own = await pool();
  await track(cognito, own, 2);
  const maya = await own.user('maya');
  const [first, second] = [await trackedSignIn(cognito, own, maya), await trackedSignIn(cognito, own, maya)];
  clock.advanceSeconds(1);
  expect(await refreshed(own, first)).toBe('tokens');

  const third = await trackedSignIn(cognito, own, maya);

  expect(await worthOf(anonymous, own, second)).toEqual(revoked);
  expect(await worthOf(anonymous, own, first)).toEqual(good);
  expect(await worthOf(anonymous, own, third)).toEqual(good);
  await expect(
    anonymous.send(new RevokeUserSessionCommand({ AccessToken: third.accessToken, SessionId: second.id })),
  ).rejects.toMatchObject(unknown);
});

test('a session that can be refreshed no more takes no place from one that can', async ({
  anonymous,
  clock,
  cognito,
  pool,
}) => {
  const own = await pool();
  await track(cognito, own, 2);
  const maya = await own.user('maya');
  const long = await trackedSignIn(cognito, own, maya);
  await cognito.send(
    new UpdateUserPoolClientCommand({
      UserPoolId: own.id,
      ClientId: own.client.id,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      RefreshTokenValidity: 1,
      AccessTokenValidity: 1,
      IdTokenValidity: 1,
      TokenValidityUnits: { RefreshToken: 'hours' },
    }),
  );
  const short = await trackedSignIn(cognito, own, maya);
  clock.advanceSeconds(3601);

  await maya.signIn();

  expect(await refreshed(own, long)).toBe('tokens');
  clock.advanceSeconds(3601);
  const { accessToken: AccessToken } = await maya.signIn();
  await expect(
    anonymous.send(new RevokeUserSessionCommand({ AccessToken, SessionId: short.id })),
  ).rejects.toMatchObject(unknown);
});

test('a limit of one leaves the newest sign-in alone; a failed one evicts nobody', async ({
  anonymous,
  cognito,
  pool,
}) => {
  const own = await pool();
  await track(cognito, own, 1);
  const maya = await own.user('maya');
  const first = await trackedSignIn(cognito, own, maya);
  await (await own.user('noor')).signIn();
  const wrong = startByPassword(publicApi, own, { name: 'maya', password: 'Wrong-horse-1' });
  expect(await outcomeOf(wrong)).toContain('NotAuthorizedException');
  expect(await worthOf(anonymous, own, first)).toEqual(good);

  const second = await trackedSignIn(cognito, own, maya);
  expect(await worthOf(anonymous, own, first)).toEqual(revoked);
  expect(await worthOf(anonymous, own, second)).toEqual(good);
});

test('ids of sessions are never given again, and the sign-out of all devices ends every session', async ({
  anonymous,
  cognito,
  pool,
}) => {
  const own = await pool();
  await track(cognito, own, 2);
  const maya = await own.user('maya');
  const ids = new Set<string>();
  let latest = await trackedSignIn(cognito, own, maya);
  for (let count = 0; count < 10; count += 1) {
    ids.add(latest.id);
    latest = await trackedSignIn(cognito, own, maya);
  }
  expect(ids.size).toBe(10);
  for (const id of ids) expect(id).toMatch(/^tkn[a-z0-9]{25}$/);

  await anonymous.send(new GlobalSignOutCommand({ AccessToken: latest.accessToken }));
  expect(await sessionsOf(cognito, own, maya)).toEqual([]);
});
