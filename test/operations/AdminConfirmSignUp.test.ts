import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { asList, asRecord } from '../support/attributes.js';
import { userNotFound } from '../support/groups.js';
import { present } from '../support/pool.js';
import { brokenSecret, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';
import { setStatus } from '../support/user-states.js';

const password = 'Correct-horse-1';

test('confirms without a code, verifies nothing, and the code is void', async ({
  anonymous,
  cognito,
  clock,
  mailbox,
  pool,
  server,
}) => {
  const own = await pool({ AutoVerifiedAttributes: ['email'], AliasAttributes: ['email'] });
  const email = `maya@${own.id.toLowerCase()}.example.com`;
  const of = { ClientId: own.client.id, Username: 'maya' };
  await anonymous.send(new SignUpCommand({ ...of, Password: password, UserAttributes: asList({ email }) }));
  clock.advanceSeconds(5);

  const { $metadata, ...answer } = await cognito.send(
    new AdminConfirmSignUpCommand({ UserPoolId: own.id, Username: 'maya', ClientMetadata: { from: 'desk' } }),
  );

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({});
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(user).toMatchObject({ UserStatus: 'CONFIRMED', Enabled: true });
  expect(asRecord(user.UserAttributes)).toMatchObject({ email, email_verified: 'false' });
  expect(Number(user.UserLastModifiedDate) - Number(user.UserCreateDate)).toBeGreaterThanOrEqual(5000);
  await expect(cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: email }))).rejects.toMatchObject(
    userNotFound,
  );
  const code = await mailbox.code(email);
  await expect(anonymous.send(new ConfirmSignUpCommand({ ...of, ConfirmationCode: code }))).rejects.toMatchObject(
    notAuthorized('User cannot be confirmed. Current status is CONFIRMED'),
  );
  const stored = await server.store.codes.find(present(await server.store.pools.find(own.id)), 'maya', 'sign-up');
  expect(stored).toMatchObject({ user: { username: 'maya' }, code: undefined });
});

test.for(['CONFIRMED', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED', 'EXTERNAL_PROVIDER'] as const)(
  'refuses a user who is %s',
  async (status, { cognito, pool, server }) => {
    const own = await pool();
    const maya = await own.user('maya');
    await setStatus(server, own.id, maya.sub, status);
    await expect(
      cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: own.id, Username: 'maya' })),
    ).rejects.toMatchObject(notAuthorized(`User cannot be confirmed. Current status is ${status}`));
  },
);

test('of two at once one confirms', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  await anonymous.send(new SignUpCommand({ ClientId: own.client.id, Username: 'maya', Password: password }));
  const outcomes = await Promise.allSettled(
    [1, 2].map(() => cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: own.id, Username: 'maya' }))),
  );
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('wants a user who exists', async ({ cognito, pool }) => {
  const { id } = await pool();
  const confirm = (Username: string) => cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: id, Username }));
  await expect(confirm('maya')).rejects.toMatchObject(userNotFound);
  await expect(confirm('x'.repeat(129))).rejects.toMatchObject(
    brokenSecret('username', 'Member must have length less than or equal to 128'),
  );
});

testAccess('AdminConfirmSignUp', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
testVisibility('AdminConfirmSignUp', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
