import { poolIdOfSession } from '#auth/session-form.js';
import { decodeJwt } from '#lib/jwt.js';
import type { Caller, Io } from '#services/io.js';

type Input = Readonly<Record<string, unknown>>;

/**
 * Whose request rate a public request is counted in: the pool's of the client that it names, in clear or in an access token, or of the
 * session, where that is all it brings. Neither need be genuine: whoever could forge them could name the client as well.
 */
export const publicScope = async (input: Input, { store }: Io): Promise<string | undefined> => {
  const { ClientId: named, AccessToken: token, Session: session, UserPoolId } = input;
  const clientId = typeof token === 'string' ? decodeJwt(token)?.claims['client_id'] : named;
  if (typeof clientId === 'string') return (await store.clients.find(clientId))?.poolId;
  const poolId = typeof session === 'string' ? poolIdOfSession(session) : UserPoolId;
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
