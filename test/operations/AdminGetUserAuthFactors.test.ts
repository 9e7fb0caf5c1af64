import { AdminGetUserAuthFactorsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { testAuthFactors, withoutPassword } from '../support/auth-factors-tests.js';
import { takesCodes } from '../support/one-time-code-tests.js';
import { brokenSecret } from '../support/refusals.js';
import { invite } from '../support/temporary-password.js';
import { expect, test } from '../support/test.js';

const inputOf = ({ id }: { id: string }) => ({ UserPoolId: id, Username: 'maya' });

testAccess('AdminGetUserAuthFactors', inputOf);
testVisibility('AdminGetUserAuthFactors', inputOf);

testAuthFactors(async ({ cognito }, pool, user) => {
  const { $metadata: _, ...answer } = await cognito.send(
    new AdminGetUserAuthFactorsCommand({ UserPoolId: pool.id, Username: user.name }),
  );
  return answer;
});

test('shows a user who has no password, and one whose password is temporary', async ({ cognito, pool }) => {
  const own = await pool(takesCodes);
  await withoutPassword(cognito, own, 'maya');
  await invite(own, 'noah', { attributes: { email: 'noah@example.com' } });
  const factors = async (Username: string) =>
    (await cognito.send(new AdminGetUserAuthFactorsCommand({ UserPoolId: own.id, Username })))
      .ConfiguredUserAuthFactors;

  expect(await factors('maya')).toEqual(['EMAIL_OTP']);
  expect(await factors('noah')).toEqual(['PASSWORD']);
});

test('finds a user by its sub and its aliases', async ({ cognito, pool }) => {
  const own = await pool({ AliasAttributes: ['email'] });
  const { sub } = await own.user('maya', { attributes: { email: 'maya@example.com' } });
  for (const Username of [sub, 'maya@example.com'])
    expect(await cognito.send(new AdminGetUserAuthFactorsCommand({ UserPoolId: own.id, Username }))).toMatchObject({
      Username: 'maya',
    });
});

test('who does not exist is named, and so is a pool', async ({ cognito, pool }) => {
  const own = await pool();
  const ask = (UserPoolId: string, Username: string) =>
    cognito.send(new AdminGetUserAuthFactorsCommand({ UserPoolId, Username }));
  await expect(ask(own.id, 'nobody')).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: 'User does not exist.',
  });
  await expect(ask('us-east-1_Nowhere12', 'maya')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'User pool us-east-1_Nowhere12 does not exist.',
  });
  await expect(ask(own.id, 'a b')).rejects.toMatchObject(
    brokenSecret('username', 'Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+'),
  );
});
