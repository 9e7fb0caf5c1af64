import type {
  ListUserPoolClientsCommandInput,
  ListUserPoolClientsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { ClientTypeType } from '#contract/client-shapes.js';
import { PaginationKey, QueryLimit, UserPoolId } from '#contract/common-shapes.js';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import { pagedList } from '#services/paged-list.js';
import type { CreatedKey, PageRequest } from '#store/page.js';
import { operation } from './operation.js';

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

  async handle(input, { caller, ...io }) {
    const pool = await io.store.pools.describe(caller, input.UserPoolId);
    // No client registers itself yet, so all are regular ones.
    if (input.ClientType === 'DCR') return { UserPoolClients: [] };
    const listed = { operation: 'ListUserPoolClients', query: [] };
    const request = { pool, ...listed, limit: input.MaxResults, token: input.NextToken };
    const { items, next } = await pagedList(request, io, (page: PageRequest<CreatedKey>) =>
      io.store.clients.list(pool.id, page),
    );
    return {
      UserPoolClients: items.map(({ id, name }) => ({ ClientId: id, UserPoolId: pool.id, ClientName: name })),
      NextToken: next,
    };
  },
});
