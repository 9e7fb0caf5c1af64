import { expect, test } from 'vitest';
import { decide, matchesWildcard, parsePolicy, PolicyRejected } from './access-policy.js';

const pool = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_abc';
const actions = ['ListUsers', 'AdminGetUser', 'CreateUserPool', 'DeleteUserPool'].map((name) => `cognito-idp:${name}`);
const policy = (...Statement: object[]) => parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement }), actions);

test('what no statement allows is not allowed', () => {
  const readers = policy({ Effect: 'Allow', Action: ['cognito-idp:Admin*', 'cognito-idp:List?sers'], Resource: pool });

  expect(decide(readers, 'cognito-idp:AdminGetUser', pool)).toBe('allow');
  expect(decide(readers, 'cognito-idp:ListUsers', pool)).toBe('allow');
  expect(decide(readers, 'cognito-idp:DeleteUserPool', pool)).toBe('silent');
  expect(decide(readers, 'cognito-idp:ListUsers', `${pool}d`)).toBe('silent');
  expect(decide(readers, 'cognito-idp:ListUsers', '*')).toBe('silent');
});

test('an explicit deny wins, in whatever order', () => {
  const careful = policy(
    { Effect: 'Deny', Action: 'cognito-idp:Delete*', Resource: '*' },
    { Effect: 'Allow', Action: '*', Resource: '*' },
  );

  expect(decide(careful, 'cognito-idp:DeleteUserPool', pool)).toBe('deny');
  expect(decide(careful, 'cognito-idp:CreateUserPool', '*')).toBe('allow');
});

test('NotAction and NotResource mean everything else', () => {
  const others = policy({ Effect: 'Allow', NotAction: 'cognito-idp:Delete*', NotResource: [pool] });

  expect(decide(others, 'cognito-idp:ListUsers', `${pool}d`)).toBe('allow');
  expect(decide(others, 'cognito-idp:DeleteUserPool', `${pool}d`)).toBe('silent');
  expect(decide(others, 'cognito-idp:ListUsers', pool)).toBe('silent');
});

test('actions are compared without case, resources with it', () => {
  const lower = policy({ Effect: 'Allow', Action: 'COGNITO-IDP:listusers', Resource: pool });

  expect(decide(lower, 'cognito-idp:ListUsers', pool)).toBe('allow');
  expect(decide(lower, 'cognito-idp:ListUsers', pool.toUpperCase())).toBe('silent');
});

test.each([
  ['not JSON', '{'],
  ['no object', '[]'],
  ['no statement', '{"Version":"2012-10-17"}'],
  ['an unknown version', '{"Version":"2020-01-01","Statement":[]}'],
  ['a condition', '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{}}}'],
  ['a principal', '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}}'],
  ['no effect', '{"Statement":{"Action":"*","Resource":"*"}}'],
  ['no resource', '{"Statement":{"Effect":"Allow","Action":"*"}}'],
  ['both forms of one element', '{"Statement":{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}}'],
  ['an empty list', '{"Statement":{"Effect":"Allow","Action":[],"Resource":"*"}}'],
  ['a pattern that is no text', '{"Statement":{"Effect":"Allow","Action":[1],"Resource":"*"}}'],
  ['a policy variable', '{"Statement":{"Effect":"Allow","Action":"*","Resource":"${aws:username}"}}'],
])('a policy with %s is refused', (_, document) => {
  expect(() => parsePolicy(document, actions)).toThrow(PolicyRejected);
});

test.each([
  ['cognito-idp:ListUser', { Action: ['cognito-idp:ListUsers', 'cognito-idp:ListUser'] }],
  ['ListUsers', { Action: 'ListUsers' }],
  ['s3:*', { NotAction: ['s3:*'] }],
])('the action %s is refused, since nothing would ever match it', (action, statement) => {
  expect(() => policy({ Effect: 'Allow', Resource: '*', ...statement })).toThrow(
    new PolicyRejected(`Statement 1 names the action ${action}, which does not exist.`),
  );
});

test('a key that an object has twice is refused, since one of the two would not count', () => {
  const document = '{"Statement":{"Effect":"Deny","Action":"*","Resource":"*","Effect":"Allow"}}';
  expect(() => parsePolicy(document, actions)).toThrow(
    new PolicyRejected('The policy says "Effect" twice in one object.'),
  );
});

test.each([
  ['', '', true],
  ['*', '', true],
  ['*', 'anything', true],
  ['?', '', false],
  ['a?c', 'abc', true],
  ['a*c', 'abbbc', true],
  ['a*c', 'abbb', false],
  ['*a*b*', 'xaxxbx', true],
  ['**', 'a', true],
  ['a', 'ab', false],
  ['a.c', 'abc', false],
])('%s matches %s: %s', (pattern, text, matches) => {
  expect(matchesWildcard(pattern, text)).toBe(matches);
});

test('a pattern made to be slow is not', () => {
  expect(matchesWildcard(`${'a*'.repeat(1000)}b`, 'a'.repeat(2000))).toBe(false);
});
