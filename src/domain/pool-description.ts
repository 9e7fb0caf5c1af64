import type { UserPoolDescriptionType, UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { poolArn, type Pool } from './pool.js';

/** A pool as CreateUserPool and DescribeUserPool show it. */
export const describePool = (pool: Pool, estimatedUsers: number): UserPoolType => ({
  Id: pool.id,
  Name: pool.name,
  Arn: poolArn(pool),
  CreationDate: pool.createdAt,
  LastModifiedDate: pool.modifiedAt,
  EstimatedNumberOfUsers: estimatedUsers,
  ...pool.settings,
});

/** A pool as ListUserPools shows it. */
export const summarizePool = (pool: Pool): UserPoolDescriptionType => ({
  Id: pool.id,
  Name: pool.name,
  LambdaConfig: pool.settings.LambdaConfig,
  CreationDate: pool.createdAt,
  LastModifiedDate: pool.modifiedAt,
});
