import type { ListUserPoolsCommandInput, ListUserPoolsCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { PaginationKeyType } from '#contract/common-shapes.js';
import { InvalidParameter, NotAuthorized } from '#contract/errors.js';
import * as shape from '#contract/pool-shapes.js';
import { optional, required } from '#contract/shape.js';
import { summarizePool } from '#domain/pool-description.js';
import { pagedList } from '#services/paged-list.js';
import type { CreatedKey, PageRequest } from '#store/page.js';
import { operation } from './operation.js';

/** A page of the caller's pools in the region that the request is signed for, oldest first. */
export const ListUserPools = operation<ListUserPoolsCommandInput, ListUserPoolsCommandOutput>()({
  access: 'signed',
  input: { NextToken: optional(PaginationKeyType), MaxResults: required(shape.PoolQueryLimitType) },
  errors: [InvalidParameter, NotAuthorized],

  async handle(input, { caller, ...io }) {
    const listed = { operation: 'ListUserPools', query: [caller.account, caller.region] };
    const request = { pool: undefined, ...listed, limit: input.MaxResults, token: input.NextToken };
    const { items, next } = await pagedList(request, io, (page: PageRequest<CreatedKey>) =>
      io.store.pools.list(caller, page),
    );
    return { UserPools: items.map(summarizePool), NextToken: next };
  },
});
