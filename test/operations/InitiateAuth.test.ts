import { testChoice } from '../support/choice-tests.js';
import { invalid, missingClient } from '../support/refusals.js';
import { publicApi } from '../support/sign-in.js';
import { testStart } from '../support/start-tests.js';
import { expect, test } from '../support/test.js';
import { testUserStates } from '../support/user-state-tests.js';

testStart(publicApi);
testChoice(publicApi);
testUserStates(publicApi);

for (const flow of ['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'] as const)
  test(`${flow} is for back ends only, whatever the client allows`, async ({ pool }) => {
    const own = await pool();
    const { name, password } = await own.user('maya');
    await expect(
      publicApi.start(own, { flow, parameters: { USERNAME: name, PASSWORD: password } }),
    ).rejects.toMatchObject(invalid('Initiate Auth method not supported.'));
  });

test('a client that does not exist is named', async ({ pool }) => {
  const own = await pool();
  const client = { ...own.client, id: 'nosuchclient' };
  await expect(publicApi.start(own, { flow: 'USER_SRP_AUTH', client })).rejects.toMatchObject(
    missingClient('nosuchclient'),
  );
});

test('a flow that AWS does not know breaks a constraint, and parameters are never shown', async ({ raw }) => {
  const { json } = await raw('InitiateAuth', {
    ClientId: 'a b',
    AuthFlow: 'PASSWORD',
    AuthParameters: { PASSWORD: 'x' },
  });
  expect(json).toEqual({
    __type: 'InvalidParameterException',
    message:
      "2 validation errors detected: Value at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+]+; Value 'PASSWORD' at 'authFlow' failed to satisfy constraint: Member must satisfy enum value set: [USER_SRP_AUTH, REFRESH_TOKEN_AUTH, REFRESH_TOKEN, CUSTOM_AUTH, ADMIN_NO_SRP_AUTH, USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH, USER_AUTH]",
  });
});

test('a request without parameters misses the first one', async ({ pool, raw }) => {
  const own = await pool();
  const { json } = await raw('InitiateAuth', { ClientId: own.client.id, AuthFlow: 'USER_PASSWORD_AUTH' });
  expect(json).toEqual({ __type: 'InvalidParameterException', message: 'Missing required parameter USERNAME' });
});

test('a parameter that is null counts as absent', async ({ pool, raw }) => {
  const own = await pool();
  const { name, password } = await own.user('maya');
  const AuthParameters = { USERNAME: name, PASSWORD: password, SECRET_HASH: null, DEVICE_KEY: null };
  const { json } = await raw('InitiateAuth', {
    ClientId: own.client.id,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters,
  });
  expect(json).toHaveProperty('AuthenticationResult.AccessToken');
});
