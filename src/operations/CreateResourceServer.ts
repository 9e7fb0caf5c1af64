import type {
  CreateResourceServerCommandInput,
  CreateResourceServerCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, LimitExceeded, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import { poolMessages } from '#contract/pool-messages.js';
import * as shape from '#contract/resource-server-shapes.js';
import { optional, required } from '#contract/shape.js';
import { resourceServerScopes, describeResourceServer } from '#domain/resource-server.js';
import { violatedUnique } from '#store/failures.js';
import { operation } from './operation.js';

/** AWS's default quota. */
const mostServers = 25;

/** Makes an API of the operator's own known to a pool, with the scopes that its clients may have. */
export const CreateResourceServer = operation<CreateResourceServerCommandInput, CreateResourceServerCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    Identifier: required(shape.ResourceServerIdentifier),
    Name: required(shape.ResourceServerName),
    Scopes: optional(shape.ResourceServerScopeList),
  },
  errors: [InvalidParameter, LimitExceeded, NotAuthorized, ResourceNotFound],

  async handle({ UserPoolId: id, Identifier: identifier, Name: name, Scopes: given }, { caller, store }) {
    const pool = await store.pools.getVisible(caller, id);
    const server = { poolId: pool.id, identifier, name, scopes: resourceServerScopes(given) };
    const created = await store.resourceServers.create(server, mostServers).catch((error: unknown) => {
      throw violatedUnique(error) === undefined
        ? error
        : InvalidParameter(poolMessages.resourceServerExists(identifier, pool.id));
    });
    if (!created) throw LimitExceeded(poolMessages.tooManyResourceServers(mostServers));
    return { ResourceServer: describeResourceServer(server) };
  },
});
