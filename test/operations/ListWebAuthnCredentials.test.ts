import { ListWebAuthnCredentialsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { foreignToken } from '../support/groups.js';
import { passkeyPool, setPasskeys, listPasskeys, registerPasskey } from '../support/passkeys.js';
import { broken } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test('whoever has none has an empty list, though the pool allows none', async ({ anonymous, pool }) => {
  const { accessToken } = await (await (await pool()).user('maya')).signIn();
  const command = new ListWebAuthnCredentialsCommand({ AccessToken: accessToken });
  const { $metadata, ...answer } = await anonymous.send(command);
  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({ Credentials: [] });
});

test('lists a user\u2019s own passkeys of all domains, in pages, as they were registered', async ({
  anonymous,
  clock,
  pool,
  cognito,
}) => {
  const own = await pool(passkeyPool);
  const { accessToken } = await (await own.user('maya')).signIn();
  const { accessToken: noors } = await (await own.user('noor')).signIn();
  const ids: string[] = [];
  for (const RelyingPartyId of ['example.com', 'example.org', 'example.com']) {
    await setPasskeys(cognito, own, { RelyingPartyId });
    ids.push((await registerPasskey(anonymous, accessToken)).id);
    await registerPasskey(anonymous, noors);
    clock.advanceSeconds(1);
  }

  const list = async (MaxResults?: number, NextToken?: string) => {
    const command = new ListWebAuthnCredentialsCommand({ AccessToken: accessToken, MaxResults, NextToken });
    const { Credentials = [], NextToken: next } = await anonymous.send(command);
    return { ids: Credentials.map(({ CredentialId }) => CredentialId), next };
  };
  for (const size of [undefined, 0, 3, 20]) expect(await list(size)).toEqual({ ids, next: undefined });
  const first = await list(2);
  expect(first).toEqual({ ids: ids.slice(0, 2), next: expect.any(String) });
  expect(await list(2, first.next)).toEqual({ ids: ids.slice(2), next: undefined });
  expect(await listPasskeys(anonymous, accessToken)).toMatchObject([
    { RelyingPartyId: 'example.com' },
    { RelyingPartyId: 'example.org' },
    { RelyingPartyId: 'example.com' },
  ]);

  const theirs = new ListWebAuthnCredentialsCommand({ AccessToken: noors, NextToken: first.next });
  await expect(anonymous.send(theirs)).rejects.toMatchObject(foreignToken);
  await expect(list(2, 'no-token')).rejects.toMatchObject(foreignToken);
});

test('a page has at most twenty', async ({ anonymous, pool }) => {
  const { accessToken } = await (await (await pool()).user('maya')).signIn();
  await expect(
    anonymous.send(new ListWebAuthnCredentialsCommand({ AccessToken: accessToken, MaxResults: 21 })),
  ).rejects.toMatchObject(broken('21', 'maxResults', 'Member must have value less than or equal to 20'));
});

const deleted = { __type: 'NotAuthorizedException', message: 'Access Token has been revoked' };
testBearer('ListWebAuthnCredentials', (AccessToken) => ({ AccessToken }), { deleted });
