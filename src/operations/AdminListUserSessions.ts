import type {
  AdminListUserSessionsCommandInput,
  AdminListUserSessionsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { listSessions } from '#services/user-sessions.js';
import { operation } from './operation.js';

/** A user's sessions, on every client: none while the pool does not track them. */
export const AdminListUserSessions = operation<AdminListUserSessionsCommandInput, AdminListUserSessionsCommandOutput>()(
  {
    access: 'signed',
    input: {
      UserPoolId: required(shape.UserPoolId),
      Username: required(shape.Username),
      NextToken: optional(shape.PaginationKey),
    },
    errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],

    async handle(input, io) {
      const pool = await io.store.pools.getVisible(io.caller, input.UserPoolId);
      const user = await io.store.users.get(pool, input.Username);
      return { Sessions: await listSessions({ pool, user, token: input.NextToken }, io) };
    },
  },
);
