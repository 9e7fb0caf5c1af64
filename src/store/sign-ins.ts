import type { Membership } from '#domain/group.js';
import { relyingPartyId } from '#domain/passkeys.js';
import type { Pool } from '#domain/pool.js';
import type { User } from '#domain/user.js';
import { deviceColumns, toSignInDevice, type DeviceColumns, type SignInDevice } from './device-rows.js';
import {
  softwareTokenColumns,
  toSoftwareToken,
  type SoftwareToken,
  type SoftwareTokenColumns,
} from './software-tokens.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import {
  membershipsColumn,
  nameKeys,
  subOfName,
  toMemberships,
  toUser,
  userColumns,
  type MembershipsValue,
  type NameKeys,
  type UserRow,
} from './user-rows.js';

/** What a sign-in needs to know of the person behind a typed name. */
export interface SignInRecord {
  readonly user: User | undefined;
  /** The user's groups, the most important first. */
  readonly memberships: readonly Membership[];
  /** The key of the user's attempt counters; undefined when there is no such user. */
  readonly attemptsKey: string | undefined;
  readonly password: StoredPassword | undefined;
  /** Until when failed passwords lock this name, known or not. */
  readonly lockedUntil: Date | undefined;
  readonly softwareToken: SoftwareToken | undefined;
  /** The device of the key that was asked for, if it is a confirmed one of this user. */
  readonly device: SignInDevice | undefined;
  /** Whether the user has a passkey for the pool's present domain. */
  readonly hasPasskey: boolean;
}

/** What is looked for beside the user. */
export interface SignInKeys {
  /** The counter key of the name should nobody bear it. */
  readonly typedKey: string;
  readonly deviceKey: string | undefined;
}

export interface StoredPassword {
  readonly hash: string;
  /** Salt and verifier, sealed; undefined for an imported hash. */
  readonly srp: Buffer | undefined;
  /** When a temporary password stops working; undefined for a permanent one. */
  readonly temporaryUntil: Date | undefined;
  readonly setAt: Date;
}

interface SignInRow extends UserRow, SoftwareTokenColumns, DeviceColumns {
  hash: string | null;
  srp: Buffer | null;
  temporaryUntil: Date | null;
  setAt: Date | null;
  lockedUntil: Date | null;
  hasPasskey: boolean;
  memberships: MembershipsValue;
}

// One row always: an unknown name finds its own lock in the same round trip as a known one.
const found = statement<
  { poolId: string; typedKey: string; deviceKey: string | null; relyingPartyId: string | null } & NameKeys,
  { [K in keyof SignInRow]: SignInRow[K] | null }
>(
  'sign-ins.find',
  `select ${userColumns}, p.hash, p.srp, p.temporary_until, p.set_at, a.locked_until,
     ${softwareTokenColumns}, ${deviceColumns}, ${membershipsColumn},
     :relyingPartyId::text is not null and exists (select 1 from passkeys k
       where k.pool_id = u.pool_id and k.sub = u.sub and k.relying_party_id = :relyingPartyId::text) as has_passkey
   from (values (1)) as one
   left join users u on u.pool_id = :poolId and u.sub = ${subOfName}
   left join passwords p on p.pool_id = u.pool_id and p.sub = u.sub
   left join software_tokens t on t.pool_id = u.pool_id and t.sub = u.sub and t.secret is not null
   left join devices d on d.pool_id = u.pool_id and d.sub = u.sub and d.key = :deviceKey
   left join attempts a on a.pool_id = :poolId and a.purpose = 'password' and a.key = coalesce(u.attempts_key, :typedKey)`,
);

/** What signing in reads, in one statement before the proof. */
export const signIns = (sql: Sql) => ({
  /** Reads everything that signing in under a typed name needs. */
  async find(pool: Pool, name: string, { typedKey, deviceKey }: SignInKeys): Promise<SignInRecord> {
    const [row] = await sql.query(found, {
      poolId: pool.id,
      typedKey,
      deviceKey: deviceKey ?? null,
      relyingPartyId: relyingPartyId(pool) ?? null,
      ...nameKeys(pool, name),
    });
    return toRecord(row);
  },
});

const toRecord = (row: { [K in keyof SignInRow]: SignInRow[K] | null } | undefined): SignInRecord => {
  if (!row || row.sub === null) {
    return {
      user: undefined,
      memberships: [],
      attemptsKey: undefined,
      password: undefined,
      lockedUntil: row?.lockedUntil ?? undefined,
      softwareToken: undefined,
      device: undefined,
      hasPasskey: false,
    };
  }
  const { hash, srp, temporaryUntil, setAt, lockedUntil, hasPasskey, memberships, ...user } = row as SignInRow;
  return {
    user: toUser(user),
    softwareToken: toSoftwareToken(user),
    device: toSignInDevice(user),
    hasPasskey,
    memberships: toMemberships(memberships),
    attemptsKey: user.attemptsKey,
    password:
      hash === null || setAt === null
        ? undefined
        : { hash, srp: srp ?? undefined, temporaryUntil: temporaryUntil ?? undefined, setAt },
    lockedUntil: lockedUntil ?? undefined,
  };
};
