import { AdminSetUserMFAPreferenceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { testPreference } from '../support/preference-tests.js';
import { totpPool } from '../support/mfa.js';
import { expect, test } from '../support/test.js';

testPreference('AdminSetUserMFAPreference', async ({ cognito }, { own }, input) => {
  const { $metadata: _, ...answer } = await cognito.send(
    new AdminSetUserMFAPreferenceCommand({ UserPoolId: own.id, Username: 'maya', ...input }),
  );
  return answer;
});

test('knows nobody else', async ({ cognito, pool }) => {
  const own = await totpPool(cognito, pool);
  await expect(
    cognito.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId: own.id, Username: 'nobody' })),
  ).rejects.toMatchObject({ name: 'UserNotFoundException', message: 'User does not exist.' });
});

testAccess('AdminSetUserMFAPreference', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
testVisibility('AdminSetUserMFAPreference', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
