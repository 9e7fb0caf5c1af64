/** The shapes of resource server requests, under AWS's names; limits and patterns are those of the service. */
import type * as Aws from '@aws-sdk/client-cognito-identity-provider';
import { integer, list, required, string, structure } from './shape.js';

export { PaginationKeyType, UserPoolId } from './common-shapes.js';

export const ResourceServerIdentifier = string({ min: 1, max: 256, pattern: '[\\x21\\x23-\\x5B\\x5D-\\x7E]+' });
export const ResourceServerName = string({ min: 1, max: 256, pattern: '[\\w\\s+=,.@-]+' });
export const ResourceServerScopeList = list(
  structure<Aws.ResourceServerScopeType>()({
    ScopeName: required(string({ min: 1, max: 256, pattern: '[\\x21\\x23-\\x2E\\x30-\\x5B\\x5D-\\x7E]+' })),
    ScopeDescription: required(string({ min: 1, max: 256 })),
  }),
  { max: 100 },
);
export const ListResourceServersLimit = integer({ min: 1, max: 50 });
