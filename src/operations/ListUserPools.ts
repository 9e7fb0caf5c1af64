import type { ListUserPoolsCommandInput, ListUserPoolsCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { PaginationKeyType } from '#contract/common-shapes.js';
import { InvalidParameter, NotAuthorized } from '#contract/errors.js';
import * as shape from '#contract/pool-shapes.js';
import { optional, required } from '#contract/shape.js';
import { summarizePool } from '#domain/pool-description.js';
import { openPageToken, sealPageToken } from '#services/page-tokens.js';
import type { CreatedKey } from '#store/page.js';
import { operation } from './operation.js';

/** A page of the caller's pools in the region that the request is signed for, oldest first. */
export const ListUserPools = operation<ListUserPoolsCommandInput, ListUserPoolsCommandOutput>()({
  access: 'signed',
  input: { NextToken: optional(PaginationKeyType), MaxResults: required(shape.PoolQueryLimitType) },
  errors: [InvalidParameter, NotAuthorized],

  async handle(input, { caller, clock, store }) {
    const vault = await store.vaults.ensure('system');
    const listed = { operation: 'ListUserPools', query: [caller.account, caller.region] };
    const after = openPageToken(vault, listed, input.NextToken, clock.now()) as CreatedKey | undefined;
    const { items, next } = await store.pools.list(caller, { limit: input.MaxResults, after });
    return { UserPools: items.map(summarizePool), NextToken: sealPageToken(vault, listed, next, clock.now()) };
  },
});
