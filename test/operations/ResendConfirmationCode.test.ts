import {
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  type ResendConfirmationCodeCommandInput,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { asList, sms } from '../support/attributes.js';
import type { PoolSettings, TestPool } from '../support/pool.js';
import { brokenSecret, invalid, missingClient, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';
import { disable } from '../support/user-states.js';

const address = 'maya@resend.example.com';
const verifying: PoolSettings = { AutoVerifiedAttributes: ['email'] };
const limitExceeded = {
  name: 'LimitExceededException',
  message: 'Attempt limit exceeded, please try after some time.',
};

const signUp = (
  client: CognitoIdentityProviderClient,
  pool: TestPool,
  attributes: Record<string, string> = { email: address },
) =>
  client.send(
    new SignUpCommand({
      ClientId: pool.client.id,
      Username: 'maya',
      Password: 'Correct-horse-1',
      UserAttributes: asList(attributes),
      ...pool.client.secretHash('maya'),
    }),
  );

const resend = ({ client }: TestPool, input: Partial<ResendConfirmationCodeCommandInput> = {}) =>
  new ResendConfirmationCodeCommand({ ClientId: client.id, Username: 'maya', ...input });

test('sends a new code, and only that one works', async ({ anonymous, mailbox, pool }) => {
  const own = await pool(verifying);
  const renewed = 'maya@renewed.example.com';
  await signUp(anonymous, own, { email: renewed });
  const earlier = await mailbox.code(renewed);

  const { $metadata, ...output } = await anonymous.send(resend(own));

  expect($metadata.httpStatusCode).toBe(200);
  expect(output).toEqual({
    CodeDeliveryDetails: { Destination: 'm***@r***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
  });
  const mails = await mailbox.to(renewed);
  expect(mails).toHaveLength(2);
  expect(mails[1]).toMatchObject({ subject: 'Your verification code' });
  const code = await mailbox.code(renewed);
  const confirm = (ConfirmationCode: string) =>
    anonymous.send(new ConfirmSignUpCommand({ ClientId: own.client.id, Username: 'maya', ConfirmationCode }));
  // One time in a million the new code is the same.
  if (code !== earlier) await expect(confirm(earlier)).rejects.toMatchObject({ name: 'CodeMismatchException' });
  await confirm(code);
});

test('sends by SMS where the phone number is verified first', async ({ anonymous, mailbox, pool }) => {
  const own = await pool({ AutoVerifiedAttributes: ['email', 'phone_number'], ...sms });
  await signUp(anonymous, own, { email: address, phone_number: '+15555550201' });

  const output = await anonymous.send(resend(own));

  expect(output.CodeDeliveryDetails).toEqual({
    Destination: '+*******0201',
    DeliveryMedium: 'SMS',
    AttributeName: 'phone_number',
  });
  expect(await mailbox.to('+15555550201')).toHaveLength(2);
});

test('a new code is good for a day from then', async ({ anonymous, clock, mailbox, pool }) => {
  const own = await pool(verifying);
  await signUp(anonymous, own);
  clock.advanceHours(23);
  await anonymous.send(resend(own));
  clock.advanceHours(23);

  await anonymous.send(
    new ConfirmSignUpCommand({
      ClientId: own.client.id,
      Username: 'maya',
      ConfirmationCode: await mailbox.code(address),
    }),
  );
});

test('reaches a user whose first code has expired', async ({ anonymous, clock, pool }) => {
  const own = await pool(verifying);
  await signUp(anonymous, own);
  clock.advanceDays(30);

  await anonymous.send(resend(own));
});

test('five times an hour, and five more in the next', async ({ anonymous, clock, mailbox, pool }) => {
  const own = await pool(verifying);
  await signUp(anonymous, own, { email: 'maya@often.example.com' });
  for (let sent = 0; sent < 5; sent += 1) await anonymous.send(resend(own));

  await expect(anonymous.send(resend(own))).rejects.toMatchObject(limitExceeded);

  expect(await mailbox.to('maya@often.example.com')).toHaveLength(6);
  clock.advanceSeconds(3601);
  await anonymous.send(resend(own));
});

describe('nothing is sent', () => {
  test('to a user who is confirmed', async ({ anonymous, cognito, pool }) => {
    const own = await pool(verifying);
    await signUp(anonymous, own);
    await cognito.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: own.id,
        Username: 'maya',
        Password: 'Correct-horse-1',
        Permanent: true,
      }),
    );

    await expect(anonymous.send(resend(own))).rejects.toMatchObject(invalid('User is already confirmed.'));
  });

  test.for([
    ['a pool that verifies nothing', {}, { email: address }],
    ['a user without an address', verifying, {}],
    ['a user without the right address', verifying, { phone_number: '+15555550202' }],
  ] as const)('for %s', async ([, settings, attributes], { anonymous, pool }) => {
    const own = await pool({ ...settings });
    await signUp(anonymous, own, attributes);

    await expect(anonymous.send(resend(own))).rejects.toMatchObject(
      invalid('Cannot resend codes. Auto verification not turned on.'),
    );
  });

  test('to a user who is disabled', async ({ anonymous, pool, server }) => {
    const own = await pool(verifying);
    const { UserSub = '' } = await signUp(anonymous, own);
    disable(server, UserSub);

    await expect(anonymous.send(resend(own))).rejects.toMatchObject(notAuthorized('User is disabled.'));
  });

  test('to nobody', async ({ anonymous, pool }) => {
    await expect(anonymous.send(resend(await pool(verifying)))).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'Username/client id combination not found.',
    });
  });
});

describe('the request', () => {
  test('names a client that exists', async ({ anonymous, pool }) => {
    await expect(anonymous.send(resend(await pool(), { ClientId: 'nobody' }))).rejects.toMatchObject(
      missingClient('nobody'),
    );
  });

  test('carries the secret hash of a client with a secret', async ({ anonymous, pool }) => {
    const own = await pool({ ...verifying, client: { GenerateSecret: true } });
    await signUp(anonymous, own);

    await expect(anonymous.send(resend(own))).rejects.toMatchObject(
      notAuthorized(`Client ${own.client.id} is configured with secret but SECRET_HASH was not received`),
    );
    await expect(anonymous.send(resend(own, own.client.secretHash('noor')))).rejects.toMatchObject(
      notAuthorized(`Unable to verify secret hash for client ${own.client.id}`),
    );
    await anonymous.send(resend(own, own.client.secretHash('maya')));
  });

  test('names a user in the right form', async ({ anonymous, pool }) => {
    await expect(anonymous.send(resend(await pool(), { Username: 'm'.repeat(129) }))).rejects.toMatchObject(
      brokenSecret('username', 'Member must have length less than or equal to 128'),
    );
  });
});
