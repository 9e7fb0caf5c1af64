import type {
  ListUserPoolClientSecretsCommandInput,
  ListUserPoolClientSecretsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { ClientId, PaginationKey, UserPoolId } from '#contract/common-shapes.js';
import { InvalidParameter, ResourceNotFound } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { optional, required } from '#contract/shape.js';
import { operation } from './operation.js';

/** The ids of a client's secrets, oldest first; their values never. There are two at most, so that no page follows. */
export const ListUserPoolClientSecrets = operation<
  ListUserPoolClientSecretsCommandInput,
  ListUserPoolClientSecretsCommandOutput
>()({
  access: 'signed',
  input: {
    UserPoolId: required(UserPoolId),
    ClientId: required(ClientId),
    NextToken: optional(PaginationKey),
  },
  errors: [InvalidParameter, ResourceNotFound],

  async handle(input, { caller, store }) {
    const pool = await store.pools.describe(caller, input.UserPoolId);
    const client = await store.clients.describe(pool.id, input.ClientId);
    if (input.NextToken !== undefined) throw InvalidParameter(messages.invalidPaginationToken);
    const secrets = await store.clientSecrets.list(pool.id, client.id);
    return {
      ClientSecrets: secrets.map(({ id, createdAt }) => ({ ClientSecretId: id, ClientSecretCreateDate: createdAt })),
    };
  },
});
