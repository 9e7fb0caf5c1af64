import { UserNotFound } from '#contract/errors.js';
import type { Pool } from '#domain/pool.js';
import type { User } from '#domain/user.js';
import { type Alias, aliasesOf, usernameKey } from '#domain/usernames.js';
import { newUuid } from '#lib/ids.js';
import { aliasParams, releaseAliases } from './alias-releases.js';
import type { NewCode, NewPassword, NewUser } from './new-rows.js';
import { outboxInsert, outboxParams, type OutboxRow } from './outbox.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import { nameKeys, searchKeys, subOfName, toUser, userColumns, type NameKeys, type UserRow } from './user-rows.js';

const found = statement<{ poolId: string } & NameKeys, UserRow>(
  'users.find',
  `select ${userColumns} from users u where u.pool_id = :poolId and u.sub = ${subOfName}`,
);

const taken = statement<
  { poolId: string; usernameKey: string | null; aliasKeys: string[]; aliasKinds: string[]; but: string },
  { username: boolean; kinds: string[] }
>(
  'users.taken',
  `select exists (select 1 from users where pool_id = :poolId and username_key = :usernameKey::text)
       or exists (select 1 from users where pool_id = :poolId and sub = :usernameKey::text) as username,
     array(select a.kind from unnest(:aliasKeys::text[], :aliasKinds::text[]) as wanted (key, kind)
       join aliases a on a.pool_id = :poolId and a.key = wanted.key and a.kind = wanted.kind and a.sub <> :but) as kinds`,
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
const userTables = [
  'aliases',
  'passwords',
  'password_history',
  'codes',
  'pending_attributes',
  'group_members',
  'families',
  'software_tokens',
  'devices',
  'passkeys',
  'passkey_registrations',
] as const;

const locked = statement<{ poolId: string; sub: string }, { sub: string }>(
  'users.lock',
  'select sub from users where pool_id = :poolId and sub = :sub for update',
);

const deleted = statement<{ poolId: string; sub: string; deltaId: string }, never>(
  'users.delete',
  `with gone as (delete from users where pool_id = :poolId and sub = :sub returning sub),
   ${userTables.map((table) => `${table}_gone as (delete from ${table} where pool_id = :poolId and sub = :sub)`).join(',\n   ')}
   insert into user_count_deltas (pool_id, id, delta) select :poolId, :deltaId, -1 from gone`,
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
   * Stores a new user with its names, password, first code and messages, all or nothing.
   * The driver's unique violation of `users_username` or `aliases_pkey` tells that a name is taken (`failures.ts`).
   */
  async register(pool: Pool, user: NewUser, code: NewCode | undefined, messages: readonly OutboxRow[]): Promise<User> {
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
      ...aliasParams(aliasesOf(pool, user)),
      ...passwordParams(user.password),
      ...codeParams(code),
      ...outboxParams(...messages),
      deltaId: newUuid(),
    });
    const { sub, username, status, attributes, createdAt } = user;
    return {
      poolId: pool.id,
      sub,
      username,
      status,
      enabled: true,
      passwordDisabled: false,
      attributes,
      mfa: { enabled: [], preferred: undefined },
      createdAt,
      modifiedAt: createdAt,
    };
  },

  /** The same, but takes the new user's e-mail address and phone number away from whoever holds them as aliases. */
  registerByForce(pool: Pool, user: NewUser, messages: readonly OutboxRow[]): Promise<User> {
    return sql.transaction(async (transaction) => {
      const movable = aliasesOf(pool, user).filter(({ kind }) => kind !== 'preferred_username');
      await releaseAliases(transaction, { poolId: pool.id, sub: user.sub, now: user.createdAt }, movable);
      return users(transaction).register(pool, user, undefined, messages);
    });
  },

  /** Which names somebody other than `but` bears already: the username (as a username or a sub), and the kinds of the aliases. */
  async taken(
    pool: Pool,
    username: string | undefined,
    aliases: readonly Alias[],
    but = '',
  ): Promise<{ username: boolean; kinds: string[] }> {
    const key = username === undefined ? null : usernameKey(pool, username);
    const [row] = await sql.query(taken, { poolId: pool.id, usernameKey: key, but, ...aliasParams(aliases) });
    return row ?? { username: false, kinds: [] };
  },

  /** Deletes a user and everything of it; false when somebody else did first. */
  delete(poolId: string, sub: string): Promise<boolean> {
    return sql.transaction(async (transaction) => {
      // Whoever gives a user another name holds its row meanwhile; what deletes must see that name, or it stays taken for good.
      const [user] = await transaction.query(locked, { poolId, sub });
      if (user) await transaction.query(deleted, { poolId, sub, deltaId: newUuid() });
      return user !== undefined;
    });
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
