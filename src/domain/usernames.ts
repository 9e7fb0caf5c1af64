import { createHash } from 'node:crypto';
import { attributeMessages } from '#contract/attribute-messages.js';
import { InvalidParameter } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { isCaseSensitive, usernameMode, type Pool } from './pool.js';
import type { Attributes, User } from './user.js';

/** The attributes under which a pool may let its users sign in. */
export type AliasKind = 'email' | 'phone_number' | 'preferred_username';

/** A name other than the username that leads to a user. */
export interface Alias {
  readonly kind: AliasKind;
  readonly key: string;
}

const aliasKinds: readonly AliasKind[] = ['email', 'phone_number', 'preferred_username'];

/** An e-mail address: one `@` with something on both sides, no blanks, no control characters. */
export const isEmail = (value: string): boolean => /^[^@\s\p{Cc}]+@[^@\s\p{Cc}]+$/u.test(value);

/** A phone number in E.164 form: `+` and 1 to 15 digits. */
export const isPhoneNumber = (value: string): boolean => /^\+[0-9]{1,15}$/.test(value);

/** Throws InvalidParameterException when a new user's name has a shape that the pool does not allow. */
export const checkUsername = (pool: Pool, name: string): void => {
  const problem = usernameProblem(pool, name);
  if (problem !== undefined) throw InvalidParameter(problem);
};

/**
 * Throws InvalidParameterException for a preferred username that a user has chosen and that looks like an alias of another kind:
 * under that address nobody could be found any more.
 */
export const checkPreferredUsername = (pool: Pool, name: string): void => {
  if (!pool.settings.AliasAttributes?.includes('preferred_username')) return;
  const problem = aliasProblem(pool, name);
  if (problem !== undefined) throw InvalidParameter(problem);
};

const aliasProblem = ({ settings: { AliasAttributes: aliases = [] } }: Pool, name: string): string | undefined => {
  if (aliases.includes('email') && isEmail(name)) return messages.usernameLooksLikeEmail;
  return aliases.includes('phone_number') && isPhoneNumber(name) ? messages.usernameLooksLikePhone : undefined;
};

const usernameProblem = (pool: Pool, name: string): string | undefined => {
  const { UsernameAttributes: attributes = [] } = pool.settings;
  if (usernameMode(pool) !== 'attribute') return aliasProblem(pool, name);
  if (loginAttribute(pool, name)) return undefined;
  if (attributes.length > 1) return messages.usernameMustBeEmailOrPhone;
  return attributes.includes('email') ? messages.usernameMustBeEmail : messages.usernameMustBePhone;
};

/** The attribute that a name stands for in a pool whose users are named by one; undefined when it stands for none. */
export const loginAttribute = (pool: Pool, name: string): 'email' | 'phone_number' | undefined => {
  const attributes = pool.settings.UsernameAttributes ?? [];
  if (attributes.includes('email') && isEmail(name)) return 'email';
  return attributes.includes('phone_number') && isPhoneNumber(name) ? 'phone_number' : undefined;
};

/** The name that is stored for a new user: its sub where users are named by an attribute, lower-cased where case is ignored. */
export const storedUsername = (pool: Pool, sub: string, name: string): string =>
  usernameMode(pool) === 'attribute' ? sub : usernameKey(pool, name);

/**
 * A new user's attributes with the e-mail address or phone number that serves as its name.
 * Throws InvalidParameterException when the attributes hold another one.
 */
export const withLoginAttribute = (pool: Pool, name: string, attributes: Attributes): Attributes => {
  const kind = loginAttribute(pool, name);
  if (kind === undefined) return attributes;
  const given = attributes[kind];
  if (given === undefined) return { ...attributes, [kind]: name };
  if (aliasKey(pool, kind, given) !== aliasKey(pool, kind, name))
    throw InvalidParameter(attributeMessages.usernameDisagrees(kind));
  return attributes;
};

/** A username (or an e-mail address or preferred username) in the form in which the pool compares them. */
export const usernameKey = (pool: Pool, name: string): string => (isCaseSensitive(pool) ? name : name.toLowerCase());

/** The key of an alias, short enough for any index; phone numbers have no case. */
export const aliasKey = (pool: Pool, kind: AliasKind, value: string): string =>
  lookupKey(kind === 'phone_number' ? value : usernameKey(pool, value));

/** A digest of a typed name: the same for all spellings that the pool takes for one, and short whatever was typed. */
export const nameDigest = (pool: Pool, name: string): string =>
  createHash('sha256').update(usernameKey(pool, name)).digest('base64url');

const longestPlainKey = 200;

/** A value as an index can hold it: long ones are replaced by a hash, which equality does not notice. */
export const lookupKey = (value: string): string =>
  value.length <= longestPlainKey ? value : `sha256:${createHash('sha256').update(value).digest('hex')}`;

/** The names of a user. */
export type NamedUser = Pick<User, 'username' | 'attributes'>;

/**
 * The aliases that lead to a user. Where preferred usernames are aliases, the username is one of them: nobody else can prefer it,
 * nor sign up under what somebody prefers (docs/adr/0005).
 */
export const aliasesOf = (pool: Pool, user: NamedUser): Alias[] =>
  aliasKinds.flatMap((kind) => {
    const keys = new Set(aliasValues(pool, kind, user).flatMap((value) => (value ? aliasKey(pool, kind, value) : [])));
    return [...keys].map((key) => ({ kind, key }));
  });

/**
 * Where aliases are an addition to free names, an e-mail address or phone number counts once it is verified; where it is the
 * user's name, it counts from creation on.
 */
const aliasValues = (
  { settings: { UsernameAttributes: logins = [], AliasAttributes: aliases = [] } }: Pool,
  kind: AliasKind,
  { username, attributes }: NamedUser,
): (string | undefined)[] => {
  if (kind === 'preferred_username') return aliases.includes(kind) ? [username, attributes[kind]] : [];
  const active = logins.includes(kind) || (aliases.includes(kind) && attributes[`${kind}_verified`] === 'true');
  return active ? [attributes[kind]] : [];
};

/** The aliases that a change of attributes gives a user. */
export const gainedAliases = (pool: Pool, before: NamedUser, attributes: Attributes): Alias[] =>
  difference(aliasesOf(pool, { ...before, attributes }), aliasesOf(pool, before));

/** The aliases that a change of attributes takes from a user. */
export const lostAliases = (pool: Pool, before: NamedUser, attributes: Attributes): Alias[] =>
  difference(aliasesOf(pool, before), aliasesOf(pool, { ...before, attributes }));

const difference = (these: readonly Alias[], others: readonly Alias[]): Alias[] => {
  const known = new Set(others.map(({ kind, key }) => `${kind}|${key}`));
  return these.filter(({ kind, key }) => !known.has(`${kind}|${key}`));
};
