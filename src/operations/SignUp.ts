import type { SignUpCommandInput, SignUpCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import {
  CodeDeliveryFailure,
  InvalidParameter,
  InvalidPassword,
  NotAuthorized,
  ResourceNotFound,
  TooManyRequests,
  UsernameExists,
} from '#contract/errors.js';
import { signUpSession } from '#auth/sign-up-session.js';
import { messages } from '#contract/messages.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { deliveryDetails, signUpDestination } from '#domain/destinations.js';
import { attributesForSignUp } from '#domain/new-user-attributes.js';
import { passwordRefusals, requirePolicy } from '#domain/password-policy.js';
import { checkSecretHash } from '#domain/secret-hash.js';
import { checkUsername } from '#domain/usernames.js';
import { claimNames } from '#services/claimed-names.js';
import { codeMessage } from '#services/code-message.js';
import { newUser, requireFreeNames, requirePassword } from '#services/registration.js';
import { operation } from './operation.js';

/** Registers a user, unconfirmed, and sends the code that confirms it where the pool verifies an address by itself. */
export const SignUp = operation<SignUpCommandInput, SignUpCommandOutput>()({
  access: 'public',
  input: {
    ClientId: required(shape.ClientId),
    SecretHash: optional(shape.SecretHash),
    Username: required(shape.Username),
    Password: optional(shape.Password),
    UserAttributes: optional(shape.AttributeList),
    ValidationData: optional(shape.AttributeList),
    AnalyticsMetadata: optional(shape.AnalyticsMetadata),
    UserContextData: optional(shape.UserContextData),
    ClientMetadata: optional(shape.ClientMetadata),
  },
  errors: [
    CodeDeliveryFailure,
    InvalidParameter,
    InvalidPassword,
    NotAuthorized,
    ResourceNotFound,
    TooManyRequests,
    UsernameExists,
  ],

  async handle(input, io) {
    const { pool, client } = await io.store.pools.byClientId(input.ClientId);
    checkSecretHash(client, input.SecretHash, [input.Username]);
    if (pool.settings.AdminCreateUserConfig.AllowAdminCreateUserOnly) throw NotAuthorized(messages.signUpClosed);

    const name = input.Username;
    checkUsername(pool, name);
    await requireFreeNames(pool, { name, attributes: {} }, io);
    const attributes = attributesForSignUp(pool, client, name, input.UserAttributes ?? []);
    const clear = requirePassword(pool, { attributes, password: input.Password });
    if (clear !== undefined) requirePolicy(pool.settings.Policies.PasswordPolicy, clear, passwordRefusals.signUp);

    const password = clear === undefined ? undefined : { clear, temporary: false };
    const user = await newUser(pool, { name, status: 'UNCONFIRMED', attributes, password }, io);
    const destination = signUpDestination(pool, attributes);
    const about = { pool, user, clientId: client.id, clientMetadata: input.ClientMetadata } as const;
    const sent = destination && (await codeMessage({ ...about, destination, kind: 'SignUp', purpose: 'sign-up' }, io));
    await claimNames(
      () => io.store.users.register(pool, user, sent?.code, sent ? [sent.row] : []),
      () => requireFreeNames(pool, { name, attributes }, io),
    );
    if (sent) await io.messages.deliver(pool, sent.row);
    const session = await signUpSession(client, user.sub, io);
    return {
      UserConfirmed: false,
      UserSub: user.sub,
      ...(session !== undefined && { Session: session }),
      ...(destination && { CodeDeliveryDetails: deliveryDetails(destination) }),
    };
  },
});
