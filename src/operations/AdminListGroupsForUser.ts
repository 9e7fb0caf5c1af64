import type {
  AdminListGroupsForUserCommandInput,
  AdminListGroupsForUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import * as shape from '#contract/group-shapes.js';
import { optional, required } from '#contract/shape.js';
import { describeGroup } from '#domain/group.js';
import { pagedList } from '#services/paged-list.js';
import type { PageRequest } from '#store/page.js';
import { operation } from './operation.js';

/** A page of a user's groups, by name. */
export const AdminListGroupsForUser = operation<
  AdminListGroupsForUserCommandInput,
  AdminListGroupsForUserCommandOutput
>()({
  access: 'signed',
  input: {
    Username: required(shape.Username),
    UserPoolId: required(shape.UserPoolId),
    Limit: optional(shape.QueryLimitType),
    NextToken: optional(shape.PaginationKey),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],

  async handle(input, io) {
    const pool = await io.store.pools.getVisible(io.caller, input.UserPoolId);
    const user = await io.store.users.get(pool, input.Username);
    const request = {
      pool,
      operation: 'AdminListGroupsForUser',
      query: [user.sub],
      limit: input.Limit,
      token: input.NextToken,
    };
    const { items, next } = await pagedList(request, io, (page: PageRequest<string>) =>
      io.store.groups.ofUser(user, page),
    );
    return { Groups: items.map(describeGroup), NextToken: next };
  },
});
