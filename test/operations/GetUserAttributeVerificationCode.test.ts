import {
  GetUserAttributeVerificationCodeCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { sms } from '../support/attributes.js';
import { testBearer } from '../support/bearer.js';
import { broken, invalid } from '../support/refusals.js';
import { expect, test } from '../support/test.js';
import { addressOf, attributesOf, limitExceeded, update, verifiedFirst, verifyEmail } from '../support/updates.js';

const ask = (client: CognitoIdentityProviderClient, AccessToken: string, AttributeName = 'email') =>
  client.send(
    new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName, ClientMetadata: { from: 'profile' } }),
  );

test('sends a code to the address, also where the pool verifies none by itself', async ({
  anonymous,
  cognito,
  mailbox,
  pool,
}) => {
  const own = await pool();
  const email = addressOf(own, 'maya');
  const { accessToken } = await (await own.user('maya', { attributes: { email, email_verified: 'false' } })).signIn();

  const { $metadata, ...answer } = await ask(anonymous, accessToken);

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({
    CodeDeliveryDetails: { Destination: 'm***@u***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
  });
  expect(await mailbox.mail(email)).toMatchObject({ subject: 'Your verification code' });
  await verifyEmail(anonymous, accessToken, await mailbox.code(email));
  expect(await attributesOf(cognito, own, 'maya')).toEqual({ email, email_verified: 'true' });
});

test('sends it by SMS to a number', async ({ anonymous, mailbox, pool }) => {
  const own = await pool(sms);
  const { accessToken } = await (await own.user('maya', { attributes: { phone_number: '+15555550121' } })).signIn();
  const { CodeDeliveryDetails } = await ask(anonymous, accessToken, 'phone_number');
  expect(CodeDeliveryDetails).toEqual({
    Destination: '+*******0121',
    DeliveryMedium: 'SMS',
    AttributeName: 'phone_number',
  });
  expect(await mailbox.code('+15555550121')).toMatch(/^\d{6}$/);
});

test('sends it to the address that waits, and the code before is void', async ({
  anonymous,
  cognito,
  mailbox,
  pool,
}) => {
  const own = await pool(verifiedFirst);
  const [before, after] = [addressOf(own, 'before'), addressOf(own, 'after')];
  const { accessToken } = await (await own.user('maya', { attributes: { email: before } })).signIn();
  await update(anonymous, accessToken, { email: after });
  const old = await mailbox.code(after);

  await ask(anonymous, accessToken);

  expect(await mailbox.to(before)).toEqual([]);
  const code = await mailbox.code(after);
  if (old !== code)
    await expect(verifyEmail(anonymous, accessToken, old)).rejects.toMatchObject({ name: 'CodeMismatchException' });
  await verifyEmail(anonymous, accessToken, code);
  expect(await attributesOf(cognito, own, 'maya')).toEqual({ email: after, email_verified: 'true' });
});

test('sends five in an hour', async ({ anonymous, clock, pool }) => {
  const own = await pool();
  const maya = await own.user('maya', { attributes: { email: addressOf(own, 'maya') } });
  const { accessToken } = await maya.signIn();
  for (let sent = 0; sent < 5; sent += 1) await ask(anonymous, accessToken);
  await expect(ask(anonymous, accessToken)).rejects.toMatchObject(limitExceeded);
  clock.advanceSeconds(3601);
  await ask(anonymous, (await maya.signIn()).accessToken);
});

test('refuses another attribute, one without a value, and SMS from a pool that sends none', async ({
  anonymous,
  pool,
}) => {
  const own = await pool();
  const { accessToken } = await (await own.user('maya')).signIn();
  for (const [name, message] of [
    ['name', 'Invalid attribute name. Only phone_number and email can be verified.'],
    ['email', 'User does not have a valid registered email address'],
    ['phone_number', 'User does not have a valid registered phone number'],
  ] as const)
    await expect(ask(anonymous, accessToken, name)).rejects.toMatchObject(invalid(message));
  const noor = await own.user('noor', { attributes: { phone_number: '+15555550122' } });
  await expect(ask(anonymous, (await noor.signIn()).accessToken, 'phone_number')).rejects.toMatchObject(
    invalid('User pool does not have SMS configuration to send messages.'),
  );
  const long = 'x'.repeat(33);
  await expect(ask(anonymous, accessToken, long)).rejects.toMatchObject(
    broken(long, 'attributeName', 'Member must have length less than or equal to 32'),
  );
});

testBearer('GetUserAttributeVerificationCode', (AccessToken) => ({ AccessToken, AttributeName: 'email' }));
