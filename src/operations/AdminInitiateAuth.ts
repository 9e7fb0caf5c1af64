import type {
  AdminInitiateAuthCommandInput,
  AdminInitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
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
import { clientOfPool } from '#services/client-of-pool.js';
import { operation } from './operation.js';

/** Begins a sign-in from a trusted back end: answers with the first challenge, or with tokens. */
export const AdminInitiateAuth = operation<AdminInitiateAuthCommandInput, AdminInitiateAuthCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    ClientId: required(shape.ClientId),
    AuthFlow: required(shape.AuthFlow),
    AuthParameters: optional(shape.AuthParameters),
    ClientMetadata: optional(shape.ClientMetadata),
    AnalyticsMetadata: optional(shape.AnalyticsMetadata),
    ContextData: optional(shape.ContextData),
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
    const pool = await io.store.pools.getVisible(io.caller, input.UserPoolId);
    const client = await clientOfPool(io.store, pool, input.ClientId);
    const { Session: session, AuthParameters: given = {} } = input;
    return startAuth(input.AuthFlow, { api: 'admin', pool, client, given, session }, io);
  },
});
