import type { ISignUpResult, UserData } from 'amazon-cognito-identity-js';
import { attributeList, attributesOf, called, signIn } from './callbacks.js';
import { notAuthorized, refusal, wrongCode } from './refusals.js';
import { expect, test } from './test.js';

const password = 'Correct-horse-1';
const email = { email: 'maya@example.com' };

test('a user signs up, confirms by the code in the mail and signs in by SRP', async ({ app, mailbox, pool }) => {
  const own = await app(await pool({ AutoVerifiedAttributes: ['email'] }));
  // As the client's own documentation calls it, with null for no validation data.
  const { user, ...registered } = await called<ISignUpResult>((done) =>
    own.pool.signUp('maya', password, attributeList(email), null as unknown as [], done),
  );
  expect(registered).toEqual({
    userConfirmed: false,
    userSub: expect.stringMatching(/^[\da-f-]{36}$/) as string,
    codeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'm***@e***' },
  });
  await expect(signIn(user, password)).rejects.toMatchObject(
    refusal('UserNotConfirmedException', 'User is not confirmed.'),
  );
  const confirm = (code: string) => called((done) => user.confirmRegistration(code, true, done));
  const code = await mailbox.code(email.email);
  await expect(confirm(code === '000000' ? '111111' : '000000')).rejects.toMatchObject(wrongCode);
  expect(await confirm(code)).toBe('SUCCESS');
  await expect(confirm(code)).rejects.toMatchObject(
    notAuthorized('User cannot be confirmed. Current status is CONFIRMED'),
  );

  const session = await signIn(user, password);

  expect(session.isValid()).toBe(true);
  expect(session.getIdToken().payload).toMatchObject({
    sub: registered.userSub,
    'cognito:username': 'maya',
    ...email,
  });
  expect(session.getAccessToken().payload).toMatchObject({ sub: registered.userSub, username: 'maya' });
  expect(await attributesOf(user)).toEqual({ sub: registered.userSub, ...email, email_verified: 'true' });
  expect(await called<UserData>((done) => user.getUserData(done))).toMatchObject({ Username: 'maya' });
});

test('the code is sent again', async ({ app, mailbox, pool }) => {
  const own = await app(await pool({ AutoVerifiedAttributes: ['email'] }));
  await called((done) => own.pool.signUp('maya', password, attributeList(email), [], done));
  const user = own.user('maya');

  expect(await called((done) => user.resendConfirmationCode(done))).toEqual({
    CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'm***@e***' },
  });
  const code = await mailbox.code(email.email);
  expect(await called((done) => user.confirmRegistration(code, false, done))).toBe('SUCCESS');
  await expect(called((done) => user.resendConfirmationCode(done))).rejects.toMatchObject(
    refusal('InvalidParameterException', 'User is already confirmed.'),
  );
});

test('a sign-up is refused in AWS’s words', async ({ app, pool }) => {
  const its = await pool();
  const own = await app(its);
  await its.user('maya');
  const signUp = (username: string, typed: string, attributes = {}) =>
    called((done) => own.pool.signUp(username, typed, attributeList(attributes), [], done));

  await expect(signUp('maya', password)).rejects.toMatchObject(
    refusal('UsernameExistsException', 'User already exists'),
  );
  await expect(signUp('noah', 'short')).rejects.toMatchObject(
    refusal('InvalidPasswordException', 'Password did not conform with policy: Password not long enough'),
  );
  await expect(signUp('noah', password, { 'custom:unknown': 'x' })).rejects.toMatchObject({
    code: 'InvalidParameterException',
  });
});
