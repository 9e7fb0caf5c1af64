import { isJsonObject } from '#lib/json-object.js';
import { repeatedKey } from '#lib/repeated-key.js';

/** What an access key may do: statements in the form of IAM's identity-based policies. */
export interface AccessPolicy {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly PolicyStatement[];
}

/** One statement; of each pair exactly one member is present. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
}

type OneOrMore = string | readonly string[];

/** What a policy says of one action on one resource; `silent` means that nothing allows it. */
export type Decision = 'allow' | 'deny' | 'silent';

/** A policy is not one that Poolhouse can enforce; the message says why, in one sentence. */
export class PolicyRejected extends Error {
  override readonly name = 'PolicyRejected';
}

/** What a policy says: an explicit deny wins over every allow. */
export const decide = (policy: AccessPolicy, action: string, resource: string): Decision => {
  const effects = policy.Statement.filter((statement) => applies(statement, action, resource)).map(
    ({ Effect }) => Effect,
  );
  return effects.includes('Deny') ? 'deny' : effects.includes('Allow') ? 'allow' : 'silent';
};

/**
 * Reads a policy document over the actions that there are. Throws PolicyRejected for one with an element that would not be enforced:
 * above all a Condition, and whatever is misspelt.
 */
export const parsePolicy = (document: string, actions: readonly string[]): AccessPolicy => {
  const policy = asObject(parseJson(document), 'The policy');
  onlyKnown(policy, ['Version', 'Id', 'Statement'], 'The policy');
  if (policy['Version'] !== undefined && !versions.includes(policy['Version']))
    throw new PolicyRejected(`The policy's Version must be one of ${versions.join(', ')}.`);
  const statements = [policy['Statement'] ?? []].flat();
  if (statements.length === 0) throw new PolicyRejected('The policy has no Statement.');
  statements.forEach((statement, index) => checkStatement(statement, `Statement ${index + 1}`, actions));
  return { ...policy, Statement: statements as PolicyStatement[] };
};

/** Whether a pattern with `*` (any characters) and `?` (one character) matches the whole text, in time linear in each. */
export const matchesWildcard = (pattern: string, text: string): boolean => {
  let [at, star, resumeAt] = [0, -1, 0];
  let position = 0;
  while (position < text.length) {
    if (pattern[at] === '*') [star, resumeAt, at] = [at, position, at + 1];
    else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[position]))
      [at, position] = [at + 1, position + 1];
    else if (star >= 0) [at, position, resumeAt] = [star + 1, resumeAt + 1, resumeAt + 1];
    else return false;
  }
  return /^\**$/.test(pattern.slice(at));
};

const versions: readonly unknown[] = ['2012-10-17', '2008-10-17'];

/** Actions are compared without regard to case, as in IAM; resources are not. */
const applies = (
  { Action, NotAction, Resource, NotResource }: PolicyStatement,
  action: string,
  resource: string,
): boolean =>
  (Action === undefined
    ? !matchesAny(NotAction, action.toLowerCase(), lowerCase)
    : matchesAny(Action, action.toLowerCase(), lowerCase)) &&
  (Resource === undefined ? !matchesAny(NotResource, resource, asIs) : matchesAny(Resource, resource, asIs));

const matchesAny = (patterns: OneOrMore = [], text: string, prepare: (pattern: string) => string): boolean =>
  [patterns].flat().some((pattern) => matchesWildcard(prepare(pattern), text));

const lowerCase = (pattern: string): string => pattern.toLowerCase();
const asIs = (pattern: string): string => pattern;

const checkStatement = (value: unknown, where: string, actions: readonly string[]): void => {
  const statement = asObject(value, where);
  onlyKnown(statement, ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource'], where);
  if (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny')
    throw new PolicyRejected(`${where} needs an Effect, Allow or Deny.`);
  for (const pattern of checkedPatterns(statement, 'Action', where))
    if (!actions.some((action) => matchesAny(pattern, action.toLowerCase(), lowerCase)))
      throw new PolicyRejected(`${where} names the action ${pattern}, which does not exist.`);
  checkedPatterns(statement, 'Resource', where);
};

const checkedPatterns = (statement: Record<string, unknown>, name: string, where: string): string[] => {
  const given = [name, `Not${name}`].filter((key) => statement[key] !== undefined);
  const [key] = given;
  if (key === undefined || given.length !== 1) throw new PolicyRejected(`${where} needs either ${name} or Not${name}.`);
  const patterns = [statement[key]].flat();
  if (patterns.length === 0 || !patterns.every((pattern) => typeof pattern === 'string' && pattern !== ''))
    throw new PolicyRejected(`${key} of ${where} must be a string or a list of strings.`);
  // A policy variable would be compared as it is written: nothing would ever match it.
  if (patterns.some((pattern) => String(pattern).includes('${')))
    throw new PolicyRejected(`${key} of ${where} uses a policy variable, which is not supported.`);
  return patterns as string[];
};

const onlyKnown = (value: object, known: readonly string[], where: string): void => {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new PolicyRejected(`${where} uses ${unknown}, which is not supported.`);
};

const asObject = (value: unknown, where: string): Record<string, unknown> => {
  if (isJsonObject(value)) return value;
  throw new PolicyRejected(`${where} must be a JSON object.`);
};

const parseJson = (document: string): unknown => {
  const value = parsed(document);
  const twice = repeatedKey(document);
  if (twice !== undefined) throw new PolicyRejected(`The policy says ${JSON.stringify(twice)} twice in one object.`);
  return value;
};

const parsed = (document: string): unknown => {
  try {
    return JSON.parse(document);
  } catch {
    throw new PolicyRejected('The policy is not JSON.');
  }
};
