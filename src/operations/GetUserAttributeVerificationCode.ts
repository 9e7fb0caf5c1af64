import type {
  GetUserAttributeVerificationCodeCommandInput,
  GetUserAttributeVerificationCodeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CodeDeliveryFailure,
  InvalidParameter,
  LimitExceeded,
  NotAuthorized,
  PasswordResetRequired,
  ResourceNotFound,
  UserNotConfirmed,
  UserNotFound,
} from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { attributeMessages } from '#contract/attribute-messages.js';
import { requireSender } from '#domain/destinations.js';
import { verifiable } from '#services/attribute-updates.js';
import { sendCode } from '#services/code-message.js';
import { operation } from './operation.js';

/** Sends the signed-in user a code that verifies an address: the new one while one waits, else the present one. */
export const GetUserAttributeVerificationCode = operation<
  GetUserAttributeVerificationCodeCommandInput,
  GetUserAttributeVerificationCodeCommandOutput
>()({
  access: 'bearer',
  input: {
    AccessToken: required(shape.AccessToken),
    AttributeName: required(shape.AttributeName),
    ClientMetadata: optional(shape.ClientMetadata),
  },
  errors: [
    CodeDeliveryFailure,
    InvalidParameter,
    LimitExceeded,
    NotAuthorized,
    PasswordResetRequired,
    ResourceNotFound,
    UserNotConfirmed,
    UserNotFound,
  ],

  async handle(input, io) {
    const { pool, client, user, attemptsKey } = io.bearer;
    const attribute = verifiable(input.AttributeName);
    const value = (await io.store.userAttributes.pending(pool.id, user.sub))[attribute] ?? user.attributes[attribute];
    if (!value) throw InvalidParameter(attributeMessages.noValidAddress(attribute));
    requireSender(pool, attribute);

    const details = await sendCode(
      {
        pool,
        user,
        destination: { attribute, value },
        counter: { poolId: pool.id, purpose: 'send-attribute-code', key: attemptsKey },
        limit: io.limits.codesSent.userAttributeVerification,
        kind: 'VerifyUserAttribute',
        purpose: `verify-${attribute}`,
        clientId: client.id,
        clientMetadata: input.ClientMetadata,
      },
      io,
    );
    return { CodeDeliveryDetails: details };
  },
});
