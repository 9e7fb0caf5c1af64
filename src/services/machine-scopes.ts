import { InvalidParameter } from '#contract/errors.js';
import { clientMessages } from '#contract/pool-messages.js';
import type { Client } from '#domain/client.js';
import { customScopes } from './custom-scopes.js';
import type { Io } from './io.js';

/**
 * The scopes of a machine's token: those that it asks for, else all of its client's. One that its resource server no longer has is
 * left out, as AWS does. Throws InvalidParameterException for one that the client does not have, and when none is left.
 */
export const machineScopes = async (
  { poolId, settings }: Client,
  requested: readonly string[] | undefined,
  { store }: Pick<Io, 'store'>,
): Promise<readonly string[]> => {
  const allowed = settings.AllowedOAuthScopes ?? [];
  const wanted = requested && requested.length > 0 ? [...new Set(requested)] : allowed;
  const foreign = wanted.find((scope) => !allowed.includes(scope));
  if (foreign !== undefined) throw InvalidParameter(clientMessages.scope(foreign));
  const existing = await customScopes(store, poolId, wanted);
  if (existing.size === 0) throw InvalidParameter(clientMessages.noScopes);
  return wanted.filter((scope) => existing.has(scope));
};
