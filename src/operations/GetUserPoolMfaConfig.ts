import type {
  GetUserPoolMfaConfigCommandInput,
  GetUserPoolMfaConfigCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { UserPoolId } from '#contract/common-shapes.js';
import { InvalidParameter, NotAuthorized, ResourceNotFound, TooManyRequests } from '#contract/errors.js';
import { required } from '#contract/shape.js';
import { describeMfa } from '#domain/pool-mfa.js';
import { operation } from './operation.js';

/** A pool's second factors and how its passkeys work. */
export const GetUserPoolMfaConfig = operation<GetUserPoolMfaConfigCommandInput, GetUserPoolMfaConfigCommandOutput>()({
  access: 'signed',
  input: { UserPoolId: required(UserPoolId) },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, TooManyRequests],

  async handle(input, { caller, store }) {
    return describeMfa(await store.pools.describe(caller, input.UserPoolId));
  },
});
