import type {
  DeleteUserPoolClientSecretCommandInput,
  DeleteUserPoolClientSecretCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { ClientSecretIdType } from '#contract/client-shapes.js';
import { ClientId, UserPoolId } from '#contract/common-shapes.js';
import { InvalidParameter, ResourceNotFound } from '#contract/errors.js';
import { required } from '#contract/shape.js';
import { checkDeletedSecret } from '#domain/client-secrets.js';
import { operation } from './operation.js';

/** Takes one of its two secrets from a client: nothing is accepted for it any more. The last one stays. */
export const DeleteUserPoolClientSecret = operation<
  DeleteUserPoolClientSecretCommandInput,
  DeleteUserPoolClientSecretCommandOutput
>()({
  access: 'signed',
  input: {
    UserPoolId: required(UserPoolId),
    ClientId: required(ClientId),
    ClientSecretId: required(ClientSecretIdType),
  },
  errors: [InvalidParameter, ResourceNotFound],

  async handle(input, { caller, store }) {
    const pool = await store.pools.describe(caller, input.UserPoolId);
    const { ClientId: clientId, ClientSecretId: id } = input;
    await store.clientSecrets.delete(pool.id, clientId, id, (ids) => checkDeletedSecret(ids, id));
    return {};
  },
});
