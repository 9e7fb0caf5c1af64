import { ForgetDeviceCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { randomBytes } from 'node:crypto';
import { vi } from 'vitest';
import { claimsOf } from '../support/claims.js';
import {
  beginProof,
  confirmedDevice,
  forgetDevice,
  newDevice,
  noDeviceOutcome,
  refreshFrom,
  signInFrom,
  someKey,
  startFrom,
  tracking,
} from '../support/devices.js';
import { clock } from '../support/poolhouse.js';
import { refreshWith } from '../support/refresh.js';
import { apis, outcomeOf, publicApi, startByPassword, startBySrp } from '../support/sign-in.js';
import { srpClient } from '../support/srp-client.js';
import { expect, test } from '../support/test.js';

const wrong = 'NotAuthorizedException: Incorrect username or password.';
const exceeded = 'NotAuthorizedException: Password attempts exceeded';
const sessionInvalid = 'NotAuthorizedException: Invalid session for the user.';
const spent = 'NotAuthorizedException: Invalid session for the user, session can only be used once.';
const expired = 'NotAuthorizedException: Invalid session for the user, session is expired.';
const invalidToken = 'NotAuthorizedException: Invalid Refresh Token';

for (const api of apis)
  test(`${api.name}: a remembered device proves itself and gets tokens of its own`, async ({ pool }) => {
    const own = await pool(tracking);
    const maya = await own.user('maya');
    const device = await confirmedDevice(own, maya);

    const begun = await startFrom(own, maya, device.key, api);
    const exchange = await beginProof(own, maya, device, { session: begun.Session, api });
    const { AuthenticationResult: result, ...rest } = await exchange.answer();

    expect(begun).toEqual({ ChallengeName: 'DEVICE_SRP_AUTH', ChallengeParameters: {}, Session: begun.Session });
    expect(exchange.parameters).toEqual({
      USERNAME: 'maya',
      DEVICE_KEY: device.key,
      SALT: expect.stringMatching(/^[0-9a-f]+$/) as string,
      SRP_B: expect.stringMatching(/^[0-9a-f]+$/) as string,
      SECRET_BLOCK: expect.any(String) as string,
    });
    expect(rest).toEqual({ ChallengeParameters: {} });
    expect(claimsOf(result?.AccessToken)).toMatchObject({ sub: maya.sub, device_key: device.key });
    expect(result).not.toHaveProperty('NewDeviceMetadata');
  });

test('a device serves its user on every client, and nobody elsewhere', async ({ pool }) => {
  const [own, other] = [await pool(tracking), await pool(tracking)];
  const maya = await own.user('maya');
  const namesake = await other.user('maya');
  const client = await own.newClient();
  const device = await confirmedDevice(own, maya);
  const parameters = { USERNAME: 'maya', PASSWORD: maya.password, DEVICE_KEY: device.key };
  const { Session: session } = await publicApi.start(own, { flow: 'USER_PASSWORD_AUTH', parameters, client });

  expect(await outcomeOf(beginProof(own, maya, device, { session }).then(({ answer }) => answer()))).toBe(
    sessionInvalid,
  );
  expect(session).toBeDefined();
  expect(await outcomeOf(startFrom(other, namesake, device.key))).toBe(noDeviceOutcome);
});

test('a key that is no device of the user uses neither block nor session up, and none is as good as an empty one', async ({
  pool,
  raw,
}) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const gone = await confirmedDevice(own, maya);
  await forgetDevice(own, maya, gone.key);
  const pending = await newDevice(own, maya);
  const foreign = await confirmedDevice(own, await own.user('noor'));
  const keys = [someKey, 'device', 'x'.repeat(10_000), gone.key, pending.key, foreign.key, foreign.key.toUpperCase()];
  const exchange = await startBySrp(publicApi, own, 'maya');
  for (const DEVICE_KEY of keys) {
    expect(await outcomeOf(exchange.answer(maya.password, { responses: { DEVICE_KEY } }))).toBe(noDeviceOutcome);
    expect(await outcomeOf(startFrom(own, maya, DEVICE_KEY))).toBe(noDeviceOutcome);
  }
  const { AuthenticationResult: result } = await exchange.answer(maya.password, { responses: { DEVICE_KEY: '' } });
  expect(result?.NewDeviceMetadata?.DeviceKey).toBeDefined();

  const withNull = await raw('InitiateAuth', {
    ClientId: own.client.id,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'maya', PASSWORD: maya.password, DEVICE_KEY: null },
  });
  expect(withNull.json).toHaveProperty('AuthenticationResult.NewDeviceMetadata.DeviceKey');
});

