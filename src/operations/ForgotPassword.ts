import type {
  ForgotPasswordCommandInput,
  ForgotPasswordCommandOutput,
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
import { signUpDestination, simulatedDestination } from '#domain/destinations.js';
import { checkSecretHash } from '#domain/secret-hash.js';
import { sendCode } from '#services/code-message.js';
import { namedUser } from '#services/named-user.js';
import { resetDestination } from '#services/recovery.js';
import { operation } from './operation.js';

/** Sends a code that resets the password; the password itself keeps working until the code is used. */
export const ForgotPassword = operation<ForgotPasswordCommandInput, ForgotPasswordCommandOutput>()({
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
    const named = await namedUser({ pool, client, name: input.Username, purpose: 'reset' }, io);
    const user = named.found?.user;
    const told = await resetDestination(pool, client, user, io);
    // ResendConfirmationCode shows where this user's code went: another place here would tell the user from nobody.
    const shown = told ?? (user?.enabled && user.status === 'UNCONFIRMED' && signUpDestination(pool, user.attributes));
    const destination = shown || simulatedDestination(pool, named.deriveKey, input.Username, 'recovery');
    if (!destination) throw InvalidParameter(messages.cannotReset);

    const details = await sendCode(
      {
        pool,
        user: user ?? named.standIn,
        destination,
        pretended: !told,
        counter: { poolId: pool.id, purpose: 'send-reset-code', key: named.attemptsKey },
        limit: io.limits.codesSent.forgotPassword,
        kind: 'ForgotPassword',
        purpose: 'reset',
        clientId: client.id,
        clientMetadata: input.ClientMetadata,
      },
      io,
    );
    return { CodeDeliveryDetails: details };
  },
});
