import type {
  SetUserPoolSessionConfigurationCommandInput,
  SetUserPoolSessionConfigurationCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { UserPoolId } from '#contract/common-shapes.js';
import { FeatureUnavailableInTier, InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import * as shape from '#contract/session-shapes.js';
import { required } from '#contract/shape.js';
import { checkSessionTier } from '#domain/session-tracking.js';
import { operation } from './operation.js';

/** Says whether a pool tracks its users' sessions, and how many each may have. Sessions beyond a lower limit end at the next sign-in. */
export const SetUserPoolSessionConfiguration = operation<
  SetUserPoolSessionConfigurationCommandInput,
  SetUserPoolSessionConfigurationCommandOutput
>()({
  access: 'signed',
  input: {
    UserPoolId: required(UserPoolId),
    UserSessionTracking: required(shape.UserSessionTracking),
    TokenSession: required(shape.TokenSession),
  },
  errors: [FeatureUnavailableInTier, InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle({ UserPoolId: id, UserSessionTracking, TokenSession }, { caller, clock, store }) {
    const sessionConfiguration = { UserSessionTracking, TokenSession };
    await store.pools.update(
      caller,
      id,
      (pool) => {
        checkSessionTier(pool);
        return { sessionConfiguration };
      },
      clock.now(),
    );
    return { UserPoolId: id, ...sessionConfiguration };
  },
});
