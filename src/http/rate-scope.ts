import { decodeJwt } from '#lib/jwt.js';
import type { Caller, Io } from '#services/io.js';

type Input = Readonly<Record<string, unknown>>;

/**
 * Whose request rate a public request is counted in: the pool's of the client that it names, in clear or in an access token, which need
 * not be genuine: whoever could forge it could name the client as well. A session alone was counted when it was begun.
 */
export const publicScope = async (input: Input, { store }: Io): Promise<string | undefined> => {
  const { ClientId: named, AccessToken: token, UserPoolId: poolId } = input;
  const clientId = typeof token === 'string' ? decodeJwt(token)?.claims['client_id'] : named;
  if (typeof clientId === 'string') return (await store.clients.find(clientId))?.poolId;
  return typeof poolId === 'string' ? (await store.pools.find(poolId))?.id : undefined;
};

/** The same of a signed request: the pool's, if the caller sees it, or the account's in this region. */
export const signedScope = async (
  { UserPoolId: poolId }: Input,
  { account, region }: Caller,
  { store }: Io,
): Promise<string | undefined> => {
  if (typeof poolId !== 'string') return `${account}/${region}`;
  const pool = await store.pools.find(poolId);
  return pool?.account === account && pool.region === region ? pool.id : undefined;
};