test('a bad key shows before any password does, and counts as no guess', async ({ pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  for (let guess = 0; guess < 10; guess += 1)
    expect(await outcomeOf(startFrom(own, { ...maya, password: 'Wrong-horse-1' }, someKey))).toBe(noDeviceOutcome);
  expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe('tokens');
});

test('where users are hidden, a bad key tells nothing of them', async ({ pool }) => {
  const own = await pool({ ...tracking, client: { PreventUserExistenceErrors: 'ENABLED' } });
  const maya = await own.user('maya');
  const { key } = await confirmedDevice(own, await own.user('noor'));
  for (const name of ['maya', 'nobody']) {
    expect(await outcomeOf(startFrom(own, { ...maya, name }, key)), name).toBe(noDeviceOutcome);
    const exchange = await startBySrp(publicApi, own, name);
    expect(await outcomeOf(exchange.answer('Wrong-horse-1', { responses: { DEVICE_KEY: key } })), name).toBe(
      noDeviceOutcome,
    );
    expect(await outcomeOf(exchange.answer('Wrong-horse-1')), name).toBe(wrong);
  }
});

test('each session of a device is answered once', async ({ pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const device = await confirmedDevice(own, maya);
  const { Session: session } = await startFrom(own, maya, device.key);
  const exchange = await beginProof(own, maya, device, { session });
  expect(await outcomeOf(beginProof(own, maya, device, { session }).then(({ answer }) => answer()))).toBe(spent);

  const answers = await Promise.all(Array.from({ length: 5 }, () => outcomeOf(exchange.answer())));

  expect(answers.toSorted()).toEqual([spent, spent, spent, spent, 'tokens']);
  const failed = await startFrom(own, maya, device.key).then(({ Session }) =>
    beginProof(own, maya, device, { session: Session }),
  );
  expect(await outcomeOf(failed.answer('not-the-secret'))).toBe(wrong);
  expect(await outcomeOf(failed.answer())).toBe(spent);
});

test('a session of a device ends as others do', async ({ pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const device = await confirmedDevice(own, maya);
  const asked = await startFrom(own, maya, device.key);
  const exchange = await startFrom(own, maya, device.key).then(({ Session }) =>
    beginProof(own, maya, device, { session: Session }),
  );
  clock.advanceMinutes(4);
  expect(await outcomeOf(exchange.answer())).toBe(expired);
  expect(
    await outcomeOf(beginProof(own, maya, device, { session: asked.Session }).then(({ answer }) => answer())),
  ).toBe(expired);
});

test('a block answers for its own session, device and purpose only', async ({ pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const [device, other] = [await confirmedDevice(own, maya), await confirmedDevice(own, maya)];
  const begin = async (of = device) =>
    beginProof(own, maya, of, { session: (await startFrom(own, maya, of.key)).Session });
  const [first, second, third] = [await begin(), await begin(), await begin(other)];
  const password = srpClient(own.id);
  const { ChallengeParameters: parameters = {} } = await publicApi.start(own, {
    flow: 'USER_SRP_AUTH',
    parameters: { USERNAME: 'maya', SRP_A: password.publicValue },
  });
  const blocks = [
    second.parameters['SECRET_BLOCK'],
    third.parameters['SECRET_BLOCK'],
    parameters['SECRET_BLOCK'],
    randomBytes(1500).toString('base64'),
  ];
  for (const PASSWORD_CLAIM_SECRET_BLOCK of blocks)
    expect(
      await outcomeOf(
        first.answer(device.secret, {
          responses: { PASSWORD_CLAIM_SECRET_BLOCK: String(PASSWORD_CLAIM_SECRET_BLOCK) },
        }),
      ),
    ).toBe(sessionInvalid);
  expect(await outcomeOf(first.answer(device.secret, { responses: { DEVICE_KEY: other.key } }))).toBe(sessionInvalid);
  expect(await outcomeOf(first.answer(device.secret, { responses: { USERNAME: 'noor' } }))).toBe(sessionInvalid);
  // The block of a device is none of a password either.
  const claim = password.claim(parameters, { password: maya.password, now: clock.now() });
  const responses = { USERNAME: 'maya', ...claim, PASSWORD_CLAIM_SECRET_BLOCK: first.parameters['SECRET_BLOCK'] ?? '' };
  expect(await outcomeOf(publicApi.respond(own, { challenge: 'PASSWORD_VERIFIER', responses }))).toBe(sessionInvalid);
  expect(await outcomeOf(first.answer())).toBe('tokens');
});

test('a proof in the name of another device, or of long ago, is wrong', async ({ pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const device = await confirmedDevice(own, maya);
  for (const changes of [{ identity: someKey }, { responses: { TIMESTAMP: 'Tue Sep 1 07:05:03 UTC 2020' } }]) {
    const { Session: session } = await startFrom(own, maya, device.key);
    const exchange = await beginProof(own, maya, device, { session });
    expect(await outcomeOf(exchange.answer(device.secret, changes))).toBe(wrong);
  }
});

/** A wrong proof, after the password was proven. */
const guess = async (...of: Parameters<typeof signInFrom>) => outcomeOf(signInFrom(...of));

test('wrong proofs lock the user’s devices, whatever passwords are proven meanwhile', async ({ pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const [device, other] = [await confirmedDevice(own, maya), await confirmedDevice(own, maya)];
  const stop = vi.spyOn(clock, 'now').mockReturnValue(clock.now());
  for (let failures = 1; failures <= 5; failures += 1)
    expect(await guess(own, maya, { ...device, secret: 'not-the-secret' })).toBe(wrong);

  expect(await guess(own, maya, device)).toBe(exceeded);
  expect(await guess(own, maya, other)).toBe(exceeded);
  // Passwords have a lock of their own.
  expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe('tokens');
  stop.mockRestore();
  clock.advanceSeconds(2);
  expect(await guess(own, maya, device)).toBe('tokens');
  // All is forgotten with the right proof: four more wrong ones lock nothing.
  for (let failures = 1; failures <= 4; failures += 1)
    expect(await guess(own, maya, { ...device, secret: 'not-the-secret' })).toBe(wrong);
  expect(await guess(own, maya, device)).toBe('tokens');
});

test('of many guesses at once no more than the limit are heard', async ({ pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const device = await confirmedDevice(own, maya);
  const exchanges = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const { Session: session } = await startFrom(own, maya, device.key);
      return beginProof(own, maya, device, { session });
    }),
  );
  const stop = vi.spyOn(clock, 'now').mockReturnValue(clock.now());
  const outcomes = await Promise.all(exchanges.map(({ answer }) => outcomeOf(answer('not-the-secret'))));
  stop.mockRestore();
  expect(outcomes.filter((outcome) => outcome === wrong)).toHaveLength(5);
  expect(outcomes.filter((outcome) => outcome === exceeded)).toHaveLength(7);
});

test('a sign-in is renewed by its own device alone, once that is confirmed', async ({ anonymous, pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const pending = await newDevice(own, maya);
  const [device, other] = [await confirmedDevice(own, maya), await confirmedDevice(own, maya)];
  const { AuthenticationResult: later } = await signInFrom(own, maya, device);

  for (const key of [undefined, pending.key, device.key])
    expect(await outcomeOf(refreshFrom(own, pending.tokens.RefreshToken, key))).toBe(invalidToken);
  for (const token of [device.tokens.RefreshToken, later?.RefreshToken]) {
    for (const key of [undefined, someKey, other.key])
      expect(await outcomeOf(refreshFrom(own, token, key))).toBe(invalidToken);
    const { AuthenticationResult: renewed } = await refreshFrom(own, token, device.key);
    expect(claimsOf(renewed?.AccessToken)['device_key']).toBe(device.key);
    expect(renewed).not.toHaveProperty('NewDeviceMetadata');
    const refusal = { name: 'NotAuthorizedException', message: 'Invalid Refresh Token' };
    await expect(refreshWith(anonymous, own.client, token)).rejects.toMatchObject(refusal);
    await expect(refreshWith(anonymous, own.client, token, { DeviceKey: other.key })).rejects.toMatchObject(refusal);
    expect(await refreshWith(anonymous, own.client, token, { DeviceKey: device.key })).toHaveProperty('AccessToken');
  }
});

test('a pool that turns tracking on keeps the sign-ins of before, one that turns it off ignores devices', async ({
  cognito,
  pool,
}) => {
  const own = await pool();
  const maya = await own.user('maya');
  const { refreshToken } = await maya.signIn();
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId: own.id, ...tracking }));
  expect(await outcomeOf(refreshFrom(own, refreshToken))).toBe('tokens');
  const device = await confirmedDevice(own, maya);
  const pending = await newDevice(own, maya);
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId: own.id }));

  for (const key of [undefined, someKey, device.key]) {
    expect(await outcomeOf(refreshFrom(own, device.tokens.RefreshToken, key))).toBe('tokens');
    expect(await outcomeOf(refreshFrom(own, pending.tokens.RefreshToken, key))).toBe('tokens');
    expect(await outcomeOf(startFrom(own, maya, key ?? ''))).toBe('tokens');
  }
});

test('a device that is forgotten while it signs in is signed out, or not in', async ({ anonymous, pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const AccessToken = (await maya.signIn()).accessToken;
  for (let round = 0; round < 4; round += 1) {
    const device = await confirmedDevice(own, maya);
    const exchanges = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const { Session: session } = await startFrom(own, maya, device.key);
        return beginProof(own, maya, device, { session });
      }),
    );
    const [, ...answers] = await Promise.all([
      anonymous.send(new ForgetDeviceCommand({ AccessToken, DeviceKey: device.key })),
      ...exchanges.map(({ answer }) => Promise.allSettled([answer()])),
    ]);
    // Whoever was signed in before the device was forgotten is signed out now that it is.
    const outcomes = await Promise.all(
      answers.map(([answer]) =>
        outcomeOf(
          answer.status === 'fulfilled'
            ? refreshFrom(own, answer.value.AuthenticationResult?.RefreshToken, device.key)
            : Promise.reject(answer.reason as Error),
        ),
      ),
    );
    const revoked = 'NotAuthorizedException: Refresh Token has been revoked';
    for (const outcome of outcomes) expect([noDeviceOutcome, revoked]).toContain(outcome);
  }
});
