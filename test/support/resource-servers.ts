import {
  type CognitoIdentityProviderClient,
  CreateResourceServerCommand,
  type CreateResourceServerCommandInput,
  type ResourceServerType,
} from '@aws-sdk/client-cognito-identity-provider';
import { present } from './pool.js';

/** Scopes of these names. */
export const scopesOf = (...names: readonly string[]) =>
  names.map((ScopeName) => ({ ScopeName, ScopeDescription: `May ${ScopeName}` }));

/** Makes a resource server with scopes of these names. */
export const newResourceServer = async (
  cognito: CognitoIdentityProviderClient,
  { id }: { readonly id: string },
  Identifier: string,
  names: readonly string[] = [],
  more: Partial<CreateResourceServerCommandInput> = {},
): Promise<ResourceServerType> => {
  const input = { UserPoolId: id, Identifier, Name: `API ${Identifier.length}`, Scopes: scopesOf(...names), ...more };
  return present((await cognito.send(new CreateResourceServerCommand(input))).ResourceServer);
};
