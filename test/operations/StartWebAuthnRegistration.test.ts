import { StartWebAuthnRegistrationCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { passkeyPool, setPasskeys, domain, registerPasskey, startRegistration } from '../support/passkeys.js';
import { expect, test } from '../support/test.js';

test('asks for a passkey of the pool\u2019s domain that the user has not yet', async ({ anonymous, pool, cognito }) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own);
  const maya = await own.user('maya', { attributes: { email: 'maya@example.com' } });
  const { accessToken } = await maya.signIn();

  const answer = await anonymous.send(new StartWebAuthnRegistrationCommand({ AccessToken: accessToken }));

  expect(answer.$metadata.httpStatusCode).toBe(200);
  expect(answer.CredentialCreationOptions).toEqual({
    rp: { id: domain, name: domain },
    user: { id: Buffer.from(maya.sub).toString('base64url'), name: 'maya', displayName: 'maya' },
    challenge: expect.stringMatching(/^[\w-]{22}$/),
    timeout: 60_000,
    pubKeyCredParams: [
      { alg: -7, type: 'public-key' },
      { alg: -257, type: 'public-key' },
    ],
    excludeCredentials: [],
    authenticatorSelection: { requireResidentKey: true, residentKey: 'required', userVerification: 'preferred' },
  });
  const { challenge } = await startRegistration(anonymous, accessToken);
  expect(challenge).not.toBe(Reflect.get(answer.CredentialCreationOptions as object, 'challenge'));
});

test('excludes the passkeys that the user has for the same domain', async ({ anonymous, pool, cognito }) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own);
  const { accessToken } = await (await own.user('maya')).signIn();
  const { accessToken: noors } = await (await own.user('noor')).signIn();
  await registerPasskey(anonymous, noors);
  const first = await registerPasskey(anonymous, accessToken);
  await setPasskeys(cognito, own, { RelyingPartyId: 'login.example.com' });
  const second = await registerPasskey(anonymous, accessToken);

  const excluded = async () => (await startRegistration(anonymous, accessToken)).excludeCredentials;
  expect(await excluded()).toEqual([{ id: second.id, type: 'public-key' }]);
  await setPasskeys(cognito, own);
  expect(await excluded()).toEqual([{ id: first.id, type: 'public-key' }]);
});

test.for([
  [{ UserVerification: 'required' }, 'required'],
  [{ UserVerification: 'preferred' }, 'preferred'],
  [{ FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' }, 'required'],
] as const)('%j asks to verify the user: %s', async ([settings, userVerification], { anonymous, pool, cognito }) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own, { RelyingPartyId: domain, ...settings });
  const { accessToken } = await (await own.user('maya')).signIn();
  expect(await startRegistration(anonymous, accessToken)).toMatchObject({
    authenticatorSelection: { userVerification },
  });
});

test('shows the address that a user signs in with where names are made up', async ({ anonymous, pool, cognito }) => {
  const own = await pool({ ...passkeyPool, UsernameAttributes: ['email'] });
  await setPasskeys(cognito, own);
  const { accessToken } = await (await own.user('maya@example.com')).signIn();
  expect(await startRegistration(anonymous, accessToken)).toMatchObject({ user: { name: 'maya@example.com' } });
});

test('refuses where passkeys are not among the first factors', async ({ anonymous, pool }) => {
  const { accessToken } = await (await (await pool()).user('maya')).signIn();
  await expect(startRegistration(anonymous, accessToken)).rejects.toMatchObject({
    name: 'WebAuthnNotEnabledException',
  });
});

test('refuses where the pool has no domain for them', async ({ anonymous, pool, cognito }) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own, { UserVerification: 'required' });
  const { accessToken } = await (await own.user('maya')).signIn();
  await expect(startRegistration(anonymous, accessToken)).rejects.toMatchObject({
    name: 'WebAuthnConfigurationMissingException',
  });
});

test('a user has twenty passkeys at most, whatever domains they are for', async ({ anonymous, pool, cognito }) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own, { RelyingPartyId: 'login.example.com' });
  const { accessToken } = await (await own.user('maya')).signIn();
  const { accessToken: noors } = await (await own.user('noor')).signIn();
  await registerPasskey(anonymous, accessToken);
  await setPasskeys(cognito, own);
  for (let count = 1; count < 20; count += 1) await registerPasskey(anonymous, accessToken);

  await expect(startRegistration(anonymous, accessToken)).rejects.toMatchObject({ name: 'LimitExceededException' });
  await registerPasskey(anonymous, noors);
});

const deleted = { __type: 'NotAuthorizedException', message: 'Access Token has been revoked' };
testBearer('StartWebAuthnRegistration', (AccessToken) => ({ AccessToken }), { deleted });
