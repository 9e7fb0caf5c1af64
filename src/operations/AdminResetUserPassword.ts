import type {
  AdminResetUserPasswordCommandInput,
  AdminResetUserPasswordCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, LimitExceeded, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { codeMessage } from '#services/code-message.js';
import { requireAdminResettable } from '#services/recovery.js';
import { operation } from './operation.js';

/** Makes a user's password unusable and sends the code that sets a new one. */
export const AdminResetUserPassword = operation<
  AdminResetUserPasswordCommandInput,
  AdminResetUserPasswordCommandOutput
>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    Username: required(shape.Username),
    ClientMetadata: optional(shape.ClientMetadata),
  },
  errors: [InvalidParameter, LimitExceeded, NotAuthorized, ResourceNotFound, UserNotFound],

  async handle(input, io) {
    const pool = await io.store.pools.getVisible(io.caller, input.UserPoolId);
    const user = await io.store.users.get(pool, input.Username);
    const destination = await requireAdminResettable(pool, user, io);
    const sent = await codeMessage(
      { pool, user, destination, kind: 'ForgotPassword', purpose: 'reset', clientMetadata: input.ClientMetadata },
      io,
    );
    if (!(await io.store.userStates.requireReset(pool.id, user.sub, sent, io.clock.now()))) throw UserNotFound();
    await io.messages.deliver(pool, sent.row);
    return {};
  },
});
