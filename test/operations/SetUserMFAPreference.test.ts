import { SetUserMFAPreferenceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { testPreference } from '../support/preference-tests.js';

testPreference('SetUserMFAPreference', async ({ anonymous }, { tokens }, input) => {
  const { $metadata: _, ...answer } = await anonymous.send(
    new SetUserMFAPreferenceCommand({ AccessToken: tokens.accessToken, ...input }),
  );
  return answer;
});

testBearer('SetUserMFAPreference', (accessToken) => ({ AccessToken: accessToken }));
