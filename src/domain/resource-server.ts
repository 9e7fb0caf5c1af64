import type { ResourceServerScopeType, ResourceServerType } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter } from '#contract/errors.js';
import { poolMessages } from '#contract/pool-messages.js';

/** An API of the operator's own, whose scopes access tokens may carry. */
export interface ResourceServer {
  readonly poolId: string;
  readonly identifier: string;
  readonly name: string;
  readonly scopes: readonly ResourceServerScopeType[];
}

/** A resource server as answers show it. */
export const describeResourceServer = (server: ResourceServer): ResourceServerType => ({
  UserPoolId: server.poolId,
  Identifier: server.identifier,
  Name: server.name,
  Scopes: [...server.scopes],
});

/** The scopes of a request, none where it has none. Throws InvalidParameterException when two have one name. */
export const resourceServerScopes = (given: readonly ResourceServerScopeType[] = []): ResourceServerScopeType[] => {
  const names = given.map(({ ScopeName: name }) => name);
  const duplicate = names.find((name, index) => names.indexOf(name) !== index);
  if (duplicate !== undefined) throw InvalidParameter(poolMessages.duplicateScope(duplicate));
  return [...given];
};

/** A scope as clients and tokens name it. */
export const scopeName = ({ identifier }: Pick<ResourceServer, 'identifier'>, name = ''): string =>
  `${identifier}/${name}`;

/** The resource server that a scope's full name speaks of: all before the last slash, since no scope's own name has one. */
export const serverOfScope = (scope: string): string => scope.slice(0, Math.max(0, scope.lastIndexOf('/')));
