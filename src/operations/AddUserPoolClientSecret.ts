import type {
  AddUserPoolClientSecretCommandInput,
  AddUserPoolClientSecretCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { ClientSecretType } from '#contract/client-shapes.js';
import { ClientId, UserPoolId } from '#contract/common-shapes.js';
import { InvalidParameter, LimitExceeded, ResourceNotFound } from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import { checkAddedSecret } from '#domain/client-secrets.js';
import { randomBase32 } from '#lib/ids.js';
import { operation } from './operation.js';

/** Gives a client a second secret, so that its app can change over while both work. A secret that was made here is shown this once. */
export const AddUserPoolClientSecret = operation<
  AddUserPoolClientSecretCommandInput,
  AddUserPoolClientSecretCommandOutput
>()({
  access: 'signed',
  input: {
    UserPoolId: required(UserPoolId),
    ClientId: required(ClientId),
    ClientSecret: optional(ClientSecretType),
  },
  errors: [InvalidParameter, LimitExceeded, ResourceNotFound],

  async handle({ UserPoolId: poolId, ClientId: clientId, ClientSecret: given }, { caller, clock, store }) {
    const pool = await store.pools.describe(caller, poolId);
    const value = given ?? randomBase32(32);
    const added = { value, now: clock.now() };
    const { id, createdAt } = await store.clientSecrets.add(pool.id, clientId, added, (secrets) =>
      checkAddedSecret(secrets, value),
    );
    return {
      ClientSecretDescriptor: {
        ClientSecretId: id,
        ...(given === undefined && { ClientSecretValue: value }),
        ClientSecretCreateDate: createdAt,
      },
    };
  },
});
