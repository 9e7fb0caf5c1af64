import type {
  UpdateUserAttributesCommandInput,
  UpdateUserAttributesCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AliasExists,
  CodeDeliveryFailure,
  InvalidParameter,
  NotAuthorized,
  PasswordResetRequired,
  ResourceNotFound,
  TooManyRequests,
  UserNotConfirmed,
  UserNotFound,
} from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { updateAttributes } from '#services/attribute-updates.js';
import { operation } from './operation.js';

/** Changes the signed-in user's own attributes; an empty value deletes one, a new address gets a code. */
export const UpdateUserAttributes = operation<UpdateUserAttributesCommandInput, UpdateUserAttributesCommandOutput>()({
  access: 'bearer',
  input: {
    UserAttributes: required(shape.AttributeList),
    AccessToken: required(shape.AccessToken),
    ClientMetadata: optional(shape.ClientMetadata),
  },
  errors: [
    AliasExists,
    CodeDeliveryFailure,
    InvalidParameter,
    NotAuthorized,
    PasswordResetRequired,
    ResourceNotFound,
    TooManyRequests,
    UserNotConfirmed,
    UserNotFound,
  ],

  async handle(input, io) {
    const { pool, client, user, attemptsKey } = io.bearer;
    const request = {
      pool,
      user,
      writer: client,
      given: input.UserAttributes,
      clientId: client.id,
      clientMetadata: input.ClientMetadata,
      limited: {
        counter: { poolId: pool.id, purpose: 'send-attribute-code', key: attemptsKey },
        limit: io.limits.codesSent.userAttributeVerification,
      },
    } as const;
    return { CodeDeliveryDetailsList: await updateAttributes(request, io) };
  },
});
