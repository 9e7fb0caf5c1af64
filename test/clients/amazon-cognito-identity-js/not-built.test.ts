import type { CognitoUser } from 'amazon-cognito-identity-js';
import { answered, called, signIn } from './callbacks.js';
import { refusal } from './refusals.js';
import { expect, test } from './test.js';

/** What the client can do with operations of later releases, by the operation. */
const later: Readonly<Record<string, (user: CognitoUser) => Promise<unknown>>> = {
  SetUserSettings: (user) => called((done) => user.enableMFA(done)),
  SetUserMFAPreference: (user) =>
    called((done) => user.setUserMfaPreference(null, { PreferredMfa: true, Enabled: true }, done)),
  AssociateSoftwareToken: (user) =>
    answered(({ onSuccess, onFailure }) => user.associateSoftwareToken({ associateSecretCode: onSuccess, onFailure })),
  VerifySoftwareToken: (user) => answered((callbacks) => user.verifySoftwareToken('123456', 'phone', callbacks)),
};

test('what needs an operation of a later release is refused with the operation’s name', async ({ app, pool }) => {
  const its = await pool();
  await its.user('maya');
  const user = (await app(its)).user('maya');
  user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
  await signIn(user, 'Correct-horse-1');

  for (const [operation, call] of Object.entries(later)) {
    await expect(call(user), operation).rejects.toMatchObject(
      refusal('UnknownOperationException', `${operation} is not supported by this release of Poolhouse.`),
    );
  }
});
