import { attemptsKey } from '#domain/attempts-key.js';
import type { Client } from '#domain/client.js';
import type { Membership } from '#domain/group.js';
import type { Pool } from '#domain/pool.js';
import { simulatedUser } from '#domain/simulated-user.js';
import type { User } from '#domain/user.js';
import type { Io } from '#services/io.js';
import type { Device } from '#store/devices.js';
import type { StoredPassword } from '#store/sign-ins.js';
import type { SoftwareToken } from '#store/software-tokens.js';
import type { Vault } from '#store/vault.js';

/** Everything that the machine decides on, read once for each request. */
export interface Facts {
  readonly pool: Pool;
  readonly client: Client;
  readonly vault: Vault;
  /** The pool's key of derived values: made-up users, counter keys. */
  readonly deriveKey: Buffer;
  /** Of what the person typed at first. */
  readonly typedDigest: string;
  /** Undefined for a name that nobody bears. */
  readonly user: User | undefined;
  /** The user's groups, the most important first. */
  readonly memberships: readonly Membership[];
  /** The user's stored name, or the one that is made up for nobody. */
  readonly username: string;
  /** Where the failures of this name are counted, known or not. */
  readonly attemptsKey: string;
  readonly password: StoredPassword | undefined;
  readonly lockedUntil: Date | undefined;
  /** The authenticator app that the user verified. */
  readonly softwareToken: SoftwareToken | undefined;
  /** The device that the client names, if it is a confirmed one of this user. */
  readonly device: Device | undefined;
  /** Whether the user has a passkey for the pool's present domain. */
  readonly hasPasskey: boolean;
  /** What an answer to a challenge brings along for the pool's functions. */
  readonly clientMetadata: Readonly<Record<string, string>> | undefined;
}

/** Reads what is known of a name: one statement. `name` is what to look for, `typedDigest` of what the person typed at first. */
export const gatherFacts = async (
  {
    pool,
    client,
    name,
    typedDigest,
    deviceKey,
    clientMetadata,
  }: {
    pool: Pool;
    client: Client;
    name: string;
    typedDigest: string;
    deviceKey: string | undefined;
    clientMetadata?: Facts['clientMetadata'];
  },
  io: Io,
): Promise<Facts> => {
  const [vault, deriveKey] = await Promise.all([io.store.vaults.forScope(pool.id), io.store.keys.derive(pool.id)]);
  const typedKey = attemptsKey(deriveKey, typedDigest);
  const record = await io.store.signIns.find(pool, name, { typedKey, deviceKey });
  return {
    pool,
    client,
    vault,
    deriveKey,
    typedDigest,
    user: record.user,
    memberships: record.memberships,
    username: record.user?.username ?? simulatedUser(deriveKey, typedDigest).id,
    attemptsKey: record.attemptsKey ?? typedKey,
    password: record.password,
    lockedUntil: record.lockedUntil,
    softwareToken: record.softwareToken,
    device: record.device,
    hasPasskey: record.hasPasskey,
    clientMetadata,
  };
};
