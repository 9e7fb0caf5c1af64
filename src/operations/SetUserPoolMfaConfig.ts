import type {
  SetUserPoolMfaConfigCommandInput,
  SetUserPoolMfaConfigCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { UserPoolId } from '#contract/common-shapes.js';
import {
  FeatureUnavailableInTier,
  InvalidParameter,
  NotAuthorized,
  ResourceNotFound,
  TooManyRequests,
} from '#contract/errors.js';
import * as shape from '#contract/mfa-shapes.js';
import { UserPoolMfaType } from '#contract/pool-shapes.js';
import { optional, required } from '#contract/shape.js';
import { checkReplacedMfa } from '#domain/pool-checks.js';
import { describeMfa, replacedMfa } from '#domain/pool-mfa.js';
import { operation } from './operation.js';

/** Replaces a pool's second factors and how its passkeys work, as a whole. */
export const SetUserPoolMfaConfig = operation<SetUserPoolMfaConfigCommandInput, SetUserPoolMfaConfigCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(UserPoolId),
    SmsMfaConfiguration: optional(shape.SmsMfaConfigType),
    SoftwareTokenMfaConfiguration: optional(shape.SoftwareTokenMfaConfigType),
    EmailMfaConfiguration: optional(shape.EmailMfaConfigType),
    MfaConfiguration: optional(UserPoolMfaType),
    WebAuthnConfiguration: optional(shape.WebAuthnConfigurationType),
  },
  errors: [FeatureUnavailableInTier, InvalidParameter, NotAuthorized, ResourceNotFound, TooManyRequests],

  async handle(input, { caller, clock, store }) {
    let answer = {};
    await store.pools.update(
      caller,
      input.UserPoolId,
      (pool) => {
        const after = replacedMfa(pool, input);
        checkReplacedMfa(input, after, pool);
        answer = describeMfa(after);
        return after;
      },
      clock.now(),
    );
    return answer;
  },
});
