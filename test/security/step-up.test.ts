import { ConfirmSignUpCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { asList } from '../support/attributes.js';
import { choiceFlows, startByChoice } from '../support/choice.js';
import { claimsOf } from '../support/claims.js';
import { register, totpPool } from '../support/mfa.js';
import { newAddress, takesCodes } from '../support/one-time-code-tests.js';
import { invalid, notAuthorized } from '../support/refusals.js';
import { outcomeOf, publicApi } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

const level = (number: number): string => `urn:cognito:loa:${number}`;
const outOfReach = 'The user cannot reach any of TARGET_ACR_VALUES.';

test('whether a level is in reach does not tell which users exist', async ({ anonymous, cognito, pool }) => {
  const client = { ...choiceFlows, PreventUserExistenceErrors: 'ENABLED' } as const;
  const own = await totpPool(cognito, pool, 'OPTIONAL', { client });
  const maya = await own.user('maya');
  await own.user('noah');
  await register(anonymous, { AccessToken: (await maya.signIn()).accessToken });
  const start = (name: string) => startByChoice(publicApi, own, name, { TARGET_ACR_VALUES: level(4) });
  const out = `InvalidParameterException: ${outOfReach}`;

  expect(await outcomeOf(start('maya'))).toBe('SELECT_CHALLENGE');
  expect(await outcomeOf(start('noah'))).toBe(out);
  const nobodies = Array.from({ length: 32 }, (_, index) => `nobody-${index}`);
  const outcomes = await Promise.all(nobodies.map((name) => outcomeOf(start(name))));
  expect(new Set(outcomes)).toEqual(new Set(['SELECT_CHALLENGE', out]));
  expect(await Promise.all(nobodies.map((name) => outcomeOf(start(name))))).toEqual(outcomes);

  const seeming = nobodies[outcomes.indexOf('SELECT_CHALLENGE')] ?? '';
  const [known, unknown] = [await start('maya'), await start(seeming)];
  expect(unknown.AvailableChallenges).toEqual(known.AvailableChallenges);
  const wrong = notAuthorized('Incorrect username or password.');
  for (const [name, { Session: session }] of [
    ['maya', known],
    [seeming, unknown],
  ] as const) {
    const responses = { USERNAME: name, PASSWORD: 'Wrong-horse-1' };
    await expect(publicApi.respond(own, { challenge: 'PASSWORD', session, responses })).rejects.toMatchObject(wrong);
  }
});

test('the code of a sign-up reaches its own level and no higher one', async ({ anonymous, mailbox, pool }) => {
  const own = await pool({ ...takesCodes, AutoVerifiedAttributes: ['email'] });
  const email = newAddress();
  const who = { ClientId: own.client.id, Username: 'maya' };
  const { Session: signUpSession } = await anonymous.send(
    new SignUpCommand({ ...who, Password: 'Correct-horse-1', UserAttributes: asList({ email }) }),
  );
  const { Session: session } = await anonymous.send(
    new ConfirmSignUpCommand({ ...who, ConfirmationCode: await mailbox.code(email), Session: signUpSession }),
  );
  const start = (parameters: Record<string, string>) =>
    publicApi.start(own, { flow: 'USER_AUTH', parameters: { USERNAME: 'maya', ...parameters }, session });

  for (const number of [3, 4])
    await expect(start({ TARGET_ACR_VALUES: level(number) })).rejects.toMatchObject(invalid(outOfReach));
  await expect(start({ TARGET_ACR_VALUES: 'x' })).rejects.toMatchObject(
    invalid('Invalid TARGET_ACR_VALUES was provided.'),
  );
  await expect(start({ TARGET_ACR_VALUES: level(2), ACCESS_TOKEN: 'x' })).rejects.toMatchObject(
    invalid('Invalid ACCESS_TOKEN was provided.'),
  );
  const { AuthenticationResult: tokens } = await start({ TARGET_ACR_VALUES: `${level(3)} ${level(2)}` });
  expect(claimsOf(tokens?.AccessToken)).toMatchObject({ acr: level(2), amr: ['email_otp'] });
});
