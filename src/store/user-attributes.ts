import type { UserStatusType } from '@aws-sdk/client-cognito-identity-provider';
import { CodeMismatch, TooManyRequests, UserNotFound } from '#contract/errors.js';
import { messages as texts } from '#contract/messages.js';
import { verifiedFlag, type VerifiableAttribute } from '#domain/attribute-input.js';
import type { Pool } from '#domain/pool.js';
import type { Attributes, User } from '#domain/user.js';
import { aliasesOf } from '#domain/usernames.js';
import { aliasParams, releaseAliases } from './alias-releases.js';
import { attempts, type AttemptKey } from './attempts.js';
import { replacesCode } from './codes.js';
import type { CodePurpose, NewCode } from './new-rows.js';
import { outboxInsert, outboxParams, type OutboxRow } from './outbox.js';
import type { Effect } from './settlements.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import { lockUser } from './user-lock.js';
import { searchKeys, toUser, userColumns, type UserRow } from './user-rows.js';

/** A user under lock, with the addresses that wait until they are verified. */
export interface LockedUser {
  readonly user: User;
  readonly pending: Attributes;
}

/** What a change of attributes leaves behind. */
export interface AttributeEffect {
  /** All attributes that the user has from then on. */
  readonly attributes: Attributes;
  /** The status that the user has from then on, where it changes. */
  readonly status?: UserStatusType;
  /** Addresses that wait from then on, besides those that waited before. */
  readonly pending?: Attributes;
  /** Addresses that wait no longer. */
  readonly settled?: readonly string[];
  /** Codes that are void from then on, unless new ones of the same purpose follow. */
  readonly voids?: readonly CodePurpose[];
  readonly codes?: readonly NewCode[];
  readonly messages?: readonly OutboxRow[];
}

export interface AttributeChangeOptions {
  readonly now: Date;
  /** A code that the change uses up; without it there, nothing changes. */
  readonly takes?: { readonly purpose: CodePurpose; readonly hash: Buffer };
  /** True: verified addresses that other users hold as aliases move to this one. */
  readonly force?: boolean;
  /** What limits the messages of the change; absent: nothing does. */
  readonly limited?: MessageLimit | undefined;
}

/** How many messages may be sent to a user within an hour, and where they are counted. */
export interface MessageLimit {
  readonly counter: AttemptKey;
  readonly limit: number;
}

const found = statement<{ poolId: string; sub: string }, UserRow & { pending: Record<string, string> | null }>(
  'user-attributes.find',
  `select ${userColumns},
     (select jsonb_object_agg(p.name, p.value) from pending_attributes p where p.pool_id = u.pool_id and p.sub = u.sub) as pending
   from users u where u.pool_id = :poolId and u.sub = :sub`,
);

const waiting = statement<{ poolId: string; sub: string }, { name: string; value: string }>(
  'user-attributes.pending',
  'select name, value from pending_attributes where pool_id = :poolId and sub = :sub',
);

const taken = statement<{ poolId: string; sub: string; purpose: CodePurpose; hash: Buffer }, { sub: string }>(
  'user-attributes.take-code',
  'delete from codes where pool_id = :poolId and sub = :sub and purpose = :purpose and hash = :hash returning sub',
);

const replaced = statement<Record<string, unknown>, never>(
  'user-attributes.replace',
  `with names as (
     delete from aliases where pool_id = :poolId and sub = :sub
       and (key, kind) not in (select * from unnest(:aliasKeys::text[], :aliasKinds::text[]))
   ), settled as (
     delete from pending_attributes where pool_id = :poolId and sub = :sub and name = any(:settled::text[])
   ), void as (
     delete from codes where pool_id = :poolId and sub = :sub and purpose = any(:voids::text[])
   )
   update users set attributes = :attributes::jsonb, status = coalesce(:status::text, status), modified_at = :now, email_key = :emailKey, phone_number_key = :phoneNumberKey,
     preferred_username_key = :preferredUsernameKey, name_key = :nameKey, given_name_key = :givenNameKey,
     family_name_key = :familyNameKey
   where pool_id = :poolId and sub = :sub`,
);

const followed = statement<Record<string, unknown>, never>(
  'user-attributes.follow',
  `with names as (
     insert into aliases (pool_id, key, kind, sub)
     select :poolId::text, alias.key, alias.kind, :sub::text from unnest(:aliasKeys::text[], :aliasKinds::text[]) as alias (key, kind)
     where not exists (select 1 from aliases held
       where held.pool_id = :poolId and held.key = alias.key and held.kind = alias.kind and held.sub = :sub)
   ), pending as (
     insert into pending_attributes (pool_id, sub, name, value)
     select :poolId::text, :sub::text, entry.key, entry.value from jsonb_each_text(:pending::jsonb) as entry (key, value)
     on conflict (pool_id, sub, name) do update set value = excluded.value
   ), message as (${outboxInsert})
   insert into codes (pool_id, sub, purpose, hash, attribute, value, expires_at)
   select :poolId::text, :sub::text, code.purpose, code.hash, code.attribute, code.value, code.expires_at
   from unnest(:purposes::text[], :hashes::bytea[], :codeAttributes::text[], :codeValues::text[], :expiries::timestamptz[])
     as code (purpose, hash, attribute, value, expires_at)
   ${replacesCode}`,
);

