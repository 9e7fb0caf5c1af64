import type {
  DescribeUserPoolCommandInput,
  DescribeUserPoolCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { UserPoolId } from '#contract/common-shapes.js';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import { required } from '#contract/shape.js';
import { describePool } from '#domain/pool-description.js';
import { operation } from './operation.js';

/** A pool with all its settings and an estimate of how many users it has. */
export const DescribeUserPool = operation<DescribeUserPoolCommandInput, DescribeUserPoolCommandOutput>()({
  access: 'signed',
  input: { UserPoolId: required(UserPoolId) },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle(input, { caller, store }) {
    const pool = await store.pools.describe(caller, input.UserPoolId);
    return { UserPool: describePool(pool, await store.userCounts.estimate(pool.id)) };
  },
});
