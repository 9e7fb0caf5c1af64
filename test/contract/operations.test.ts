import { describe, expect, test } from 'vitest';
import type { Members, Shape } from '#contract/shape.js';
import { undeclaredErrors } from './undeclared-errors.js';
import type { AnyOperation } from '#http/target.js';
import { operations } from '#operations/index.js';
import { operationNames } from '#operations/names.js';
import { sdkErrors, sdkHasOutput, sdkInput, sdkOperations, type SdkShape } from './sdk-model.js';

const built: [string, AnyOperation][] = Object.entries(operations);

test('every operation of the SDK is known by name, and none besides', () => {
  expect(operationNames.toSorted()).toEqual(sdkOperations);
  expect(sdkOperations).toHaveLength(140);
});

test('no operation is built that the SDK does not have', () => {
  expect(built.map(([name]) => name).filter((name) => !sdkOperations.includes(name))).toEqual([]);
});

describe.each(built)('%s', (name, operation) => {
  test('has the members of the SDK, required where it says so', () => {
    expect(describeMembers(operation.input)).toEqual(describeSdkMembers(sdkInput(name).members));
  });

  test('declares only errors that AWS declares', () => {
    const allowed = new Set([...sdkErrors(name), ...(undeclaredErrors[name] ?? []).map(({ type }) => type)]);
    expect(allowed.size).toBeGreaterThan(0);
    expect(operation.errors.map(({ type }) => type).filter((type) => !allowed.has(type))).toEqual([]);
  });

  test('answers with a body just where AWS declares an output', () => {
    expect(operation.empty).toBe(!sdkHasOutput(name));
  });

  test('asks for a signature just where AWS does', () => {
    const members = Object.keys(operation.input);
    const expected =
      members.includes('AccessToken') && !publicWithToken.has(name) ? 'bearer' : isSigned(name) ? 'signed' : 'public';
    expect(operation.access).toBe(expected);
  });
});

/** Operations whose access token is one of several ways to say who calls. */
const publicWithToken = new Set(['AssociateSoftwareToken', 'VerifySoftwareToken']);

/** AWS's public operations, by its documentation; everything else is signed. */
const publicOperations = new Set([
  'AssociateSoftwareToken',
  'ConfirmForgotPassword',
  'ConfirmSignUp',
  'ForgotPassword',
  'GetClientToken',
  'GetTokensFromRefreshToken',
  'InitiateAuth',
  'ResendConfirmationCode',
  'RespondToAuthChallenge',
  'RevokeToken',
  'SignUp',
  'UpdateAuthEventFeedback',
  'VerifySoftwareToken',
]);
const isSigned = (name: string): boolean => !publicOperations.has(name);

interface Described {
  required: boolean;
  kind: string;
  secret: boolean;
  members?: Record<string, Described>;
  element?: Omit<Described, 'required'>;
}

const describeMembers = (members: Members): Record<string, Described> =>
  Object.fromEntries(
    Object.entries(members).map(([name, { required, shape }]) => [name, { required, ...describeShape(shape) }]),
  );

const describeShape = (shape: Shape): Omit<Described, 'required'> => {
  const secret = shape.secret === true;
  switch (shape.kind) {
    case 'list':
      return { kind: 'list', secret, element: describeShape(shape.member) };
    case 'map':
      return { kind: 'map', secret, element: describeShape(shape.value) };
    case 'structure':
      return { kind: 'structure', secret, members: describeMembers(shape.members) };
    case 'integer':
      return { kind: 'number', secret };
    case 'string':
    case 'boolean':
    case 'document':
      return { kind: shape.kind, secret };
  }
};

const describeSdkMembers = (members: SdkShape['members']): Record<string, Described> =>
  Object.fromEntries(
    Array.from(members, ([name, { required, shape }]) => [name, { required, ...describeSdkShape(shape) }]),
  );

const describeSdkShape = ({ kind, secret, members, element }: SdkShape): Omit<Described, 'required'> => ({
  kind,
  secret,
  ...(kind === 'structure' && { members: describeSdkMembers(members) }),
  ...(element && { element: describeSdkShape(element) }),
});