/**
 * Makes an address the user's and verified, now that a code came back from it; a user who signed up is confirmed by that. Throws
 * CodeMismatchException when the user's address is no longer the one of `before`; the driver's unique violation tells that somebody
 * else has it as an alias.
 */
export const verifyAddress =
  (
    pool: Pool,
    sub: string,
    { attribute, value, before }: { attribute: VerifiableAttribute; value: string; before: string | undefined },
    now: Date,
  ): Effect =>
  async (sql) => {
    await userAttributes(sql).change(
      pool,
      sub,
      ({ user: { status, attributes } }) => {
        if (attributes[attribute] !== before) throw CodeMismatch(texts.codeOrState);
        const verified = { attributes: { ...attributes, [attribute]: value, [verifiedFlag(attribute)]: 'true' } };
        return status === 'UNCONFIRMED' ? { ...verified, status: 'CONFIRMED', voids: ['sign-up'] } : verified;
      },
      { now },
    );
  };

/** Attributes of users who exist already. */
export const userAttributes = (sql: Sql) => ({
  /** The addresses of a user that wait until they are verified. */
  async pending(poolId: string, sub: string): Promise<Attributes> {
    return Object.fromEntries((await sql.query(waiting, { poolId, sub })).map(({ name, value }) => [name, value]));
  },

  /**
   * Changes a user's attributes by a rule that sees the user as it is now; changes at the same time wait for one another. The
   * user after the change; undefined when the code that it takes was used meanwhile. Throws UserNotFoundException when the user
   * is gone, TooManyRequestsException when too many messages were sent already, and what the rule throws; the driver's unique
   * violation of `aliases_pkey` tells that somebody else has a name.
   */
  change(
    pool: Pool,
    sub: string,
    rule: (current: LockedUser) => AttributeEffect,
    { now, takes, force = false, limited }: AttributeChangeOptions,
  ): Promise<User | undefined> {
    const owner = { poolId: pool.id, sub, now };
    return sql.transaction(async (transaction) => {
      const [row] = (await lockUser(transaction, owner)) ? await transaction.query(found, owner) : [];
      if (!row) throw UserNotFound();
      const { pending, ...userRow } = row;
      const user = toUser(userRow);
      const effect = rule({ user, pending: pending ?? {} });
      if (takes && (await transaction.query(taken, { ...owner, ...takes })).length === 0) return undefined;
      if (limited) await countMessages(transaction, effect.messages ?? [], limited, now);
      await write(transaction, pool, { owner, user, effect, force });
      return { ...user, attributes: effect.attributes, status: effect.status ?? user.status, modifiedAt: now };
    });
  },
});

const countMessages = async (
  transaction: Sql,
  messages: readonly OutboxRow[],
  { counter, limit }: MessageLimit,
  now: Date,
): Promise<void> => {
  for (let counted = 0; counted < messages.length; counted += 1)
    if (!(await attempts(transaction).take(counter, limit, now))) throw TooManyRequests();
};

interface Write {
  readonly owner: { poolId: string; sub: string; now: Date };
  readonly user: User;
  readonly effect: AttributeEffect;
  readonly force: boolean;
}

const write = async (transaction: Sql, pool: Pool, { owner, user, effect, force }: Write): Promise<void> => {
  const { attributes, status = null, pending = {}, settled = [], voids = [], codes = [], messages = [] } = effect;
  const aliases = aliasesOf(pool, { username: user.username, attributes });
  const names = aliasParams(aliases);
  await transaction.query(replaced, {
    ...owner,
    ...names,
    attributes,
    status,
    settled,
    voids,
    ...searchKeys(pool, attributes),
  });
  if (force)
    await releaseAliases(
      transaction,
      owner,
      aliases.filter(({ kind }) => kind !== 'preferred_username'),
    );
  await transaction.query(followed, {
    ...owner,
    ...names,
    pending,
    ...codeArrays(codes),
    ...outboxParams(...messages),
  });
};

const codeArrays = (codes: readonly NewCode[]) => ({
  purposes: codes.map(({ purpose }) => purpose),
  hashes: codes.map(({ hash }) => hash),
  codeAttributes: codes.map(({ attribute }) => attribute),
  codeValues: codes.map(({ value }) => value),
  expiries: codes.map(({ expiresAt }) => expiresAt),
});
