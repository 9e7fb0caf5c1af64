import type { Pool } from '#domain/pool.js';
import type { Page, PageRequest } from '#store/page.js';
import type { Io } from './io.js';
import { openPageToken, sealPageToken, type ListedQuery } from './page-tokens.js';

/** AWS's default and largest page. */
const largestPage = 60;

/** Which list of a pool is asked for, and which part of it. */
export interface ListRequest extends ListedQuery {
  readonly pool: Pool;
  /** AWS's model allows 0 and says nothing of it: the default. */
  readonly limit: number | undefined;
  readonly token: string | undefined;
}

/** A page of a pool's list, and the token of the next one where there is one. Throws InvalidParameterException for a foreign token. */
export const pagedList = async <T, Key>(
  { pool, limit, token, ...listed }: ListRequest,
  { store, clock }: Pick<Io, 'store' | 'clock'>,
  list: (page: PageRequest<Key>) => Promise<Page<T, Key>>,
): Promise<{ items: readonly T[]; next: string | undefined }> => {
  const vault = await store.vaults.forScope(pool.id);
  const after = openPageToken(vault, listed, token, clock.now()) as Key | undefined;
  const { items, next } = await list({ limit: limit || largestPage, after });
  return { items, next: sealPageToken(vault, listed, next, clock.now()) };
};
