import { DeleteWebAuthnCredentialCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { passkeyPool, setPasskeys, listPasskeys, registerPasskey } from '../support/passkeys.js';
import { expect, test } from '../support/test.js';

const remove = (AccessToken: string, CredentialId: string) =>
  new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId });

test('removes one passkey and no other', async ({ anonymous, pool, cognito }) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own);
  const { accessToken } = await (await own.user('maya')).signIn();
  const [gone, kept] = [await registerPasskey(anonymous, accessToken), await registerPasskey(anonymous, accessToken)];

  const { $metadata, ...answer } = await anonymous.send(remove(accessToken, gone.id));

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({});
  expect(await listPasskeys(anonymous, accessToken)).toMatchObject([{ CredentialId: kept.id }]);
  await expect(anonymous.send(remove(accessToken, gone.id))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('refuses what is nobody\u2019s, and another user\u2019s passkey', async ({ anonymous, pool, cognito }) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own);
  const { accessToken } = await (await own.user('maya')).signIn();
  const { accessToken: noors } = await (await own.user('noor')).signIn();
  const { id } = await registerPasskey(anonymous, noors);

  for (const each of [id, 'AAAA', ''])
    await expect(anonymous.send(remove(accessToken, each))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  expect(await listPasskeys(anonymous, noors)).toHaveLength(1);
});

const deleted = { __type: 'NotAuthorizedException', message: 'Access Token has been revoked' };
testBearer('DeleteWebAuthnCredential', (AccessToken) => ({ AccessToken, CredentialId: 'AAAA' }), { deleted });
