import type {
  ListResourceServersCommandInput,
  ListResourceServersCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import * as shape from '#contract/resource-server-shapes.js';
import { optional, required } from '#contract/shape.js';
import { describeResourceServer } from '#domain/resource-server.js';
import { pagedList } from '#services/paged-list.js';
import type { PageRequest } from '#store/page.js';
import { operation } from './operation.js';

const largestPage = 50;

/** A page of a pool's resource servers, by identifier. */
export const ListResourceServers = operation<ListResourceServersCommandInput, ListResourceServersCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    MaxResults: optional(shape.ListResourceServersLimit),
    NextToken: optional(shape.PaginationKeyType),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle({ UserPoolId: id, MaxResults: limit = largestPage, NextToken: token }, io) {
    const pool = await io.store.pools.getVisible(io.caller, id);
    const request = { pool, operation: 'ListResourceServers', query: [], limit, token };
    const { items, next } = await pagedList(request, io, (page: PageRequest<string>) =>
      io.store.resourceServers.list(pool.id, page),
    );
    return { ResourceServers: items.map(describeResourceServer), NextToken: next };
  },
});
