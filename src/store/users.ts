import type { UserStatusType } from '@aws-sdk/client-cognito-identity-provider';
import { UserNotFound } from '#contract/errors.js';
import type { Pool } from '#domain/pool.js';
import type { Attributes, User } from '#domain/user.js';
import { aliasesOf, usernameKey } from '#domain/usernames.js';
import { newUuid } from '#lib/ids.js';
import type { NewCode, NewPassword } from './new-rows.js';
import { outboxInsert, outboxParams, type OutboxRow } from './outbox.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import { nameKeys, searchKeys, subOfName, toUser, userColumns, type NameKeys, type UserRow } from './user-rows.js';

/** A user about to be stored; ids, hashes and times are made at the door, so that an import can bring its own. */
export interface NewUser {
  readonly sub: string;
  readonly username: string;
  readonly attemptsKey: string;
  readonly status: UserStatusType;
  readonly attributes: Attributes;
  readonly createdAt: Date;
  /** Absent for a user who signs in without one. */
  readonly password?: NewPassword;
}

const found = statement<{ poolId: string } & NameKeys, UserRow>(
  'users.find',
  `select ${userColumns} from users u where u.pool_id = :poolId and u.sub = ${subOfName}`,
);

const registered = statement<Record<string, unknown>, never>(
  'users.register',
  `with account as (
     insert into users (pool_id, sub, username, username_key, attempts_key, status, enabled, attributes, created_at, modified_at,
       email_key, phone_number_key, preferred_username_key, name_key, given_name_key, family_name_key)
     values (:poolId, :sub, :username, :usernameKey, :attemptsKey, :status, true, :attributes, :now, :now,
       :emailKey, :phoneNumberKey, :preferredUsernameKey, :nameKey, :givenNameKey, :familyNameKey)
   ), names as (
     insert into aliases (pool_id, key, kind, sub)
     select :poolId, alias.key, alias.kind, :sub from unnest(:aliasKeys::text[], :aliasKinds::text[]) as alias (key, kind)
   ), password as (
     insert into passwords (pool_id, sub, hash, srp, temporary_until, set_at)
     select :poolId, :sub, :passwordHash::text, :passwordSrp::bytea, :temporaryUntil::timestamptz, :now::timestamptz
     where :passwordHash::text is not null
   ), code as (
     insert into codes (pool_id, sub, purpose, hash, attribute, value, expires_at)
     select :poolId, :sub, :codePurpose::text, :codeHash::bytea, :codeAttribute::text, :codeValue::text, :codeExpiresAt::timestamptz
     where :codePurpose::text is not null
   ), message as (${outboxInsert})
   insert into user_count_deltas (pool_id, id, delta) values (:poolId, :deltaId, 1)`,
);

/** Everything that belongs to one user, by table. */
const userTables = ['aliases', 'passwords', 'password_history', 'codes', 'families'] as const;

const deleted = statement<{ poolId: string; sub: string; deltaId: string }, { sub: string }>(
  'users.delete',
  `with gone as (delete from users where pool_id = :poolId and sub = :sub returning sub),
   ${userTables.map((table) => `${table}_gone as (delete from ${table} where pool_id = :poolId and sub = :sub)`).join(',\n   ')},
   counted as (
     insert into user_count_deltas (pool_id, id, delta) select :poolId::text, :deltaId::text, -1 from gone
   )
   select sub from gone`,
);

/** The users of a pool: their rows, names and what hangs on them. */
export const users = (sql: Sql) => ({
  /** The user that a typed name leads to: username, sub or alias. */
  async find(pool: Pool, name: string): Promise<User | undefined> {
    const [row] = await sql.query(found, { poolId: pool.id, ...nameKeys(pool, name) });
    return row && toUser(row);
  },

  /** The same. Throws UserNotFoundException when the name leads to nobody. */
  async get(pool: Pool, name: string): Promise<User> {
    const [row] = await sql.query(found, { poolId: pool.id, ...nameKeys(pool, name) });
    if (!row) throw UserNotFound();
    return toUser(row);
  },

  /**
   * Stores a new user with its names, password, first code and message, all or nothing.
   * The driver's unique violation of `users_username` or `aliases_pkey` tells that a name is taken (`failures.ts`).
   */
  async register(pool: Pool, user: NewUser, code: NewCode | undefined, message: OutboxRow | undefined): Promise<User> {
    const aliases = aliasesOf(pool, user);
    await sql.query(registered, {
      poolId: pool.id,
      sub: user.sub,
      username: user.username,
      usernameKey: usernameKey(pool, user.username),
      attemptsKey: user.attemptsKey,
      status: user.status,
      attributes: user.attributes,
      now: user.createdAt,
      ...searchKeys(pool, user.attributes),
      aliasKeys: aliases.map(({ key }) => key),
      aliasKinds: aliases.map(({ kind }) => kind),
      ...passwordParams(user.password),
      ...codeParams(code),
      ...outboxParams(message),
      deltaId: newUuid(),
    });
    const { sub, username, status, attributes, createdAt } = user;
    return { poolId: pool.id, sub, username, status, enabled: true, attributes, createdAt, modifiedAt: createdAt };
  },

  /** Deletes a user and everything of it; false when somebody else did first. */
  async delete(poolId: string, sub: string): Promise<boolean> {
    return (await sql.query(deleted, { poolId, sub, deltaId: newUuid() })).length > 0;
  },
});

const passwordParams = (password: NewPassword | undefined) => ({
  passwordHash: password?.hash ?? null,
  passwordSrp: password?.srp ?? null,
  temporaryUntil: password?.temporaryUntil ?? null,
});

const codeParams = (code: NewCode | undefined) => ({
  codePurpose: code?.purpose ?? null,
  codeHash: code?.hash ?? null,
  codeAttribute: code?.attribute ?? null,
  codeValue: code?.value ?? null,
  codeExpiresAt: code?.expiresAt ?? null,
});
