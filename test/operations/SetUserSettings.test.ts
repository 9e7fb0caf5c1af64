import { SetUserSettingsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { testSettings } from '../support/preference-tests.js';

testSettings('SetUserSettings', async ({ anonymous }, { tokens }, input) => {
  const { $metadata: _, ...answer } = await anonymous.send(
    new SetUserSettingsCommand({ AccessToken: tokens.accessToken, ...input }),
  );
  return answer;
});

testBearer('SetUserSettings', (accessToken) => ({ AccessToken: accessToken, MFAOptions: [] }));
