import { scopeName, serverOfScope } from '#domain/resource-server.js';
import type { Store } from '#store/store.js';

/** Those of these scopes that resource servers of the pool have now. */
export const customScopes = async (
  { resourceServers }: Pick<Store, 'resourceServers'>,
  poolId: string,
  scopes: readonly string[] = [],
): Promise<ReadonlySet<string>> => {
  const identifiers = [...new Set(scopes.map(serverOfScope))].filter((identifier) => identifier !== '');
  if (identifiers.length === 0) return new Set();
  const servers = await resourceServers.among(poolId, identifiers);
  const existing = new Set(
    servers.flatMap((server) => server.scopes.map(({ ScopeName: name }) => scopeName(server, name))),
  );
  return new Set(scopes.filter((scope) => existing.has(scope)));
};
