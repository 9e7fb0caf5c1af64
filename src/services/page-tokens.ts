import { InvalidParameter } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Vault } from '#store/vault.js';

/** What a page token belongs to: it opens only for the same list, asked in the same way. */
export interface ListedQuery {
  readonly operation: string;
  /** What else of the request the list depends on. */
  readonly query: readonly unknown[];
}

/** Seals the key after which the next page begins; undefined on the last page. The token is good for a day at least. */
export const sealPageToken = (vault: Vault, listed: ListedQuery, next: unknown, now: Date): string | undefined =>
  next === undefined ? undefined : vault.sealShort(purposeOf(listed), JSON.stringify(next), now).toString('base64url');

/** The key that a page token stands for, of the type that was sealed. Throws InvalidParameterException for one that was not made here for this list. */
export const openPageToken = (vault: Vault, listed: ListedQuery, token: string | undefined, now: Date): unknown => {
  if (token === undefined) return undefined;
  const opened = vault.openShort(purposeOf(listed), Buffer.from(token, 'base64url'), now);
  if (!opened) throw InvalidParameter(messages.invalidPaginationToken);
  return JSON.parse(opened.toString('utf8'));
};

const purposeOf = ({ operation, query }: ListedQuery): string => `page|${operation}|${JSON.stringify(query)}`;
