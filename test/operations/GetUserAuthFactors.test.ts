import { GetUserAuthFactorsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAuthFactors } from '../support/auth-factors-tests.js';
import { testBearer } from '../support/bearer.js';

testBearer('GetUserAuthFactors', (AccessToken) => ({ AccessToken }));

testAuthFactors(async ({ anonymous }, _pool, user) => {
  const { accessToken } = await user.signIn();
  const { $metadata: _, ...answer } = await anonymous.send(new GetUserAuthFactorsCommand({ AccessToken: accessToken }));
  return answer;
});
