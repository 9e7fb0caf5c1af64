import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolClientCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import * as shape from '#contract/client-shapes.js';
import { UserPoolId } from '#contract/common-shapes.js';
import {
  FeatureUnavailableInTier,
  InvalidOAuthFlow,
  InvalidParameter,
  NotAuthorized,
  ResourceNotFound,
  ScopeDoesNotExist,
} from '#contract/errors.js';
import { boolean, optional, required } from '#contract/shape.js';
import { checkNewClient } from '#domain/client-checks.js';
import { clientSettings } from '#domain/client-defaults.js';
import { describeClient } from '#domain/client-description.js';
import { newSecretId } from '#domain/client-secrets.js';
import { randomBase32 } from '#lib/ids.js';
import { customScopes } from '#services/custom-scopes.js';
import { operation } from './operation.js';

/** Registers an app with a pool, with a secret if the app can keep one. */
export const CreateUserPoolClient = operation<CreateUserPoolClientCommandInput, CreateUserPoolClientCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(UserPoolId),
    ClientName: required(shape.ClientNameType),
    GenerateSecret: optional(boolean),
    ClientSecret: optional(shape.ClientSecretType),
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
    checkNewClient(input, settings, {
      pool,
      customScopes: await customScopes(store, pool.id, settings.AllowedOAuthScopes),
    });

    const id = randomBase32(16);
    const now = clock.now();
    const value = input.ClientSecret ?? (input.GenerateSecret ? randomBase32(32) : undefined);
    const secret = value === undefined ? undefined : { id: newSecretId(id, now), value };
    const client = { poolId: pool.id, id, name: input.ClientName, settings, sessionConfiguration: {}, createdAt: now };
    await store.clients.create({ ...client, secret });
    return { UserPoolClient: describeClient({ ...client, modifiedAt: now, secrets: secret ? [secret.value] : [] }) };
  },
});
