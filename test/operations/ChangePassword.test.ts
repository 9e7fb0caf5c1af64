import {
  AdminGetUserCommand,
  ChangePasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { brokenSecret, invalid, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const [first, second] = ['Correct-horse-1', 'Battery-staple-2'];

const signIn = (ClientId: string, password: string) =>
  new InitiateAuthCommand({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId,
    AuthParameters: { USERNAME: 'maya', PASSWORD: password },
  });

test('the new password works at once and the old one no more; tokens stay valid', async ({
  anonymous,
  clock,
  cognito,
  pool,
}) => {
  const own = await pool();
  const { accessToken } = await (await own.user('maya')).signIn();
  const named = { UserPoolId: own.id, Username: 'maya' };
  const before = await cognito.send(new AdminGetUserCommand(named));
  clock.advanceSeconds(5);

  const { $metadata, ...output } = await anonymous.send(
    new ChangePasswordCommand({ AccessToken: accessToken, PreviousPassword: first, ProposedPassword: second }),
  );

  expect($metadata.httpStatusCode).toBe(200);
  expect(output).toEqual({});
  await anonymous.send(signIn(own.client.id, second));
  await expect(anonymous.send(signIn(own.client.id, first))).rejects.toMatchObject(
    notAuthorized('Incorrect username or password.'),
  );
  await anonymous.send(new GetUserCommand({ AccessToken: accessToken }));
  const after = await cognito.send(new AdminGetUserCommand(named));
  expect(after.UserStatus).toBe('CONFIRMED');
  expect(after.UserCreateDate).toEqual(before.UserCreateDate);
  expect(after.UserLastModifiedDate?.getTime()).toBeGreaterThan(before.UserLastModifiedDate?.getTime() ?? Infinity);
});

test.for([['wrong', 'Incorrect-horse-1'] as const, ['missing', undefined] as const])(
  'a previous password that is %s is refused, and nothing changes',
  async ([, previous], { anonymous, pool }) => {
    const own = await pool();
    const { accessToken } = await (await own.user('maya')).signIn();

    await expect(
      anonymous.send(
        new ChangePasswordCommand({ AccessToken: accessToken, PreviousPassword: previous, ProposedPassword: second }),
      ),
    ).rejects.toMatchObject(notAuthorized('Incorrect username or password.'));

    await anonymous.send(signIn(own.client.id, first));
  },
);

test.for([
  ['Short-1', 'Password not long enough'],
  ['correct-horse-1', 'Password must have uppercase characters'],
  ['CORRECT-HORSE-1', 'Password must have lowercase characters'],
  ['Correct-horse', 'Password must have numeric characters'],
  ['Correct1horse', 'Password must have symbol characters'],
])('%s breaks the policy: %s', async ([password, why], { anonymous, pool }) => {
  const own = await pool();
  const { accessToken } = await (await own.user('maya')).signIn();

  await expect(
    anonymous.send(
      new ChangePasswordCommand({ AccessToken: accessToken, PreviousPassword: first, ProposedPassword: password }),
    ),
  ).rejects.toMatchObject({
    name: 'InvalidPasswordException',
    message: `Password does not conform to policy: ${why}`,
  });

  await anonymous.send(signIn(own.client.id, first));
});

test('the previous password is checked before the policy', async ({ anonymous, pool }) => {
  const { accessToken } = await (await (await pool()).user('maya')).signIn();

  await expect(
    anonymous.send(
      new ChangePasswordCommand({ AccessToken: accessToken, PreviousPassword: 'wrong', ProposedPassword: 'short' }),
    ),
  ).rejects.toMatchObject(notAuthorized('Incorrect username or password.'));
});

test('both passwords and the token are held against the constraints, all in one answer', async ({ raw }) => {
  const { json } = await raw('ChangePassword', { PreviousPassword: ' blank-first', AccessToken: 'n/a' });

  expect(json).toEqual({
    __type: 'InvalidParameterException',
    message:
      "3 validation errors detected: Value at 'previousPassword' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\S]+; " +
      "Value at 'proposedPassword' failed to satisfy constraint: Member must not be null; " +
      "Value at 'accessToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9-_=.]+",
  });
});

test('a password of more than 256 characters is refused without being shown', async ({ anonymous, pool }) => {
  const { accessToken } = await (await (await pool()).user('maya')).signIn();

  await expect(
    anonymous.send(
      new ChangePasswordCommand({
        AccessToken: accessToken,
        PreviousPassword: first,
        ProposedPassword: `Aa1-${'x'.repeat(253)}`,
      }),
    ),
  ).rejects.toMatchObject(brokenSecret('proposedPassword', 'Member must have length less than or equal to 256'));
});

test('the last passwords of the history are refused, an older one is not', async ({ anonymous, pool }) => {
  const own = await pool({ Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 2 } } });
  const { accessToken } = await (await own.user('maya', { password: 'password-1' })).signIn();
  const change = (from: number, to: number) =>
    anonymous.send(
      new ChangePasswordCommand({
        AccessToken: accessToken,
        PreviousPassword: `password-${from}`,
        ProposedPassword: `password-${to}`,
      }),
    );
  const reused = { name: 'PasswordHistoryPolicyViolationException', message: 'Password has previously been used' };

  await expect(change(1, 1)).rejects.toMatchObject(reused);
  await change(1, 2);
  await expect(change(2, 1)).rejects.toMatchObject(reused);
  await change(2, 3);
  await change(3, 1);
});

