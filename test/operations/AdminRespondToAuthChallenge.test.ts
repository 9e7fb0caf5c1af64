import { testCustomMfa } from '../support/custom-mfa-tests.js';
import { testCustomAuth } from '../support/custom-tests.js';
import { testAccess, testVisibility } from '../support/access.js';
import { testNames } from '../support/name-tests.js';
import { testNewPassword } from '../support/new-password-tests.js';
import type { TestPool } from '../support/pool.js';
import { missingClient } from '../support/refusals.js';
import { testOneTimeCode } from '../support/one-time-code-tests.js';
import { testRespond } from '../support/respond-tests.js';
import { adminApi, outcomeOf, publicApi, startByPassword, startBySrp } from '../support/sign-in.js';
import { invite } from '../support/temporary-password.js';
import { expect, test } from '../support/test.js';

const inputOf = ({ id, client }: TestPool) => ({
  UserPoolId: id,
  ClientId: client.id,
  ChallengeName: 'PASSWORD_VERIFIER',
  ChallengeResponses: { USERNAME: 'maya' },
});

testAccess('AdminRespondToAuthChallenge', inputOf);
testVisibility('AdminRespondToAuthChallenge', inputOf);
testRespond(adminApi);
testCustomAuth(adminApi);
testOneTimeCode(adminApi);
testCustomMfa(adminApi);
testNewPassword(adminApi);
testNames(adminApi);

test('a client of another pool does not exist in this one', async ({ pool }) => {
  const [own, other] = [await pool(), await pool()];
  const { client } = other;
  await expect(adminApi.respond(own, { challenge: 'PASSWORD_VERIFIER', client })).rejects.toMatchObject(
    missingClient(client.id),
  );
});

const crossings = [
  [publicApi, adminApi],
  [adminApi, publicApi],
] as const;
for (const [start, respond] of crossings)
  test(`what began through the ${start.name} operation is answered through the ${respond.name} one`, async ({
    pool,
  }) => {
    const own = await pool();
    const maya = await invite(own);
    const exchange = await startBySrp(start, own, maya.name);
    const { ChallengeName: challenge } = await exchange.answer(maya.password);
    expect(challenge).toBe('NEW_PASSWORD_REQUIRED');

    const { Session: session } = await startByPassword(start, own, maya);
    const responses = { USERNAME: 'maya', NEW_PASSWORD: 'Another-horse-2' };
    expect(await outcomeOf(respond.respond(own, { challenge: 'NEW_PASSWORD_REQUIRED', session, responses }))).toBe(
      'tokens',
    );
  });
