import type {
  ListUsersInGroupCommandInput,
  ListUsersInGroupCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import * as shape from '#contract/group-shapes.js';
import { optional, required } from '#contract/shape.js';
import { allAttributes } from '#domain/attributes.js';
import { describeUser } from '#domain/user-description.js';
import { pagedList } from '#services/paged-list.js';
import type { PageRequest } from '#store/page.js';
import { operation } from './operation.js';

/** A page of a group's members. */
export const ListUsersInGroup = operation<ListUsersInGroupCommandInput, ListUsersInGroupCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    GroupName: required(shape.GroupName),
    Limit: optional(shape.QueryLimitType),
    NextToken: optional(shape.PaginationKey),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle(input, io) {
    const pool = await io.store.pools.getVisible(io.caller, input.UserPoolId);
    const { name } = await io.store.groups.get(pool.id, input.GroupName);
    const request = { pool, operation: 'ListUsersInGroup', query: [name], limit: input.Limit, token: input.NextToken };
    const { items, next } = await pagedList(request, io, (page: PageRequest<string>) =>
      io.store.groups.members(pool.id, name, page),
    );
    return {
      Users: items.map((user) => describeUser(user, allAttributes(pool, user))),
      NextToken: next,
    };
  },
});
