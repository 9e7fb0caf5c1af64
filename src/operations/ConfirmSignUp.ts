import type { ConfirmSignUpCommandInput, ConfirmSignUpCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import {
  AliasExists,
  CodeMismatch,
  ExpiredCode,
  InvalidParameter,
  LimitExceeded,
  NotAuthorized,
  ResourceNotFound,
  TooManyRequests,
  UserNotFound,
} from '#contract/errors.js';
import { checkSignUpSession, confirmedSession } from '#auth/sign-up-session.js';
import { messages } from '#contract/messages.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { hidesUsers } from '#domain/client.js';
import { checkSecretHash } from '#domain/secret-hash.js';
import { checkCode, takeAttempt } from '#services/codes.js';
import { confirmByCode } from '#services/confirmation.js';
import { namedUser } from '#services/named-user.js';
import { operation } from './operation.js';

/** Confirms a user who signed up, by the code that was sent; the address that it went to is verified by it. */
export const ConfirmSignUp = operation<ConfirmSignUpCommandInput, ConfirmSignUpCommandOutput>()({
  access: 'public',
  input: {
    ClientId: required(shape.ClientId),
    SecretHash: optional(shape.SecretHash),
    Username: required(shape.Username),
    ConfirmationCode: required(shape.ConfirmationCode),
    ForceAliasCreation: optional(shape.boolean),
    AnalyticsMetadata: optional(shape.AnalyticsMetadata),
    UserContextData: optional(shape.UserContextData),
    ClientMetadata: optional(shape.ClientMetadata),
    Session: optional(shape.Session),
  },
  errors: [
    AliasExists,
    CodeMismatch,
    ExpiredCode,
    InvalidParameter,
    LimitExceeded,
    NotAuthorized,
    ResourceNotFound,
    TooManyRequests,
    UserNotFound,
  ],

  async handle(input, io) {
    const { pool, client } = await io.store.pools.byClientId(input.ClientId);
    checkSecretHash(client, input.SecretHash, [input.Username]);
    const named = await namedUser({ pool, client, name: input.Username, purpose: 'sign-up' }, io);
    const { found } = named;
    const user = found?.user;
    if (input.Session !== undefined) await checkSignUpSession(client, user?.sub, input.Session, io);
    if (user && !user.enabled) throw NotAuthorized(messages.userDisabled);
    if (user && user.status !== 'UNCONFIRMED') throw NotAuthorized(messages.cannotConfirm(user.status));
    const counter = { poolId: pool.id, purpose: 'confirm-sign-up', key: named.attemptsKey } as const;
    await takeAttempt(io, counter, io.limits.codeAttempts.confirmSignUp);
    if (!found || !user) throw CodeMismatch();

    const owner = { sub: user.sub, deriveKey: named.deriveKey };
    const given = { code: input.ConfirmationCode, purpose: 'sign-up', owner, hidden: hidesUsers(client) } as const;
    const code = checkCode(found.code, given, io.clock.now());
    await confirmByCode({ pool, user, code, force: input.ForceAliasCreation ?? false }, io);
    return input.Session === undefined ? {} : { Session: await confirmedSession(client, user.sub, code, io) };
  },
});
