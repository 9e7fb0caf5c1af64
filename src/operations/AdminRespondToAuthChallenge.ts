import type {
  AdminRespondToAuthChallengeCommandInput,
  AdminRespondToAuthChallengeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { respondToChallenge } from '#auth/respond.js';
import {
  AliasExists,
  CodeMismatch,
  ExpiredCode,
  InvalidLambdaResponse,
  InvalidParameter,
  InvalidPassword,
  NotAuthorized,
  PasswordHistoryPolicyViolation,
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

/** Answers a challenge from a trusted back end: answers with the next challenge, or with tokens. */
export const AdminRespondToAuthChallenge = operation<
  AdminRespondToAuthChallengeCommandInput,
  AdminRespondToAuthChallengeCommandOutput
>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    ClientId: required(shape.ClientId),
    ChallengeName: required(shape.ChallengeName),
    Session: optional(shape.Session),
    ChallengeResponses: optional(shape.ChallengeResponses),
    AnalyticsMetadata: optional(shape.AnalyticsMetadata),
    ContextData: optional(shape.ContextData),
    ClientMetadata: optional(shape.ClientMetadata),
  },
  errors: [
    AliasExists,
    CodeMismatch,
    ExpiredCode,
    InvalidLambdaResponse,
    InvalidParameter,
    InvalidPassword,
    NotAuthorized,
    PasswordHistoryPolicyViolation,
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
    const given = input.ChallengeResponses ?? {};
    return respondToChallenge(
      {
        api: 'admin',
        pool,
        client,
        given,
        challenge: input.ChallengeName,
        session: input.Session,
        clientMetadata: input.ClientMetadata,
      },
      io,
    );
  },
});
