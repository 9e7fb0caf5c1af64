import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  CreateGroupCommand,
  InitiateAuthCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { testAccess, testVisibility } from '../support/access.js';
import { claimsOf } from '../support/claims.js';
import { groupNotFound, join, newGroup, role, userNotFound } from '../support/groups.js';
import { present } from '../support/pool.js';
import { broken, brokenSecret, invalid } from '../support/refusals.js';
import { expect, test, type Fixture } from '../support/test.js';

test('answers with an empty body, again and again, and leaves the date of the user', async ({
  clock,
  cognito,
  pool,
}) => {
  const own = await pool();
  const maya = await own.user('maya');
  await newGroup(cognito, own, 'editors');
  const of = { UserPoolId: own.id, Username: 'maya' };
  const before = await cognito.send(new AdminGetUserCommand(of));
  clock.advanceSeconds(5);

  for (const Username of ['maya', maya.sub]) {
    const { $metadata, ...answer } = await cognito.send(
      new AdminAddUserToGroupCommand({ ...of, Username, GroupName: 'editors' }),
    );
    expect($metadata.httpStatusCode).toBe(200);
    expect(answer).toEqual({});
  }

  const { Users } = await cognito.send(new ListUsersInGroupCommand({ UserPoolId: own.id, GroupName: 'editors' }));
  expect(Users?.map(({ Attributes }) => Attributes?.[0]?.Value)).toEqual([maya.sub]);
  const after = await cognito.send(new AdminGetUserCommand(of));
  expect(after.UserLastModifiedDate).toEqual(before.UserLastModifiedDate);
});

test('takes an alias and a sub for the user', async ({ cognito, pool }) => {
  const own = await pool({ AliasAttributes: ['email'] });
  const maya = await own.user('maya', { attributes: { email: 'maya@example.com' } });
  await newGroup(cognito, own, 'a');
  await newGroup(cognito, own, 'b');
  await join(cognito, own, { name: 'maya@example.com' }, 'a');
  await join(cognito, own, { name: maya.sub }, 'b');
  const { Groups } = await cognito.send(new AdminListGroupsForUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['a', 'b']);
});

test('looks for the user first, then for the group', async ({ cognito, pool }) => {
  const own = await pool();
  await expect(join(cognito, own, { name: 'nobody' }, 'nothing')).rejects.toMatchObject(userNotFound);
  await own.user('maya');
  await expect(join(cognito, own, { name: 'maya' }, 'nothing')).rejects.toMatchObject(groupNotFound);
});

test('a user is in a hundred groups at most', async ({ cognito, pool, server }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const names = Array.from({ length: 101 }, (_, index) => `group-${index}`);
  await Promise.all(names.map((name) => newGroup(cognito, own, name)));
  const user = { poolId: own.id, sub: maya.sub };
  for (const name of names.slice(0, 98)) await server.store.groups.addMember(user, name, 100);

  const outcomes = await Promise.allSettled(names.slice(98).map((name) => join(cognito, own, maya, name)));

  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject(
    invalid('A user can be in 100 groups at most.'),
  );
  await join(cognito, own, maya, 'group-0');
});

test('whoever is deleted meanwhile is in no group', async ({ cognito, pool, server }) => {
  const own = await pool();
  const maya = await own.user('maya');
  await newGroup(cognito, own, 'editors');
  await Promise.allSettled([
    join(cognito, own, maya, 'editors'),
    cognito.send(new AdminDeleteUserCommand({ UserPoolId: own.id, Username: 'maya' })),
  ]);
  const page = { limit: 10, after: undefined };
  const user = { poolId: own.id, sub: maya.sub };
  expect((await server.store.groups.ofUser(user, page)).items).toEqual([]);
});

/** What a token says of groups. */
const groupClaimsOf = (token: string) =>
  Object.fromEntries(Object.entries(claimsOf(token)).filter(([name]) => /^cognito:(groups|.*role)/.test(name)));

