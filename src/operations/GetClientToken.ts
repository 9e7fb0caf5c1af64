import type {
  GetClientTokenCommandInput,
  GetClientTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { ScopeListType } from '#contract/client-shapes.js';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { clientMessages } from '#contract/pool-messages.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { allowsClientTokens } from '#domain/auth-flows.js';
import { isClientSecret } from '#domain/secret-hash.js';
import { machineScopes } from '#services/machine-scopes.js';
import { operation } from './operation.js';

/** An access token for an app itself, which acts for no user: the client-credentials grant as an operation of the API. */
export const GetClientToken = operation<GetClientTokenCommandInput, GetClientTokenCommandOutput>()({
  access: 'public',
  input: {
    ClientId: required(shape.ClientId),
    Secret: required(shape.ClientSecretType),
    Scopes: optional(ScopeListType),
    ClientMetadata: optional(shape.ClientMetadata),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle(input, { store, tokens }) {
    const { pool, client } = await store.pools.byClientId(input.ClientId);
    if (!isClientSecret(client, input.Secret)) throw NotAuthorized(messages.secretHashWrong(client.id));
    if (!allowsClientTokens(client.settings)) throw NotAuthorized(clientMessages.clientTokensNotAllowed);
    const scopes = await machineScopes(client, input.Scopes, { store });
    return { ClientAuthenticationResult: await tokens.forClient({ pool, client, scopes }) };
  },
});
