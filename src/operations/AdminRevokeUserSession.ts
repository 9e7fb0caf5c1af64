import type {
  AdminRevokeUserSessionCommandInput,
  AdminRevokeUserSessionCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { revokeSession } from '#services/user-sessions.js';
import { operation } from './operation.js';

/** Ends a session of a user: its tokens are revoked and it is listed no more. (Of `LINKED` see RevokeUserSession.) */
export const AdminRevokeUserSession = operation<
  AdminRevokeUserSessionCommandInput,
  AdminRevokeUserSessionCommandOutput
>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    Username: required(shape.Username),
    SessionId: required(shape.SessionId),
    RevokeAssociatedSessions: optional(shape.RevokeAssociatedSessions),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],

  async handle(input, io) {
    const pool = await io.store.pools.getVisible(io.caller, input.UserPoolId);
    const user = await io.store.users.get(pool, input.Username);
    await revokeSession(pool, user, input.SessionId, io);
    return {};
  },
});
