import type {
  GetUserPoolSessionConfigurationCommandInput,
  GetUserPoolSessionConfigurationCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { UserPoolId } from '#contract/common-shapes.js';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import { required } from '#contract/shape.js';
import { poolSessions } from '#domain/session-tracking.js';
import { operation } from './operation.js';

/** Whether a pool tracks its users' sessions, and how many each may have. */
export const GetUserPoolSessionConfiguration = operation<
  GetUserPoolSessionConfigurationCommandInput,
  GetUserPoolSessionConfigurationCommandOutput
>()({
  access: 'signed',
  input: { UserPoolId: required(UserPoolId) },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle(input, { caller, store }) {
    return poolSessions(await store.pools.describe(caller, input.UserPoolId));
  },
});
