import type {
  ListUserPoolClientsCommandInput,
  ListUserPoolClientsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { ClientTypeType } from '#contract/client-shapes.js';
import { PaginationKey, QueryLimit, UserPoolId } from '#contract/common-shapes.js';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import { openPageToken, sealPageToken } from '#services/page-tokens.js';
import type { CreatedKey } from '#store/page.js';
import { operation } from './operation.js';

const largestPage = 60;

/** A page of a pool's clients, by id and name, oldest first. */
export const ListUserPoolClients = operation<ListUserPoolClientsCommandInput, ListUserPoolClientsCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(UserPoolId),
    MaxResults: optional(QueryLimit),
    NextToken: optional(PaginationKey),
    ClientType: optional(ClientTypeType),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle(input, { caller, clock, store }) {
    const pool = await store.pools.describe(caller, input.UserPoolId);
    // No client registers itself yet, so all are regular ones.
    if (input.ClientType === 'DCR') return { UserPoolClients: [] };
    const vault = await store.vaults.ensure('system');
    const listed = { operation: 'ListUserPoolClients', query: [pool.id] };
    const after = openPageToken(vault, listed, input.NextToken, clock.now()) as CreatedKey | undefined;
    const { items, next } = await store.clients.list(pool.id, { limit: input.MaxResults ?? largestPage, after });
    return {
      UserPoolClients: items.map(({ id, name }) => ({ ClientId: id, UserPoolId: pool.id, ClientName: name })),
      NextToken: sealPageToken(vault, listed, next, clock.now()),
    };
  },
});
