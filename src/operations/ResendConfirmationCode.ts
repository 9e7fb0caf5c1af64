import type {
  ResendConfirmationCodeCommandInput,
  ResendConfirmationCodeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CodeDeliveryFailure,
  InvalidParameter,
  LimitExceeded,
  NotAuthorized,
  ResourceNotFound,
  UserNotFound,
} from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { hidesUsers } from '#domain/client.js';
import { signUpDestination, simulatedDestination } from '#domain/destinations.js';
import { checkSecretHash } from '#domain/secret-hash.js';
import { sendCode } from '#services/code-message.js';
import { namedUser } from '#services/named-user.js';
import { operation } from './operation.js';

/** Sends a new code to a user who signed up and is not confirmed yet; the one before stops working. */
export const ResendConfirmationCode = operation<
  ResendConfirmationCodeCommandInput,
  ResendConfirmationCodeCommandOutput
>()({
  access: 'public',
  input: {
    ClientId: required(shape.ClientId),
    SecretHash: optional(shape.SecretHash),
    UserContextData: optional(shape.UserContextData),
    Username: required(shape.Username),
    AnalyticsMetadata: optional(shape.AnalyticsMetadata),
    ClientMetadata: optional(shape.ClientMetadata),
  },
  errors: [CodeDeliveryFailure, InvalidParameter, LimitExceeded, NotAuthorized, ResourceNotFound, UserNotFound],

  async handle(input, io) {
    const { pool, client } = await io.store.pools.byClientId(input.ClientId);
    checkSecretHash(client, input.SecretHash, [input.Username]);
    const named = await namedUser({ pool, client, name: input.Username, purpose: 'sign-up' }, io);
    const user = named.found?.user;
    // Where users are hidden, a disabled one looks like nobody.
    const shown = user && (user.enabled || !hidesUsers(client)) ? user : undefined;
    if (shown && !shown.enabled) throw NotAuthorized(messages.userDisabled);
    if (shown && shown.status !== 'UNCONFIRMED') throw InvalidParameter(messages.alreadyConfirmed);
    const told = shown && signUpDestination(pool, shown.attributes);
    if (shown && !told && !hidesUsers(client)) throw InvalidParameter(messages.cannotResend);
    const destination = told ?? simulatedDestination(pool, named.deriveKey, input.Username, 'sign-up');
    if (!destination) throw InvalidParameter(messages.cannotResend);

    const details = await sendCode(
      {
        pool,
        user: user ?? named.standIn,
        destination,
        pretended: !told,
        counter: { poolId: pool.id, purpose: 'send-sign-up-code', key: named.attemptsKey },
        limit: io.limits.codesSent.resendConfirmationCode,
        kind: 'ResendCode',
        purpose: 'sign-up',
        clientId: client.id,
        clientMetadata: input.ClientMetadata,
      },
      io,
    );
    return { CodeDeliveryDetails: details };
  },
});
