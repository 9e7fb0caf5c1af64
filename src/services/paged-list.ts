import { InvalidParameter } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Pool } from '#domain/pool.js';
import type { Page, PageRequest } from '#store/page.js';
import { systemScope, type Vault } from '#store/vault.js';
import type { Io } from './io.js';

/** AWS's default page, which is also the largest of most lists. */
const defaultLimit = 60;

/** Which list is asked for: a page token opens only for the same list, asked in the same way. */
interface ListedQuery {
  readonly operation: string;
  /** What else of the request the list depends on. */
  readonly query: readonly unknown[];
}

/** A list, and which part of it is asked for. */
export interface ListRequest extends ListedQuery {
  /** Whose list it is; undefined for the list of pools. */
  readonly pool: Pool | undefined;
  /** AWS's model allows 0 for many lists and says nothing of it: then the default is taken. */
  readonly limit: number | undefined;
  readonly token: string | undefined;
}

/**
 * A page of a list, and the token of the next one where there is one: the sealed key after which that begins, good for a day at least.
 * Throws InvalidParameterException for a token that was not made here for this list.
 */
export const pagedList = async <T, Key>(
  { pool, limit, token, ...listed }: ListRequest,
  { store, clock }: Pick<Io, 'store' | 'clock'>,
  list: (page: PageRequest<Key>) => Promise<Page<T, Key>>,
): Promise<{ items: readonly T[]; next: string | undefined }> => {
  const vault = await (pool ? store.vaults.forScope(pool.id) : store.vaults.ensure(systemScope));
  const purpose = `page|${listed.operation}|${JSON.stringify(listed.query)}`;
  const after = openToken(vault, purpose, token, clock.now()) as Key | undefined;
  const { items, next } = await list({ limit: limit || defaultLimit, after });
  return { items, next: next === undefined ? undefined : sealToken(vault, purpose, next, clock.now()) };
};

const sealToken = (vault: Vault, purpose: string, key: unknown, now: Date): string =>
  vault.sealShort(purpose, JSON.stringify(key), now).toString('base64url');

/** The key that a token stands for, of the type that was sealed. */
const openToken = (vault: Vault, purpose: string, token: string | undefined, now: Date): unknown => {
  if (token === undefined) return undefined;
  const opened = vault.openShort(purpose, Buffer.from(token, 'base64url'), now);
  if (!opened) throw InvalidParameter(messages.invalidPaginationToken);
  return JSON.parse(opened.toString('utf8'));
};