test('without a history the same password is taken again', async ({ anonymous, pool }) => {
  const { accessToken } = await (await (await pool()).user('maya')).signIn();

  await anonymous.send(
    new ChangePasswordCommand({ AccessToken: accessToken, PreviousPassword: first, ProposedPassword: first }),
  );
});

test('five calls an hour, right or wrong; the next hour has five more', async ({ anonymous, clock, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const { accessToken } = await maya.signIn();
  const change = (token: string, previous: string) =>
    anonymous.send(
      new ChangePasswordCommand({ AccessToken: token, PreviousPassword: previous, ProposedPassword: first }),
    );
  for (const previous of [first, 'wrong-1', first, 'wrong-2', first])
    await Promise.allSettled([change(accessToken, previous)]);

  await expect(change(accessToken, first)).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: 'Attempt limit exceeded, please try after some time.',
  });
  const noor = await (await own.user('noor')).signIn();
  await change(noor.accessToken, first);
  clock.advanceSeconds(3601);
  await change((await maya.signIn()).accessToken, first);
});

test('of two changes at once from one password, one succeeds', async ({ anonymous, pool }) => {
  const own = await pool();
  const { accessToken } = await (await own.user('maya')).signIn();
  const proposed = ['Battery-staple-2', 'Battery-staple-3'];

  const outcomes = await Promise.allSettled(
    proposed.map((ProposedPassword) =>
      anonymous.send(
        new ChangePasswordCommand({ AccessToken: accessToken, PreviousPassword: first, ProposedPassword }),
      ),
    ),
  );

  const [winner, loser] = outcomes[0]?.status === 'fulfilled' ? proposed : proposed.toReversed();
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject(
    notAuthorized('Incorrect username or password.'),
  );
  await anonymous.send(signIn(own.client.id, winner ?? ''));
  await expect(anonymous.send(signIn(own.client.id, loser ?? ''))).rejects.toThrow('Incorrect username or password.');
});

test('an empty proposed password is too short', async ({ anonymous, pool }) => {
  const { accessToken } = await (await (await pool()).user('maya')).signIn();

  await expect(
    anonymous.send(
      new ChangePasswordCommand({ AccessToken: accessToken, PreviousPassword: first, ProposedPassword: '' }),
    ),
  ).rejects.toMatchObject({ name: 'InvalidPasswordException' });
});

test('a proposed password is required', async ({ pool, raw }) => {
  const { accessToken } = await (await (await pool()).user('maya')).signIn();
  const { json } = await raw('ChangePassword', { AccessToken: accessToken, PreviousPassword: first });

  const { name, message } = invalid(
    "1 validation error detected: Value at 'proposedPassword' failed to satisfy constraint: Member must not be null",
  );
  expect(json).toEqual({ __type: name, message });
});

testBearer('ChangePassword', (AccessToken) => ({ AccessToken, PreviousPassword: first, ProposedPassword: second }));
