import type {
  RevokeUserSessionCommandInput,
  RevokeUserSessionCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  InvalidParameter,
  NotAuthorized,
  PasswordResetRequired,
  ResourceNotFound,
  UserNotConfirmed,
  UserNotFound,
} from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { revokeSession } from '#services/user-sessions.js';
import { operation } from './operation.js';

/**
 * Ends another session of the signed-in user: its tokens are revoked and it is listed no more. Sessions that come from the API are
 * linked to no other, so that `LINKED` ends no more than `NONE`.
 */
export const RevokeUserSession = operation<RevokeUserSessionCommandInput, RevokeUserSessionCommandOutput>()({
  access: 'bearer',
  input: {
    AccessToken: required(shape.AccessToken),
    SessionId: required(shape.SessionId),
    RevokeAssociatedSessions: optional(shape.RevokeAssociatedSessions),
  },
  errors: [InvalidParameter, NotAuthorized, PasswordResetRequired, ResourceNotFound, UserNotConfirmed, UserNotFound],

  async handle(input, io) {
    const { pool, user, family } = io.bearer;
    if (input.SessionId === family.sessionId) throw InvalidParameter(messages.sessionIsCurrent);
    await revokeSession(pool, user, input.SessionId, io);
    return {};
  },
});
