import type { UserStatusType } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { isCaseSensitive, type Pool } from './pool.js';
import { usernameKey } from './usernames.js';

/** The texts of a user by which ListUsers can search. */
export const searchedTexts = [
  'username',
  'sub',
  'email',
  'phone_number',
  'preferred_username',
  'name',
  'given_name',
  'family_name',
] as const;

export type SearchedText = (typeof searchedTexts)[number];

/** What a user must be like to be listed. */
export type UserCondition =
  | { readonly kind: 'text'; readonly name: SearchedText; readonly match: 'equals'; readonly value: string }
  /** Every text that begins with one of these, or with what stands between them. */
  | { readonly kind: 'text'; readonly name: SearchedText; readonly match: 'starts'; readonly prefixes: Prefixes }
  | { readonly kind: 'status'; readonly statuses: readonly UserStatusType[] }
  | { readonly kind: 'enabled'; readonly enabled: boolean }
  | { readonly kind: 'nobody' };

/** The least and the greatest of the prefixes that a filter takes for one, by code points: most often one and the same. */
export type Prefixes = readonly [first: string, last: string];

const statuses: readonly UserStatusType[] = [
  'UNCONFIRMED',
  'CONFIRMED',
  'ARCHIVED',
  'COMPROMISED',
  'UNKNOWN',
  'RESET_REQUIRED',
  'FORCE_CHANGE_PASSWORD',
  'EXTERNAL_PROVIDER',
];

const condition = /^\s*(?:"([^"]+)"|([^\s"=^]+))\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/su;

/**
 * The condition that a ListUsers filter asks for; undefined when it asks for none. Values are in the form in which the pool
 * compares them. Throws InvalidParameterException for a filter that cannot be read and for attributes that are not searched.
 */
export const parseUserFilter = (pool: Pool, filter: string | undefined): UserCondition | undefined => {
  if (!filter?.trim()) return undefined;
  const [, quoted, bare, operator, escaped] = condition.exec(filter) ?? [];
  const attribute = quoted ?? bare;
  if (attribute === undefined || escaped === undefined) throw InvalidParameter(messages.filterSyntax);
  const match = operator === '=' ? 'equals' : 'starts';
  const value = escaped.replaceAll(/\\(["\\])/g, '$1');
  switch (attribute) {
    case 'cognito:user_status':
      return statusCondition(match, value.toUpperCase());
    case 'status':
      return enabledCondition(match, value);
    default:
      return textCondition(pool, attribute, match, value);
  }
};

type Match = 'equals' | 'starts';

const matches = (match: Match, text: string, value: string): boolean =>
  match === 'equals' ? text === value : text.startsWith(value);

const statusCondition = (match: Match, value: string): UserCondition => {
  const matching = statuses.filter((status) => matches(match, status, value));
  return matching.length === 0 ? { kind: 'nobody' } : { kind: 'status', statuses: matching };
};

const enabledCondition = (match: Match, value: string): UserCondition | undefined => {
  const [enabled, disabled] = [matches(match, 'Enabled', value), matches(match, 'Disabled', value)];
  if (enabled && disabled) return undefined;
  return enabled || disabled ? { kind: 'enabled', enabled } : { kind: 'nobody' };
};

const textCondition = (pool: Pool, attribute: string, match: Match, value: string): UserCondition => {
  const name = searchedTexts.find((searched) => searched === attribute);
  if (!name) throw InvalidParameter(messages.invalidSearchAttribute(attribute));
  if (value === '' && match === 'equals') return { kind: 'nobody' };
  const ignoresCase = name === 'username' || name === 'email' || name === 'preferred_username';
  const compared = ignoresCase ? usernameKey(pool, value) : value;
  if (match === 'equals') return { kind: 'text', name, match, value: compared };
  const prefixes = ignoresCase && !isCaseSensitive(pool) ? foldedPrefixes(compared) : ([compared, compared] as const);
  return { kind: 'text', name, match, prefixes };
};

/** In lower case a sigma is another letter at the end of a word than within one: a prefix may end in either. */
const foldedPrefixes = (prefix: string): Prefixes => [prefix.replace(/σ$/, 'ς'), prefix.replace(/ς$/, 'σ')];
