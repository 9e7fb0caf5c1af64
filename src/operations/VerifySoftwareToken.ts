import type {
  VerifySoftwareTokenCommandInput,
  VerifySoftwareTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { openSetUp } from '#auth/software-token-set-up.js';
import {
  EnableSoftwareTokenMFA,
  InvalidParameter,
  NotAuthorized,
  PasswordResetRequired,
  ResourceNotFound,
  SoftwareTokenMFANotFound,
  UserNotConfirmed,
  UserNotFound,
} from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { matchedStep } from '#domain/totp.js';
import { openTotpSecret, sealTotpSecret } from '#services/software-token.js';
import { operation } from './operation.js';

/** Proves that the user's authenticator app has the key that was handed out: from then on it is the one that works. */
export const VerifySoftwareToken = operation<VerifySoftwareTokenCommandInput, VerifySoftwareTokenCommandOutput>()({
  access: 'public',
  input: {
    AccessToken: optional(shape.AccessToken),
    Session: optional(shape.Session),
    UserCode: required(shape.SoftwareTokenUserCode),
    FriendlyDeviceName: optional(shape.FriendlyDeviceName),
  },
  errors: [
    EnableSoftwareTokenMFA,
    InvalidParameter,
    NotAuthorized,
    PasswordResetRequired,
    ResourceNotFound,
    SoftwareTokenMFANotFound,
    UserNotConfirmed,
    UserNotFound,
  ],

  async handle(input, io) {
    const { pool, vault, sub, first, session, next } = await openSetUp(input, this.errors, io);
    const { pending } = await io.store.softwareTokens.find(pool.id, sub);
    if (!pending) throw EnableSoftwareTokenMFA();
    const key = openTotpSecret(vault, sub, pending, 'pending');
    const step = matchedStep(key, input.UserCode, io.clock.now());
    if (step === undefined) throw EnableSoftwareTokenMFA();
    const secret = sealTotpSecret(vault, sub, key, 'secret');
    const friendlyName = input.FriendlyDeviceName || null;
    await io.store.softwareTokens.verify({ poolId: pool.id, sub, pending, secret, friendlyName, step, first }, session);
    return { Status: 'SUCCESS', ...next(['enrolled']) };
  },
});
