import { testAccess, testVisibility } from '../support/access.js';
import { testChoice } from '../support/choice-tests.js';
import { invalid, missingClient } from '../support/refusals.js';
import { adminApi } from '../support/sign-in.js';
import { testStart } from '../support/start-tests.js';
import { expect, test } from '../support/test.js';
import type { TestPool } from '../support/pool.js';
import { testUserStates } from '../support/user-state-tests.js';

const inputOf = ({ id, client }: TestPool) => ({
  UserPoolId: id,
  ClientId: client.id,
  AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
  AuthParameters: { USERNAME: 'maya', PASSWORD: 'Correct-horse-1' },
});

testAccess('AdminInitiateAuth', inputOf);
testVisibility('AdminInitiateAuth', inputOf);
testStart(adminApi);
testChoice(adminApi);
testUserStates(adminApi);

test('USER_PASSWORD_AUTH is for users only, whatever the client allows', async ({ pool }) => {
  const own = await pool();
  const { name, password } = await own.user('maya');
  await expect(
    adminApi.start(own, { flow: 'USER_PASSWORD_AUTH', parameters: { USERNAME: name, PASSWORD: password } }),
  ).rejects.toMatchObject(invalid('Initiate Auth method not supported.'));
});

test('a client of another pool does not exist in this one', async ({ pool }) => {
  const [own, other] = [await pool(), await pool()];
  await own.user('maya');
  await expect(adminApi.start(own, { flow: 'USER_SRP_AUTH', client: other.client })).rejects.toMatchObject(
    missingClient(other.client.id),
  );
});
