import type { ListUsersCommandInput, ListUsersCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { requireKnownAttributes, selectedAttributes } from '#domain/attributes.js';
import { parseUserFilter } from '#domain/user-filter.js';
import { userType } from '#domain/user-type.js';
import { openPageToken, sealPageToken } from '#services/page-tokens.js';
import type { UserListKey } from '#store/user-list.js';
import { operation } from './operation.js';

const largestPage = 60;

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

  async handle(input, { caller, clock, store }) {
    const pool = await store.pools.getVisible(caller, input.UserPoolId);
    const condition = parseUserFilter(pool, input.Filter);
    const names = input.AttributesToGet ?? [];
    requireKnownAttributes(pool, names);
    const vault = await store.vaults.forScope(pool.id);
    const listed = { operation: 'ListUsers', query: [input.Filter ?? '', names] };
    const after = openPageToken(vault, listed, input.PaginationToken, clock.now()) as UserListKey | undefined;
    // AWS's default and largest page; nothing is said of 0, which its model allows.
    const limit = input.Limit || largestPage;
    const { items, next } = await store.userList.list(pool.id, condition, { limit, after });
    const token = sealPageToken(vault, listed, next, clock.now());
    return {
      Users: items.map((user) => userType(user, selectedAttributes(pool, user, names))),
      ...(token !== undefined && { PaginationToken: token }),
    };
  },
});
