import { deleteWebAuthnCredential, fetchAuthSession, listWebAuthnCredentials, signIn } from 'aws-amplify/auth';
import { domain, passkeyPool, registerPasskey, setPasskeys } from '../../support/passkeys.js';
import { refusal } from './refusals.js';
import { expect, test } from './test.js';

// To make and use passkeys Amplify needs a browser: test/clients/browser has that. In Node it lists and removes them.
test('a user looks passkeys up, page by page, and removes them', async ({ anonymous, cognito, configure, pool }) => {
  const its = await pool(passkeyPool);
  await setPasskeys(cognito, its);
  await configure(its);
  const { password } = await its.user('maya');
  await signIn({ username: 'maya', password, options: { authFlowType: 'USER_PASSWORD_AUTH' } });
  const accessToken = String((await fetchAuthSession()).tokens?.accessToken);
  const made = [await registerPasskey(anonymous, accessToken), await registerPasskey(anonymous, accessToken)];

  const first = await listWebAuthnCredentials({ pageSize: 1 });
  const { credentials, nextToken } = await listWebAuthnCredentials({ pageSize: 1, nextToken: first.nextToken ?? '' });
  expect(nextToken).toBeUndefined();
  const ids = [...first.credentials, ...credentials].map(({ credentialId }) => credentialId);
  expect(ids).toEqual(expect.arrayContaining(made.map(({ registration }) => registration.id)));
  expect(first.credentials[0]).toMatchObject({ relyingPartyId: domain, createdAt: expect.any(Date) });

  const [credentialId = '', kept] = ids;
  await deleteWebAuthnCredential({ credentialId });
  expect((await listWebAuthnCredentials()).credentials.map((left) => left.credentialId)).toEqual([kept]);
  await expect(deleteWebAuthnCredential({ credentialId })).rejects.toMatchObject(
    refusal('ResourceNotFoundException', `Credential ${credentialId} does not exist.`),
  );
});
