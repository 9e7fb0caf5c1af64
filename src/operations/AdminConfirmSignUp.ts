import type {
  AdminConfirmSignUpCommandInput,
  AdminConfirmSignUpCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, LimitExceeded, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { messages } from '#contract/messages.js';
import { operation } from './operation.js';

/** Confirms a user who signed up without a code. No address is verified by it. */
export const AdminConfirmSignUp = operation<AdminConfirmSignUpCommandInput, AdminConfirmSignUpCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    Username: required(shape.Username),
    ClientMetadata: optional(shape.ClientMetadata),
  },
  errors: [InvalidParameter, LimitExceeded, NotAuthorized, ResourceNotFound, UserNotFound],

  async handle(input, { caller, clock, store }) {
    const pool = await store.pools.getVisible(caller, input.UserPoolId);
    const user = await store.users.get(pool, input.Username);
    const confirmed = user.status === 'UNCONFIRMED' && (await store.userStates.confirm(pool.id, user.sub, clock.now()));
    if (!confirmed)
      throw NotAuthorized(messages.cannotConfirm(user.status === 'UNCONFIRMED' ? 'CONFIRMED' : user.status));
    return {};
  },
});
