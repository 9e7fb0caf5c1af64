import type {
  ListUserSessionsCommandInput,
  ListUserSessionsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  InvalidParameter,
  NotAuthorized,
  PasswordResetRequired,
  ResourceNotFound,
  UserNotConfirmed,
  UserNotFound,
} from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { listSessions } from '#services/user-sessions.js';
import { operation } from './operation.js';

/** The signed-in user's sessions, on every client: none while the pool does not track them. */
export const ListUserSessions = operation<ListUserSessionsCommandInput, ListUserSessionsCommandOutput>()({
  access: 'bearer',
  input: { AccessToken: required(shape.AccessToken), NextToken: optional(shape.PaginationKey) },
  errors: [InvalidParameter, NotAuthorized, PasswordResetRequired, ResourceNotFound, UserNotConfirmed, UserNotFound],

  async handle(input, io) {
    const { pool, user, family } = io.bearer;
    return { Sessions: await listSessions({ pool, user, current: family.sessionId, token: input.NextToken }, io) };
  },
});
