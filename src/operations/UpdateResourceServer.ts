import type {
  UpdateResourceServerCommandInput,
  UpdateResourceServerCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import * as shape from '#contract/resource-server-shapes.js';
import { optional, required } from '#contract/shape.js';
import { resourceServerScopes, describeResourceServer } from '#domain/resource-server.js';
import { operation } from './operation.js';

/** Replaces the name and all scopes of a resource server. A scope that is left out is granted no more. */
export const UpdateResourceServer = operation<UpdateResourceServerCommandInput, UpdateResourceServerCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    Identifier: required(shape.ResourceServerIdentifier),
    Name: required(shape.ResourceServerName),
    Scopes: optional(shape.ResourceServerScopeList),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle({ UserPoolId: id, Identifier: identifier, Name: name, Scopes: given }, { caller, store }) {
    const pool = await store.pools.getVisible(caller, id);
    const server = { poolId: pool.id, identifier, name, scopes: resourceServerScopes(given) };
    return { ResourceServer: describeResourceServer(await store.resourceServers.update(server)) };
  },
});
