import { attemptsKey } from '#domain/attempts-key.js';
import type { Client } from '#domain/client.js';
import { tracksDevices } from '#domain/device.js';
import type { Membership } from '#domain/group.js';
import type { Pool } from '#domain/pool.js';
import { simulatedUser } from '#domain/simulated-user.js';
import type { User } from '#domain/user.js';
import type { Io } from '#services/io.js';
import type { SignInDevice } from '#store/device-rows.js';
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
  /** The digest of the name that the person typed at first. */
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
  /** The device that the client names, if it is a confirmed one of this user and the pool tracks devices. */
  readonly device: SignInDevice | undefined;
  /** Whether the user has a passkey for the pool's present domain. */
  readonly hasPasskey: boolean;
  /** What an answer to a challenge brings along for the pool's functions. */
  readonly clientMetadata: Readonly<Record<string, string>> | undefined;
}

/** Whom to look up, and for what. */
interface Asked extends Pick<Facts, 'pool' | 'client' | 'typedDigest'>, Partial<Pick<Facts, 'clientMetadata'>> {
  /** What to look for; what the person typed at first, or the stored name. */
  readonly name: string;
  readonly deviceKey: string | undefined;
}

/** Reads what is known of a name: one statement. */
export const gatherFacts = async (asked: Asked, io: Io): Promise<Facts> => {
  const { pool, client, name, typedDigest, clientMetadata } = asked;
  const [vault, deriveKey] = await Promise.all([io.store.vaults.forScope(pool.id), io.store.keys.derive(pool.id)]);
  const typedKey = attemptsKey(deriveKey, typedDigest);
  const deviceKey = tracksDevices(pool) ? asked.deviceKey : undefined;
  const record = await io.store.signIns.find(pool, name, { typedKey, deviceKey });
  return {
    pool,
    client,
    vault,
    deriveKey,
    typedDigest,
    clientMetadata,
    ...record,
    username: record.user?.username ?? simulatedUser(deriveKey, typedDigest).id,
    attemptsKey: record.attemptsKey ?? typedKey,
  };
};
