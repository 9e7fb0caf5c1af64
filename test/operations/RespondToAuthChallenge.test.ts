import { testCustomMfa } from '../support/custom-mfa-tests.js';
import { testCustomAuth } from '../support/custom-tests.js';
import { testNames } from '../support/name-tests.js';
import { testNewPassword } from '../support/new-password-tests.js';
import { invalid, missingClient } from '../support/refusals.js';
import { testOneTimeCode } from '../support/one-time-code-tests.js';
import { testRespond } from '../support/respond-tests.js';
import { publicApi, startBySrp } from '../support/sign-in.js';
import { srpClient } from '../support/srp-client.js';
import { expect, test } from '../support/test.js';

testRespond(publicApi);
testCustomAuth(publicApi);
testOneTimeCode(publicApi);
testCustomMfa(publicApi);
testNewPassword(publicApi);
testNames(publicApi);

test('a client that does not exist is named', async ({ pool }) => {
  const own = await pool();
  const client = { ...own.client, id: 'nosuchclient' };
  await expect(publicApi.respond(own, { challenge: 'PASSWORD_VERIFIER', client })).rejects.toMatchObject(
    missingClient('nosuchclient'),
  );
});

test('a session that is too short breaks a constraint and is not shown', async ({ pool }) => {
  const own = await pool();
  await expect(publicApi.respond(own, { challenge: 'SMS_MFA', session: 'short' })).rejects.toMatchObject(
    invalid(
      "1 validation error detected: Value at 'session' failed to satisfy constraint: Member must have length greater than or equal to 20",
    ),
  );
});

test('a response that is null counts as absent, as the browser library sends it', async ({ clock, pool, raw }) => {
  const own = await pool();
  const { password } = await own.user('maya');
  const srp = srpClient(own.id);
  const begun = await raw('InitiateAuth', {
    ClientId: own.client.id,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: 'maya', SRP_A: srp.publicValue },
  });
  const claim = srp.claim(begun.json?.['ChallengeParameters'] as Record<string, string>, {
    password,
    now: clock.now(),
  });
  const { json } = await raw('RespondToAuthChallenge', {
    ClientId: own.client.id,
    ChallengeName: 'PASSWORD_VERIFIER',
    Session: null,
    ChallengeResponses: { USERNAME: 'maya', ...claim, DEVICE_KEY: null, SECRET_HASH: null },
  });
  expect(json).toHaveProperty('AuthenticationResult.AccessToken');
});

test('a client secret of another client does not help', async ({ pool }) => {
  const own = await pool({ client: { GenerateSecret: true } });
  const maya = await own.user('maya');
  const other = await own.newClient({ GenerateSecret: true });
  const exchange = await startBySrp(publicApi, own, 'maya');
  const SECRET_HASH = other.secretHash('maya').SecretHash ?? '';
  await expect(exchange.answer(maya.password, { responses: { SECRET_HASH } })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: `Unable to verify secret hash for client ${own.client.id}`,
  });
});
