import {
  GetUserPoolSessionConfigurationCommand,
  SetUserPoolSessionConfigurationCommand,
  UpdateUserPoolCommand,
  type UserSessionTrackingType,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { claimsOf } from '../support/claims.js';
import { broken } from '../support/refusals.js';
import { good, sessionsOf, track, trackedSignIn, worthOf } from '../support/sessions.js';
import { expect, test } from '../support/test.js';

const set = (UserPoolId: string, MaxPerUser: number, UserSessionTracking: UserSessionTrackingType = 'ENABLED') =>
  new SetUserPoolSessionConfigurationCommand({ UserPoolId, UserSessionTracking, TokenSession: { MaxPerUser } });

test('replaces the configuration, and shows it', async ({ cognito, pool }) => {
  const { id } = await pool();
  for (const [most, tracking] of [
    [1, 'ENABLED'],
    [100, 'DISABLED'],
  ] as const) {
    const { $metadata, ...answer } = await cognito.send(set(id, most, tracking));
    const { $metadata: _, ...stored } = await cognito.send(
      new GetUserPoolSessionConfigurationCommand({ UserPoolId: id }),
    );

    expect($metadata.httpStatusCode).toBe(200);
    expect(answer).toEqual({ UserPoolId: id, UserSessionTracking: tracking, TokenSession: { MaxPerUser: most } });
    expect(stored).toEqual(answer);
  }
});

test('without it nothing is recorded, and tokens are the same as with it', async ({ cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const before = await maya.signIn();
  expect(await sessionsOf(cognito, own, maya)).toEqual([]);

  await track(cognito, own);
  const after = await trackedSignIn(cognito, own, maya);

  expect(await sessionsOf(cognito, own, maya)).toHaveLength(1);
  for (const kind of ['accessToken', 'idToken'] as const)
    expect(Object.keys(claimsOf(after[kind]))).toEqual(Object.keys(claimsOf(before[kind])));
});

test('a lower limit ends nothing until the next sign-in', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  await track(cognito, own, 3);
  const [first] = [
    await trackedSignIn(cognito, own, maya),
    await trackedSignIn(cognito, own, maya),
    await trackedSignIn(cognito, own, maya),
  ];
  await track(cognito, own, 2);
  expect(await worthOf(anonymous, own, first)).toEqual(good);
  expect(await sessionsOf(cognito, own, maya)).toHaveLength(3);

  const { id } = await trackedSignIn(cognito, own, maya);
  const left = (await sessionsOf(cognito, own, maya)).map(({ SessionId }) => SessionId);
  // The first one was used last: it was refreshed.
  expect(left).toEqual([id, first.id]);
});

test('switched off it lists nothing and revokes nobody; switched on again the sessions are back', async ({
  anonymous,
  cognito,
  pool,
}) => {
  const own = await pool();
  const maya = await own.user('maya');
  await track(cognito, own);
  const tracked = await trackedSignIn(cognito, own, maya);

  await cognito.send(set(own.id, 20, 'DISABLED'));
  expect(await sessionsOf(cognito, own, maya)).toEqual([]);
  expect(await worthOf(anonymous, own, tracked)).toEqual(good);
  await maya.signIn();

  await track(cognito, own);
  expect((await sessionsOf(cognito, own, maya)).map(({ SessionId }) => SessionId)).toEqual([tracked.id]);
});

test('a pool of the LITE tier has none, and none that has it goes back to LITE', async ({ cognito, pool }) => {
  const lite = await pool({ UserPoolTier: 'LITE' });
  for (const tracking of ['ENABLED', 'DISABLED'] as const)
    await expect(cognito.send(set(lite.id, 20, tracking))).rejects.toMatchObject({
      name: 'FeatureUnavailableInTierException',
    });

  const own = await pool();
  await track(cognito, own);
  const update = new UpdateUserPoolCommand({ UserPoolId: own.id, UserPoolTier: 'LITE' });
  await expect(cognito.send(update)).rejects.toMatchObject({
    name: 'TierChangeNotAllowedException',
    message: 'The following features need to be disabled for the LITE pricing tier configured: Session tracking',
  });
  await cognito.send(set(own.id, 20, 'DISABLED'));
  await cognito.send(update);
});

test('wants one to a hundred sessions, and all members', async ({ cognito, pool }) => {
  const { id } = await pool();
  await expect(cognito.send(set(id, 0))).rejects.toMatchObject(
    broken('0', 'tokenSession.maxPerUser', 'Member must have value greater than or equal to 1'),
  );
  await expect(cognito.send(set(id, 101))).rejects.toMatchObject(
    broken('101', 'tokenSession.maxPerUser', 'Member must have value less than or equal to 100'),
  );
  await expect(cognito.send(set(id, 5, 'MAYBE' as UserSessionTrackingType))).rejects.toMatchObject(
    broken('MAYBE', 'userSessionTracking', 'Member must satisfy enum value set: [DISABLED, ENABLED]'),
  );
  for (const missing of ['UserSessionTracking', 'TokenSession'] as const) {
    const { [missing]: __, ...input } = set(id, 5).input;
    await expect(
      cognito.send(new SetUserPoolSessionConfigurationCommand(input as ReturnType<typeof set>['input'])),
    ).rejects.toThrow('failed to satisfy constraint: Member must not be null');
  }
});

const input = ({ id }: { id: string }) => set(id, 5).input;
testAccess('SetUserPoolSessionConfiguration', input);
testVisibility('SetUserPoolSessionConfiguration', input);
