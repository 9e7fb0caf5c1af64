// @ts-check
// Makes a pool, a client and users in a store that no server has open (embedded) or that one may have open (PostgreSQL).
import { readConfig } from '#config.js';
import { openConfiguredStore } from '#app.js';
import { silentLog } from '#lib/log.js';
import { systemClock as clock } from '#lib/clock.js';
import { operations } from '#operations/index.js';
import { newUser } from '#services/registration.js';
import { createPasswords } from '#services/passwords.js';
import { createSrpExponent } from '#services/srp-exponent.js';
import { makeKeyPair } from '#services/key-stock.js';

export const password = 'Correct-horse-1';

/** @param {NodeJS.ProcessEnv} env of the server @param {number} count
 * @param {import('@aws-sdk/client-cognito-identity-provider').AliasAttributeType[]} [aliases] of the pool
 * @returns {Promise<{ poolId: string, clientId: string }>} */
export async function seed(env, count, aliases = []) {
  const config = readConfig(env);
  const store = await openConfiguredStore(config, silentLog, clock);
  const srp = createSrpExponent(2);
  const { memoryKibibytes, passes, lanes } = config.argon2;
  // One hash for all: they have one password, and what a hash costs is measured elsewhere.
  const hash = await createPasswords({ parameters: { memoryKibibytes, passes, lanes }, slots: 1 }).hash(password);
  const passwords = {
    hash: async () => hash,
    verify: async () => true,
    verifyDummy: async () => false,
    needsRehash: () => false,
  };
  const caller = { account: config.account, region: config.region, accessKeyId: 'bench', principal: 'bench' };
  const io = /** @type {import('#services/io.js').SignedIo} */ (
    /** @type {unknown} */ ({
      store,
      clock,
      passwords,
      exponent: (/** @type {Buffer} */ base, /** @type {Buffer} */ power) => srp.exponent(base, power),
      caller,
      keySource: { take: makeKeyPair },
    })
  );

  const { UserPool } = /** @type {import('@aws-sdk/client-cognito-identity-provider').CreateUserPoolResponse} */ (
    await operations.CreateUserPool.run(
      { PoolName: 'bench', ...(aliases.length > 0 && { AliasAttributes: aliases }) },
      io,
    )
  );
  const poolId = UserPool?.Id ?? '';
  const flows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
  const { UserPoolClient } =
    /** @type {import('@aws-sdk/client-cognito-identity-provider').CreateUserPoolClientResponse} */ (
      await operations.CreateUserPoolClient.run(
        { UserPoolId: poolId, ClientName: 'bench', ExplicitAuthFlows: flows },
        io,
      )
    );
  const pool = await store.pools.get(poolId);
  let next = 0;
  const loop = async () => {
    for (let index = next++; index < count; index = next++) {
      const attributes = { email: `user${index}@example.com`, email_verified: 'true' };
      const draft = {
        name: `user${index}`,
        status: /** @type {const} */ ('CONFIRMED'),
        attributes,
        password: { clear: password, temporary: false },
      };
      await store.users.register(pool, await newUser(pool, draft, io), undefined, []);
    }
  };
  await Promise.all(Array.from({ length: 8 }, loop));
  await srp.close();
  await store.close();
  return { poolId, clientId: UserPoolClient?.ClientId ?? '' };
}
