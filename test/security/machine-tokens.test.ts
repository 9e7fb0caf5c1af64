import {
  ChangePasswordCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  RevokeTokenCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { getClientToken, machine } from '../support/machines.js';
import { present } from '../support/pool.js';
import { refreshWith } from '../support/refresh.js';
import { newResourceServer } from '../support/resource-servers.js';
import { apis, outcomeOf } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

test('a machine token is no access token of a user, whatever its scopes are called', async ({
  anonymous,
  cognito,
  pool,
}) => {
  const own = await pool();
  await own.user('maya');
  const scopes = ['aws.cognito.signin.user.admin/aws.cognito.signin.user.admin', 'openid/read'];
  for (const scope of scopes) {
    const [identifier = '', name = ''] = scope.split('/');
    await newResourceServer(cognito, own, identifier, [name]);
  }
  const client = await own.newClient(machine(...scopes));
  const AccessToken = present((await getClientToken(anonymous, client)).AccessToken);

  for (const command of [
    new GetUserCommand({ AccessToken }),
    new GlobalSignOutCommand({ AccessToken }),
    new ChangePasswordCommand({ AccessToken, PreviousPassword: 'Correct-horse-1', ProposedPassword: 'Other-horse-1' }),
    new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: 'name', Value: 'M' }] }),
  ])
    await expect(anonymous.send(command as GetUserCommand)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token does not have required scopes',
    });
});

test('a machine token is neither refreshed nor revoked', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  await newResourceServer(cognito, own, 'api', ['read']);
  const client = await own.newClient(machine('api/read'));
  const token = present((await getClientToken(anonymous, client)).AccessToken);

  await expect(refreshWith(anonymous, client, token)).rejects.toMatchObject({ message: 'Invalid Refresh Token' });
  await expect(
    anonymous.send(new RevokeTokenCommand({ Token: token, ClientId: client.id, ClientSecret: client.secret })),
  ).rejects.toMatchObject({ name: 'UnsupportedTokenTypeException' });
});

for (const api of apis)
  test(`${api.name}: the client of a machine signs no user in`, async ({ cognito, pool }) => {
    const own = await pool();
    const maya = await own.user('maya');
    await newResourceServer(cognito, own, 'api', ['read']);
    const client = await own.newClient(machine('api/read'));
    const { refreshToken } = await maya.signIn();
    const SECRET_HASH = present(client.secretHash('maya').SecretHash);
    const common = { USERNAME: 'maya', SECRET_HASH };

    for (const [flow, parameters] of [
      [api.passwordFlow, { ...common, PASSWORD: maya.password }],
      ['USER_SRP_AUTH', { ...common, SRP_A: 'ab' }],
      ['CUSTOM_AUTH', common],
      ['USER_AUTH', common],
      ['REFRESH_TOKEN_AUTH', { SECRET_HASH, REFRESH_TOKEN: refreshToken }],
    ] as const)
      expect(await outcomeOf(api.start(own, { flow, client, parameters })), flow).toMatch(
        /^InvalidParameterException: .*not enabled for/,
      );
  });

test('a client of one pool has no scopes of another', async ({ anonymous, cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  await newResourceServer(cognito, other, 'api', ['read']);
  await expect(own.newClient(machine('api/read'))).rejects.toMatchObject({
    name: 'ScopeDoesNotExistException',
    message: 'Invalid scope requested: api/read',
  });
  const client = await other.newClient(machine('api/read'));
  await newResourceServer(cognito, own, 'own', ['read']);
  await expect(getClientToken(anonymous, client, { Scopes: ['own/read'] })).rejects.toMatchObject({
    message: 'Invalid scope requested: own/read',
  });
});
