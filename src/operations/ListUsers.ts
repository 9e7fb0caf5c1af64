import type { ListUsersCommandInput, ListUsersCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { requireKnownAttributes, selectedAttributes } from '#domain/attributes.js';
import { parseUserFilter } from '#domain/user-filter.js';
import { describeUser } from '#domain/user-description.js';
import { pagedList } from '#services/paged-list.js';
import type { PageRequest } from '#store/page.js';
import type { UserListKey } from '#store/user-list.js';
import { operation } from './operation.js';

/** A page of a pool's users, filtered by at most one condition. */
export const ListUsers = operation<ListUsersCommandInput, ListUsersCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    AttributesToGet: optional(shape.SearchedAttributeNames),
    Limit: optional(shape.QueryLimitType),
    PaginationToken: optional(shape.SearchPaginationToken),
    Filter: optional(shape.UserFilter),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle(input, { caller, ...io }) {
    const pool = await io.store.pools.getVisible(caller, input.UserPoolId);
    const condition = parseUserFilter(pool, input.Filter);
    const names = input.AttributesToGet ?? [];
    requireKnownAttributes(pool, names);
    const listed = { operation: 'ListUsers', query: [input.Filter ?? '', names] };
    const request = { pool, ...listed, limit: input.Limit, token: input.PaginationToken };
    const { items, next } = await pagedList(request, io, (page: PageRequest<UserListKey>) =>
      io.store.userList.list(pool.id, condition, page),
    );
    return {
      Users: items.map((user) => describeUser(user, selectedAttributes(pool, user, names))),
      PaginationToken: next,
    };
  },
});
