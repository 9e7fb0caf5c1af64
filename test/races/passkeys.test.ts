import { vi } from 'vitest';
import { makePasskey } from '../support/authenticator.js';
import {
  completeRegistration,
  domain,
  listPasskeys,
  passkeyPool,
  registerPasskey,
  setPasskeys,
  startByPasskey,
  startRegistration,
} from '../support/passkeys.js';
import { outcomeOf, publicApi } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

const wrong = 'NotAuthorizedException: Incorrect username or password.';
const spent = 'NotAuthorizedException: Invalid session for the user, session can only be used once.';

test('of one use of a passkey sent many times at once, one signs in', async ({ anonymous, cognito, pool }) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own);
  const { accessToken } = await (await own.user('maya')).signIn();
  for (const counter of [0, 1]) {
    const passkey = await registerPasskey(anonymous, accessToken, { counter });
    const { options, answer } = await startByPasskey(publicApi, own, 'maya');
    const assertion = passkey.get(options);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => outcomeOf(answer(assertion))));
    expect(outcomes.filter((outcome) => outcome === 'tokens')).toHaveLength(1);
    for (const outcome of outcomes) expect(['tokens', spent, wrong]).toContain(outcome);
  }
});

test('of uses that count alike at once, one signs in', async ({ anonymous, cognito, pool }) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own);
  const passkey = await registerPasskey(anonymous, (await (await own.user('maya')).signIn()).accessToken, {
    counter: 1,
  });
  const begun = [];
  for (let count = 0; count < 6; count += 1) begun.push(await startByPasskey(publicApi, own, 'maya'));

  const outcomes = await Promise.all(
    begun.map(({ options, answer }) => outcomeOf(answer(passkey.get(options, { counter: 2 })))),
  );

  expect(outcomes.toSorted()).toEqual([...Array<string>(5).fill(wrong), 'tokens']);
});

test('a registration that is completed many times at once makes one passkey', async ({ anonymous, cognito, pool }) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own);
  const { accessToken } = await (await own.user('maya')).signIn();
  const options = await startRegistration(anonymous, accessToken);

  const answers = await Promise.allSettled(
    Array.from({ length: 6 }, () => completeRegistration(anonymous, accessToken, makePasskey(options).registration)),
  );

  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await listPasskeys(anonymous, accessToken)).toHaveLength(1);
});

test('registrations at once do not pass the limit of twenty', async ({ anonymous, cognito, pool }) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own);
  const { accessToken } = await (await own.user('maya')).signIn();
  for (let count = 0; count < 18; count += 1) await registerPasskey(anonymous, accessToken);

  const answers = await Promise.allSettled(Array.from({ length: 8 }, () => registerPasskey(anonymous, accessToken)));

  for (const answer of answers)
    if (answer.status === 'rejected')
      expect(answer.reason).toMatchObject({
        name: expect.stringMatching(/^(LimitExceeded|WebAuthnChallengeNotFound)Exception$/),
      });
  expect((await listPasskeys(anonymous, accessToken)).length).toBeLessThanOrEqual(20);
});

test('a registration that was begun before the twentieth passkey is too late after it', async ({
  anonymous,
  clock,
  cognito,
  pool,
  server,
}) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own);
  const maya = await own.user('maya');
  const { accessToken } = await maya.signIn();
  for (let count = 0; count < 20; count += 1) await registerPasskey(anonymous, accessToken);
  // As if the count had been read before the last one was added.
  const begun = { clientId: own.client.id, challenge: 'AAAAAAAAAAAAAAAAAAAAAA', relyingPartyId: domain };
  const expiresAt = new Date(clock.now().getTime() + 60_000);
  await server.store.passkeyRegistrations.begin(own.id, maya.sub, { ...begun, expiresAt });
  const { registration } = makePasskey({ rp: { id: domain }, user: { id: 'AA' }, challenge: begun.challenge });

  await expect(completeRegistration(anonymous, accessToken, registration)).rejects.toMatchObject({
    name: 'LimitExceededException',
  });
  expect(await listPasskeys(anonymous, accessToken)).toHaveLength(20);
});

test('a registration that is begun anew while it is completed is not', async ({ anonymous, cognito, pool, server }) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own);
  const { accessToken } = await (await own.user('maya')).signIn();
  const { passkeyRegistrations } = server.store;
  const options = await startRegistration(anonymous, accessToken);
  const find = vi.spyOn(passkeyRegistrations, 'find').mockImplementationOnce(async (...key) => {
    find.mockRestore();
    const begun = await passkeyRegistrations.find(...key);
    await startRegistration(anonymous, accessToken);
    return begun;
  });

  await expect(completeRegistration(anonymous, accessToken, makePasskey(options).registration)).rejects.toMatchObject({
    name: 'WebAuthnChallengeNotFoundException',
  });
  expect(await listPasskeys(anonymous, accessToken)).toEqual([]);
});
