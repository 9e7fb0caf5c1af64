import {
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientsCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { addSecret, clientWith, listSecrets } from '../support/client-secrets.js';
import { present, type TestClient, type TestPool } from '../support/pool.js';
import { refreshWith } from '../support/refresh.js';
import { outcomeOf, publicApi, signInBySrp } from '../support/sign-in.js';
import { expect, test, type Fixture } from '../support/test.js';

/** Every way in which an app shows its secret, and what each says. */
const uses = async (
  anonymous: Fixture['anonymous'],
  own: TestPool,
  good: TestClient,
  client: TestClient,
): Promise<Record<string, string>> => {
  const maya = { name: 'maya', password: 'Correct-horse-1' };
  const { AuthenticationResult: tokens } = await signInBySrp(publicApi, own, maya, good);
  const RefreshToken = present(tokens?.RefreshToken);
  const { SecretHash } = client.secretHash('maya');
  const parameters = { REFRESH_TOKEN: RefreshToken, SECRET_HASH: present(SecretHash) };
  const said = async (answer: Promise<unknown>) =>
    answer.then(
      () => 'good',
      (error: unknown) => (error as Error).name,
    );
  return {
    signIn: await outcomeOf(signInBySrp(publicApi, own, maya, client)),
    refreshFlow: await outcomeOf(publicApi.start(own, { flow: 'REFRESH_TOKEN_AUTH', client, parameters })),
    refresh: await said(refreshWith(anonymous, client, RefreshToken)),
    revoke: await said(
      anonymous.send(
        new RevokeTokenCommand({ Token: RefreshToken, ClientId: client.id, ClientSecret: present(client.secret) }),
      ),
    ),
  };
};

const good = { signIn: 'tokens', refreshFlow: 'tokens', refresh: 'good', revoke: 'good' };

test('both secrets are good wherever one is shown, a deleted one nowhere', async ({ anonymous, cognito, pool }) => {
  const own = await pool({ client: { GenerateSecret: true } });
  await own.user('maya');
  const { client: first } = own;
  const second = clientWith(first, present((await addSecret(cognito, own)).ClientSecretValue));
  for (const client of [first, second]) expect(await uses(anonymous, own, first, client)).toEqual(good);

  const [oldest] = await listSecrets(cognito, own);
  await cognito.send(
    new DeleteUserPoolClientSecretCommand({
      UserPoolId: own.id,
      ClientId: first.id,
      ClientSecretId: oldest?.ClientSecretId,
    }),
  );

  const wrong = `NotAuthorizedException: Unable to verify secret hash for client ${first.id}`;
  expect(await uses(anonymous, own, second, first)).toEqual({
    signIn: wrong,
    refreshFlow: wrong,
    refresh: 'NotAuthorizedException',
    revoke: 'UnauthorizedException',
  });
  expect(await uses(anonymous, own, second, second)).toEqual(good);
});

test('no list and no refusal shows a secret', async ({ cognito, pool, raw }) => {
  const own = await pool({ client: { GenerateSecret: true } });
  const ClientSecret = 'The_second_secret+of_the_app';
  const answers = [
    await addSecret(cognito, own, { ClientSecret }),
    await listSecrets(cognito, own),
    await cognito.send(new ListUserPoolClientsCommand({ UserPoolId: own.id, MaxResults: 60 })),
    await raw('GetTokensFromRefreshToken', { ClientId: own.client.id, RefreshToken: 'x', ClientSecret }),
    await raw('GetTokensFromRefreshToken', { ClientId: own.client.id, RefreshToken: ' ', ClientSecret }),
    await raw('RevokeToken', { ClientId: own.client.id, Token: ' ', ClientSecret: `${ClientSecret}-` }),
    await raw('AddUserPoolClientSecret', { UserPoolId: own.id, ClientId: own.client.id, ClientSecret }),
  ];
  const shown = JSON.stringify(answers);
  for (const secret of [ClientSecret, present(own.client.secret)]) expect(shown).not.toContain(secret);
});
