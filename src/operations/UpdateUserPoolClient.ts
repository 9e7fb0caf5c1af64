import type {
  UpdateUserPoolClientCommandInput,
  UpdateUserPoolClientCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import * as shape from '#contract/client-shapes.js';
import { ClientId, UserPoolId } from '#contract/common-shapes.js';
import {
  FeatureUnavailableInTier,
  InvalidOAuthFlow,
  InvalidParameter,
  NotAuthorized,
  ResourceNotFound,
  ScopeDoesNotExist,
} from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import { checkUpdatedClient } from '#domain/client-checks.js';
import { clientSettings } from '#domain/client-defaults.js';
import { describeClient } from '#domain/client-description.js';
import { customScopes } from '#services/custom-scopes.js';
import { operation } from './operation.js';

/** Replaces all settings of a client: what the request leaves out returns to its default. Id, secrets and name stay. */
export const UpdateUserPoolClient = operation<UpdateUserPoolClientCommandInput, UpdateUserPoolClientCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(UserPoolId),
    ClientId: required(ClientId),
    ClientName: optional(shape.ClientNameType),
    ...shape.clientSettings,
  },
  errors: [
    FeatureUnavailableInTier,
    InvalidOAuthFlow,
    InvalidParameter,
    NotAuthorized,
    ResourceNotFound,
    ScopeDoesNotExist,
  ],

  async handle(input, { caller, clock, store }) {
    const pool = await store.pools.describe(caller, input.UserPoolId);
    const settings = clientSettings(input);
    const poolFacts = { pool, customScopes: await customScopes(store, pool.id, settings.AllowedOAuthScopes) };
    const client = await store.clients.update(
      pool.id,
      input.ClientId,
      ({ name, confidential }) => {
        checkUpdatedClient(input, settings, { ...poolFacts, confidential });
        return { name: input.ClientName ?? name, settings };
      },
      clock.now(),
    );
    return { UserPoolClient: describeClient(client) };
  },
});
