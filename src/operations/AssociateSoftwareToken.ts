import type {
  AssociateSoftwareTokenCommandInput,
  AssociateSoftwareTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { openSetUp } from '#auth/software-token-set-up.js';
import {
  InvalidParameter,
  NotAuthorized,
  PasswordResetRequired,
  ResourceNotFound,
  SoftwareTokenMFANotFound,
  UserNotConfirmed,
} from '#contract/errors.js';
import { optional } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { newTotpSecret } from '#domain/totp.js';
import { sealTotpSecret } from '#services/software-token.js';
import { operation } from './operation.js';

/** Hands out the key of a new authenticator app, which works once VerifySoftwareToken has seen a code of it. */
export const AssociateSoftwareToken = operation<
  AssociateSoftwareTokenCommandInput,
  AssociateSoftwareTokenCommandOutput
>()({
  access: 'public',
  input: { AccessToken: optional(shape.AccessToken), Session: optional(shape.Session) },
  errors: [
    InvalidParameter,
    NotAuthorized,
    PasswordResetRequired,
    ResourceNotFound,
    SoftwareTokenMFANotFound,
    UserNotConfirmed,
  ],

  async handle(input, io) {
    const { pool, vault, sub, session, next } = await openSetUp(input, this.errors, io);
    const secret = newTotpSecret();
    const pending = sealTotpSecret(vault, sub, secret, 'pending');
    await io.store.softwareTokens.begin({ poolId: pool.id, sub, pending }, session);
    return { SecretCode: secret, ...next([]) };
  },
});
