import type {
  AdminCreateUserCommandInput,
  AdminCreateUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AliasExists,
  CodeDeliveryFailure,
  InvalidParameter,
  InvalidPassword,
  NotAuthorized,
  PreconditionNotMet,
  ResourceNotFound,
  TooManyRequests,
  UnsupportedUserState,
  UserNotFound,
  UsernameExists,
} from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { allAttributes } from '#domain/attributes.js';
import { describeUser } from '#domain/user-description.js';
import { createInvited, resendInvitation } from '#services/invitation.js';
import { operation } from './operation.js';

/** Creates a user with a temporary password and invites it, or invites again a user who has not signed in yet. */
export const AdminCreateUser = operation<AdminCreateUserCommandInput, AdminCreateUserCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    Username: required(shape.Username),
    UserAttributes: optional(shape.AttributeList),
    ValidationData: optional(shape.AttributeList),
    TemporaryPassword: optional(shape.Password),
    ForceAliasCreation: optional(shape.boolean),
    MessageAction: optional(shape.MessageAction),
    DesiredDeliveryMediums: optional(shape.DeliveryMediumList),
    ClientMetadata: optional(shape.ClientMetadata),
  },
  errors: [
    AliasExists,
    CodeDeliveryFailure,
    InvalidParameter,
    InvalidPassword,
    NotAuthorized,
    PreconditionNotMet,
    ResourceNotFound,
    TooManyRequests,
    UnsupportedUserState,
    UserNotFound,
    UsernameExists,
  ],

  async handle(input, io) {
    const pool = await io.store.pools.getVisible(io.caller, input.UserPoolId);
    const invitation = {
      pool,
      name: input.Username,
      // An empty password is none: AWS generates one.
      password: input.TemporaryPassword || undefined,
      mediums: input.DesiredDeliveryMediums,
      clientMetadata: input.ClientMetadata,
    };
    const user =
      input.MessageAction === 'RESEND'
        ? await resendInvitation(invitation, io)
        : await createInvited(
            {
              ...invitation,
              attributes: input.UserAttributes ?? [],
              suppressed: input.MessageAction === 'SUPPRESS',
              force: input.ForceAliasCreation ?? false,
            },
            io,
          );
    return { User: describeUser(user, allAttributes(pool, user)) };
  },
});
