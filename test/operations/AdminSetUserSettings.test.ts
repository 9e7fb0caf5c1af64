import { AdminSetUserSettingsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { testSettings } from '../support/preference-tests.js';
import { totpPool } from '../support/mfa.js';
import { expect, test } from '../support/test.js';

testSettings('AdminSetUserSettings', async ({ cognito }, { own }, input) => {
  const { $metadata: _, ...answer } = await cognito.send(
    new AdminSetUserSettingsCommand({ UserPoolId: own.id, Username: 'maya', ...input }),
  );
  return answer;
});

test('knows nobody else', async ({ cognito, pool }) => {
  const own = await totpPool(cognito, pool);
  await expect(
    cognito.send(new AdminSetUserSettingsCommand({ UserPoolId: own.id, Username: 'nobody', MFAOptions: [] })),
  ).rejects.toMatchObject({ name: 'UserNotFoundException', message: 'User does not exist.' });
});

testAccess('AdminSetUserSettings', ({ id }) => ({ UserPoolId: id, Username: 'maya', MFAOptions: [] }));
testVisibility('AdminSetUserSettings', ({ id }) => ({ UserPoolId: id, Username: 'maya', MFAOptions: [] }));
