import type {
  DescribeUserPoolClientCommandInput,
  DescribeUserPoolClientCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { ClientId, UserPoolId } from '#contract/common-shapes.js';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import { required } from '#contract/shape.js';
import { describeClient } from '#domain/client-description.js';
import { operation } from './operation.js';

/** A client with all its settings and its secret. */
export const DescribeUserPoolClient = operation<
  DescribeUserPoolClientCommandInput,
  DescribeUserPoolClientCommandOutput
>()({
  access: 'signed',
  input: { UserPoolId: required(UserPoolId), ClientId: required(ClientId) },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle(input, { caller, store }) {
    const pool = await store.pools.describe(caller, input.UserPoolId);
    return { UserPoolClient: describeClient(await store.clients.describe(pool.id, input.ClientId)) };
  },
});
