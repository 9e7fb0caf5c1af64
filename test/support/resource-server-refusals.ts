import type { ResourceServerScopeType } from '@aws-sdk/client-cognito-identity-provider';
import { broken, invalid } from './refusals.js';
import { scopesOf } from './resource-servers.js';

interface ServerRefusal {
  readonly what: string;
  readonly input: { readonly Name?: string; readonly Identifier?: string; readonly Scopes?: ResourceServerScopeType[] };
  readonly refusal: { readonly name: string; readonly message: string };
}

const long = 'x'.repeat(257);
const tooMany = scopesOf(...Array.from({ length: 101 }, (_, index) => `s${index}`));
const pattern = (text: string) => `Member must satisfy regular expression pattern: ${text}`;
const scope = (name: string, description = 'May'): ResourceServerScopeType[] => [
  { ScopeName: name, ScopeDescription: description },
];

/** Identifiers that no resource server can have. */
export const identifierRefusals: readonly ServerRefusal[] = [
  {
    what: 'an identifier that is too long',
    input: { Identifier: long },
    refusal: broken(long, 'identifier', 'Member must have length less than or equal to 256'),
  },
  ...['a b', 'a"b', 'a\\b', 'ä'].map((Identifier) => ({
    what: `the identifier ${Identifier}`,
    input: { Identifier },
    refusal: broken(Identifier, 'identifier', pattern('[\\x21\\x23-\\x5B\\x5D-\\x7E]+')),
  })),
];

/** What CreateResourceServer and UpdateResourceServer refuse alike. */
export const serverRefusals: readonly ServerRefusal[] = [
  ...identifierRefusals,
  {
    what: 'a name of other characters',
    input: { Name: 'a/b' },
    refusal: broken('a/b', 'name', pattern('[\\w\\s+=,.@-]+')),
  },
  {
    what: 'a name that is too long',
    input: { Name: long },
    refusal: broken(long, 'name', 'Member must have length less than or equal to 256'),
  },
  {
    what: 'a scope with a slash',
    input: { Scopes: scope('a/b') },
    refusal: broken('a/b', 'scopes.1.member.scopeName', pattern('[\\x21\\x23-\\x2E\\x30-\\x5B\\x5D-\\x7E]+')),
  },
  {
    what: 'a scope without a description',
    input: { Scopes: scope('read', '') },
    refusal: broken('', 'scopes.1.member.scopeDescription', 'Member must have length greater than or equal to 1'),
  },
  {
    what: 'two scopes of one name',
    input: { Scopes: scopesOf('read', 'write', 'read') },
    refusal: invalid('Duplicate scope name read.'),
  },
];

/** More scopes than a resource server may have. */
export const tooManyScopes = tooMany;
