import { makePasskey } from '../support/authenticator.js';
import {
  completeRegistration,
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
