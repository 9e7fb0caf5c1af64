import type {
  RespondToAuthChallengeCommandInput,
  RespondToAuthChallengeCommandOutput,
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
import { operation } from './operation.js';

/** Answers a challenge from the user's own device: answers with the next challenge, or with tokens. */
export const RespondToAuthChallenge = operation<
  RespondToAuthChallengeCommandInput,
  RespondToAuthChallengeCommandOutput
>()({
  access: 'public',
  input: {
    ClientId: required(shape.ClientId),
    ChallengeName: required(shape.ChallengeName),
    Session: optional(shape.Session),
    ChallengeResponses: optional(shape.ChallengeResponses),
    AnalyticsMetadata: optional(shape.AnalyticsMetadata),
    UserContextData: optional(shape.UserContextData),
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
    const { pool, client } = await io.store.pools.byClientId(input.ClientId);
    const given = input.ChallengeResponses ?? {};
    return respondToChallenge(
      {
        api: 'public',
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
