import type { Clock } from '#lib/clock.js';
import { accessKeys } from './access-keys.js';
import { attempts } from './attempts.js';
import { clientSecrets } from './client-secrets.js';
import { clients } from './clients.js';
import { codes } from './codes.js';
import { configuration } from './configuration.js';
import { devices } from './devices.js';
import { families } from './families.js';
import { groups } from './groups.js';
import { keptStates } from './kept-states.js';
import { keyRotation } from './key-rotation.js';
import { keys } from './keys.js';
import { masterKeyFile, masterKeysFromFile } from './master-key-file.js';
import { masterKeyRotation } from './master-key-rotation.js';
import { checkMasterKeys, parseMasterKeys, wasSealed } from './master-key.js';
import { type Database, type DatabaseOptions, openDatabase } from './open.js';
import { outbox } from './outbox.js';
import { failuresOf } from './lockouts.js';
import { passkeyRegistrations } from './passkey-registrations.js';
import { passkeys } from './passkeys.js';
import { passwordStore } from './passwords.js';
import { pools } from './pools.js';
import { removals } from './removals.js';
import { resourceServers } from './resource-servers.js';
import * as schema from './schema/index.js';
import { requestRates } from './request-rates.js';
import { settlements } from './settlements.js';
import { signInCodes } from './sign-in-codes.js';
import { signIns } from './sign-ins.js';
import { trackedSessions } from './tracked-sessions.js';
import { softwareTokens } from './software-tokens.js';
import { userCounts } from './user-counts.js';
import { userAttributes } from './user-attributes.js';
import { userFactors } from './user-factors.js';
import { userStates } from './user-states.js';
import { userList } from './user-list.js';
import { users } from './users.js';
import { vaults } from './vault.js';

export interface StoreOptions extends DatabaseOptions {
  /** The value of POOLHOUSE_MASTER_KEY; the embedded database has a key file of its own when it is undefined. */
  readonly masterKey: string | undefined;
  readonly clock: Clock;
}

/** Everything that is stored: one member for each family of tables. */
export type Store = Awaited<ReturnType<typeof openStore>>;

/** Opens the store. Throws a StartFailure that says why when that is impossible. */
export const openStore = async ({ masterKey, clock, ...options }: StoreOptions) => {
  // Before the database is asked, which may take its time.
  const given = masterKey === undefined ? undefined : parseMasterKeys(masterKey);
  const database = await openDatabase(options);
  try {
    const masterKeys = { ...(given ?? (await masterKeysFromFile(options.dataDir, () => wasSealed(database.sql)))) };
    await checkMasterKeys(database.sql, masterKeys);
    const file = given ? undefined : masterKeyFile(options.dataDir);
    return {
      ...storeOver(database, vaults(database.sql, masterKeys), clock),
      masterKeyRotation: masterKeyRotation(database.sql, masterKeys, file),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
};

const storeOver = ({ sql, engine, ping, close }: Database, vaultsOfScopes: ReturnType<typeof vaults>, clock: Clock) => {
  const cached = configuration(sql, vaultsOfScopes, clock);
  return {
    engine,
    /** Resolves when the database answers. */
    ping,
    close,
    vaults: vaultsOfScopes,
    accessKeys: accessKeys(sql, vaultsOfScopes, clock),
    attempts: attempts(sql),
    clientSecrets: clientSecrets(sql, vaultsOfScopes, cached),
    clients: clients(sql, vaultsOfScopes, cached),
    codes: codes(sql),
    /** Wrong proofs of devices, and the lock that they set on their user. */
    deviceFailures: failuresOf(sql, 'device'),
    devices: devices(sql),
    families: families(sql),
    groups: groups(sql),
    keptStates: keptStates(sql),
    keys: keys(sql, vaultsOfScopes, cached, clock),
    keyRotation: keyRotation(sql, vaultsOfScopes, cached),
    outbox: outbox(sql, vaultsOfScopes),
    /** Failed passwords, and the lock that they set on a name. */
    passwordFailures: failuresOf(sql, 'password'),
    /** Wrong codes of second factors, and the lock that they set on a user. */
    mfaFailures: failuresOf(sql, 'mfa'),
    passkeyRegistrations: passkeyRegistrations(sql),
    passkeys: passkeys(sql),
    passwords: passwordStore(sql),
    pools: pools(sql, vaultsOfScopes, cached),
    removals: removals(sql, tablesOfPools),
    requestRates: requestRates(sql),
    resourceServers: resourceServers(sql),
    settlements: settlements(sql),
    signInCodes: signInCodes(sql),
    signIns: signIns(sql),
    trackedSessions: trackedSessions(sql),
    softwareTokens: softwareTokens(sql),
    userCounts: userCounts(sql),
    userFactors: userFactors(sql),
    userAttributes: userAttributes(sql),
    userList: userList(sql),
    userStates: userStates(sql),
    users: users(sql),
  };
};

/** What the users of a pool leave in the store when the pool is deleted. */
const tablesOfPools = [
  schema.users,
  schema.aliases,
  schema.passwords,
  schema.passwordHistory,
  schema.codes,
  schema.groupMembers,
  schema.groups,
  schema.pendingAttributes,
  schema.families,
  schema.spentSessions,
  schema.attempts,
  schema.softwareTokens,
  schema.signInCodes,
  schema.devices,
  schema.passkeys,
  schema.passkeyRegistrations,
  schema.customChallengeHistories,
  schema.resourceServers,
  // One that was added while its client or pool went.
  schema.clientSecrets,
  schema.outbox,
  // The deltas come first: a folding that they wait for leaves a count.
  schema.userCountDeltas,
  schema.userCounts,
];
