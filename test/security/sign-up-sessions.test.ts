import {
  AdminDisableUserCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmSignUpCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { asList } from '../support/attributes.js';
import { choiceFlows, startByChoice } from '../support/choice.js';
import { newAddress, takesCodes } from '../support/one-time-code-tests.js';
import type { TestClient, TestPool } from '../support/pool.js';
import { notAuthorized } from '../support/refusals.js';
import { apis, outcomeOf, publicApi } from '../support/sign-in.js';
import { expect, type Fixture, test } from '../support/test.js';

const sessionInvalid = notAuthorized('Invalid session for the user.');
const sessionSpent = notAuthorized('Invalid session for the user, session can only be used once.');
const sessionExpired = notAuthorized('Invalid session for the user, session is expired.');
const settings = { ...takesCodes, AutoVerifiedAttributes: ['email' as const] };

type World = Pick<Fixture, 'anonymous' | 'mailbox'> & { readonly own: TestPool };

const signUp = async ({ anonymous, mailbox, own }: World, name = 'maya') => {
  const email = newAddress();
  const { Session: session = '' } = await anonymous.send(
    new SignUpCommand({ ClientId: own.client.id, Username: name, UserAttributes: asList({ email }) }),
  );
  return { session, code: await mailbox.code(email) };
};

const confirm = async ({ anonymous, own }: World, code: string, Session: string, name = 'maya') => {
  const { Session: session = '' } = await anonymous.send(
    new ConfirmSignUpCommand({ ClientId: own.client.id, Username: name, ConfirmationCode: code, Session }),
  );
  return session;
};

const confirmed = async (world: World, name = 'maya') => {
  const { session, code } = await signUp(world, name);
  return confirm(world, code, session, name);
};

const signIn = (own: TestPool, session: string, name = 'maya', client?: TestClient, api = publicApi) =>
  api.start(own, { flow: 'USER_AUTH', parameters: { USERNAME: name }, session, client });

for (const api of apis)
  test(`the session of a confirmed sign-up signs in by the ${api.name} API, once`, async ({
    anonymous,
    mailbox,
    pool,
  }) => {
    const own = await pool(settings);
    const session = await confirmed({ anonymous, mailbox, own });
    expect(await outcomeOf(signIn(own, session, 'maya', undefined, api))).toBe('tokens');
    await expect(signIn(own, session, 'maya', undefined, api)).rejects.toMatchObject(sessionSpent);
  });

test('of five uses at once one signs in', async ({ anonymous, mailbox, pool }) => {
  const own = await pool(settings);
  const session = await confirmed({ anonymous, mailbox, own });
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => outcomeOf(signIn(own, session))));
  expect(outcomes.filter((outcome) => outcome === 'tokens')).toHaveLength(1);
});

test('it lasts as long as other sessions', async ({ anonymous, clock, mailbox, pool }) => {
  const own = await pool(settings);
  const session = await confirmed({ anonymous, mailbox, own });
  clock.advanceMinutes(3);
  await expect(signIn(own, session)).rejects.toMatchObject(sessionExpired);
});

test('it is for its user and client only', async ({ anonymous, mailbox, pool }) => {
  const own = await pool(settings);
  const other = await own.newClient(choiceFlows);
  const foreign = await pool(settings);
  await own.user('noah');
  await foreign.user('maya');
  const session = await confirmed({ anonymous, mailbox, own });

  await expect(signIn(own, session, 'noah')).rejects.toMatchObject(sessionInvalid);
  await expect(signIn(own, session, 'maya', other)).rejects.toMatchObject(sessionInvalid);
  await expect(signIn(foreign, session)).rejects.toMatchObject(sessionInvalid);
  expect(await outcomeOf(signIn(own, session))).toBe('tokens');
});

test('the session of SignUp alone signs nobody in', async ({ anonymous, mailbox, pool }) => {
  const own = await pool(settings);
  const { session, code } = await signUp({ anonymous, mailbox, own });
  await expect(signIn(own, session)).rejects.toMatchObject(sessionInvalid);
  await confirm({ anonymous, mailbox, own }, code, session);
  await expect(signIn(own, session)).rejects.toMatchObject(sessionInvalid);
});

test("another one's session confirms nobody, and leaves the code as it was", async ({ anonymous, mailbox, pool }) => {
  const own = await pool(settings);
  const world = { anonymous, mailbox, own };
  const [maya, noah] = [await signUp(world), await signUp(world, 'noah')];
  await expect(confirm(world, maya.code, noah.session)).rejects.toMatchObject(sessionInvalid);
  await expect(confirm(world, maya.code, 'x'.repeat(20))).rejects.toMatchObject(sessionInvalid);
  expect(await outcomeOf(signIn(own, await confirm(world, maya.code, maya.session)))).toBe('tokens');
});

test('sessions of sign-ups and of sign-ins are not taken for one another', async ({ anonymous, mailbox, pool }) => {
  const own = await pool(settings);
  const world = { anonymous, mailbox, own };
  const session = await confirmed(world);
  const { Session: list = '' } = await startByChoice(publicApi, own, 'maya');
  const responses = { USERNAME: 'maya', ANSWER: 'EMAIL_OTP' };

  await expect(signIn(own, list)).rejects.toMatchObject(sessionInvalid);
  await expect(publicApi.respond(own, { challenge: 'SELECT_CHALLENGE', session, responses })).rejects.toMatchObject(
    sessionInvalid,
  );
});

test('an address that was replaced since, or a disabled user, does not sign in', async ({
  anonymous,
  cognito,
  mailbox,
  pool,
}) => {
  const own = await pool(settings);
  const world = { anonymous, mailbox, own };
  const [first, second] = [await confirmed(world), await confirmed(world, 'noah')];
  await cognito.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: own.id,
      Username: 'maya',
      UserAttributes: asList({ email: newAddress(), email_verified: 'true' }),
    }),
  );
  await cognito.send(new AdminDisableUserCommand({ UserPoolId: own.id, Username: 'noah' }));

  await expect(signIn(own, first)).rejects.toMatchObject(sessionInvalid);
  await expect(signIn(own, second, 'noah')).rejects.toMatchObject(notAuthorized('User is disabled.'));
});

test('a client whose users cannot choose gets no session', async ({ anonymous, pool }) => {
  const own = await pool({ AutoVerifiedAttributes: ['email'] });
  const answer = await anonymous.send(
    new SignUpCommand({
      ClientId: own.client.id,
      Username: 'maya',
      Password: 'Correct-horse-1',
      UserAttributes: asList({ email: newAddress() }),
    }),
  );
  expect(answer.Session).toBeUndefined();
});

test('a sign-up without a password needs an address that takes codes', async ({ anonymous, pool }) => {
  const [codes, passwords] = [await pool(settings), await pool()];
  const refusal = {
    name: 'InvalidParameterException',
    message: "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
  };
  for (const [own, attributes] of [
    [codes, {}],
    [passwords, { email: newAddress() }],
  ] as const)
    await expect(
      anonymous.send(
        new SignUpCommand({ ClientId: own.client.id, Username: 'maya', UserAttributes: asList(attributes) }),
      ),
    ).rejects.toMatchObject(refusal);
});
