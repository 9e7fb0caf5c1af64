import type { ListGroupsCommandInput, ListGroupsCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import * as shape from '#contract/group-shapes.js';
import { optional, required } from '#contract/shape.js';
import { describeGroup } from '#domain/group.js';
import { pagedList } from '#services/paged-list.js';
import type { PageRequest } from '#store/page.js';
import { operation } from './operation.js';

/** A page of a pool's groups, by name. */
export const ListGroups = operation<ListGroupsCommandInput, ListGroupsCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    Limit: optional(shape.QueryLimitType),
    NextToken: optional(shape.PaginationKey),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle(input, io) {
    const pool = await io.store.pools.getVisible(io.caller, input.UserPoolId);
    const request = { pool, operation: 'ListGroups', query: [], limit: input.Limit, token: input.NextToken };
    const { items, next } = await pagedList(request, io, (page: PageRequest<string>) =>
      io.store.groups.list(pool.id, page),
    );
    return { Groups: items.map(describeGroup), NextToken: next };
  },
});
