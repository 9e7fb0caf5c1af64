import type { InitiateAuthCommandInput, InitiateAuthCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { startAuth } from '#auth/start.js';
import {
  FeatureUnavailableInTier,
  InvalidLambdaResponse,
  InvalidParameter,
  NotAuthorized,
  PasswordResetRequired,
  ResourceNotFound,
  TooManyRequests,
  UnexpectedLambda,
  UserLambdaValidation,
  UserNotConfirmed,
  UserNotFound,
} from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { operation } from './operation.js';

/** Begins a sign-in from the user's own device: answers with the first challenge, or with tokens. */
export const InitiateAuth = operation<InitiateAuthCommandInput, InitiateAuthCommandOutput>()({
  access: 'public',
  input: {
    ClientId: required(shape.ClientId),
    AuthFlow: required(shape.AuthFlow),
    AuthParameters: optional(shape.AuthParameters),
    ClientMetadata: optional(shape.ClientMetadata),
    AnalyticsMetadata: optional(shape.AnalyticsMetadata),
    UserContextData: optional(shape.UserContextData),
    Session: optional(shape.Session),
  },
  errors: [
    FeatureUnavailableInTier,
    InvalidLambdaResponse,
    InvalidParameter,
    NotAuthorized,
    PasswordResetRequired,
    ResourceNotFound,
    TooManyRequests,
    UnexpectedLambda,
    UserLambdaValidation,
    UserNotConfirmed,
    UserNotFound,
  ],

  async handle(input, io) {
    const { pool, client } = await io.store.pools.byClientId(input.ClientId);
    const { Session: session, AuthParameters: given = {} } = input;
    return startAuth(input.AuthFlow, { api: 'public', pool, client, given, session }, io);
  },
});
