import type {
  DescribeResourceServerCommandInput,
  DescribeResourceServerCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import * as shape from '#contract/resource-server-shapes.js';
import { required } from '#contract/shape.js';
import { describeResourceServer } from '#domain/resource-server.js';
import { operation } from './operation.js';

/** A resource server with its scopes. */
export const DescribeResourceServer = operation<
  DescribeResourceServerCommandInput,
  DescribeResourceServerCommandOutput
>()({
  access: 'signed',
  input: { UserPoolId: required(shape.UserPoolId), Identifier: required(shape.ResourceServerIdentifier) },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle(input, { caller, store }) {
    const pool = await store.pools.getVisible(caller, input.UserPoolId);
    return { ResourceServer: describeResourceServer(await store.resourceServers.get(pool.id, input.Identifier)) };
  },
});