/** The claims about the groups of a user who is in groups with these settings, in both tokens. */
const claimsWith = async (
  { cognito, pool }: Pick<Fixture, 'cognito' | 'pool'>,
  groups: Readonly<Record<string, { Precedence?: number; RoleArn?: string }>>,
) => {
  const own = await pool();
  const maya = await own.user('maya');
  for (const [name, settings] of Object.entries(groups)) await newGroup(cognito, own, name, settings);
  await join(cognito, own, maya, ...Object.keys(groups));
  const { accessToken, idToken } = await maya.signIn();
  return { access: groupClaimsOf(accessToken), id: groupClaimsOf(idToken) };
};

describe('tokens', () => {
  test('say nothing of a user in no group', async ({ cognito, pool }) => {
    expect(await claimsWith({ cognito, pool }, {})).toEqual({ access: {}, id: {} });
  });

  test('name groups by precedence, those without last, then by name', async ({ cognito, pool }) => {
    const groups = {
      last: {},
      alast: {},
      second: { Precedence: 5 },
      first: { Precedence: 0 },
      also: { Precedence: 5 },
    };
    const names = { 'cognito:groups': ['first', 'also', 'second', 'alast', 'last'] };
    expect(await claimsWith({ cognito, pool }, groups)).toEqual({ access: names, id: names });
  });

  test('name all roles, and prefer that of the lowest precedence', async ({ cognito, pool }) => {
    const groups = {
      readers: { Precedence: 9, RoleArn: role('readers') },
      editors: { Precedence: 1, RoleArn: role('editors') },
      guests: { RoleArn: role('guests') },
      chiefs: { Precedence: 0 },
    };
    const { access, id } = await claimsWith({ cognito, pool }, groups);
    const names = { 'cognito:groups': ['chiefs', 'editors', 'readers', 'guests'] };
    expect(access).toEqual(names);
    expect(id).toEqual({
      ...names,
      'cognito:roles': [role('editors'), role('readers'), role('guests')],
      'cognito:preferred_role': role('editors'),
    });
  });

  test('prefer no role where two differ at the lowest precedence', async ({ cognito, pool }) => {
    const groups = { a: { Precedence: 1, RoleArn: role('a') }, b: { Precedence: 1, RoleArn: role('b') } };
    const { id } = await claimsWith({ cognito, pool }, groups);
    expect(id).toEqual({ 'cognito:groups': ['a', 'b'], 'cognito:roles': [role('a'), role('b')] });
  });

  test('prefer the role that all groups of the lowest precedence have', async ({ cognito, pool }) => {
    const groups = { a: { RoleArn: role('same') }, b: { RoleArn: role('same') } };
    const { id } = await claimsWith({ cognito, pool }, groups);
    expect(id).toEqual({
      'cognito:groups': ['a', 'b'],
      'cognito:roles': [role('same')],
      'cognito:preferred_role': role('same'),
    });
  });

  test('say so from the next refresh on', async ({ anonymous, cognito, pool }) => {
    const own = await pool();
    const maya = await own.user('maya');
    const { refreshToken } = await maya.signIn();
    await cognito.send(new CreateGroupCommand({ UserPoolId: own.id, GroupName: 'editors' }));
    await join(cognito, own, maya, 'editors');

    const { AuthenticationResult } = await anonymous.send(
      new InitiateAuthCommand({
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: own.client.id,
        AuthParameters: { REFRESH_TOKEN: refreshToken },
      }),
    );

    for (const token of [AuthenticationResult?.AccessToken, AuthenticationResult?.IdToken])
      expect(claimsOf(present(token))['cognito:groups']).toEqual(['editors']);
  });
});

const pattern = 'Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+';

test('wants names without blanks', async ({ cognito, pool }) => {
  const { id } = await pool();
  const of = { UserPoolId: id, Username: 'maya', GroupName: 'editors' };
  await expect(cognito.send(new AdminAddUserToGroupCommand({ ...of, GroupName: 'the editors' }))).rejects.toMatchObject(
    broken('the editors', 'groupName', pattern),
  );
  await expect(cognito.send(new AdminAddUserToGroupCommand({ ...of, Username: 'ma ya' }))).rejects.toMatchObject(
    brokenSecret('username', pattern),
  );
});

const inputOf = ({ id }: { id: string }) => ({ UserPoolId: id, Username: 'maya', GroupName: 'editors' });
testAccess('AdminAddUserToGroup', inputOf);
testVisibility('AdminAddUserToGroup', inputOf);
