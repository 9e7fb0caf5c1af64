import {
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  ListGroupsCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { claimsOf } from '../support/claims.js';
import { groupNotFound, join, newGroup } from '../support/groups.js';
import { expect, test } from '../support/test.js';

test('the group is gone, its members stay users and members of others', async ({ cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  await newGroup(cognito, own, 'editors');
  await newGroup(cognito, own, 'readers');
  await join(cognito, own, maya, 'editors', 'readers');
  const of = { UserPoolId: own.id, GroupName: 'editors' };

  const { $metadata, ...answer } = await cognito.send(new DeleteGroupCommand(of));

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({});
  await expect(cognito.send(new GetGroupCommand(of))).rejects.toMatchObject(groupNotFound);
  await expect(cognito.send(new ListUsersInGroupCommand(of))).rejects.toMatchObject(groupNotFound);
  const { Groups } = await cognito.send(new ListGroupsCommand({ UserPoolId: own.id }));
  expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['readers']);
  const { Username } = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(Username).toBe('maya');
  expect(claimsOf((await maya.signIn()).accessToken)['cognito:groups']).toEqual(['readers']);
});

test('a new group of the name has none of the old members', async ({ cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  await newGroup(cognito, own, 'editors');
  await join(cognito, own, maya, 'editors');
  await cognito.send(new DeleteGroupCommand({ UserPoolId: own.id, GroupName: 'editors' }));

  await newGroup(cognito, own, 'editors');

  const { Groups } = await cognito.send(new AdminListGroupsForUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(Groups).toEqual([]);
});

test('whoever joins meanwhile leaves no trace in a new group of the name', async ({ cognito, pool }) => {
  const own = await pool();
  const users = await Promise.all(['a', 'b', 'c', 'd'].map((name) => own.user(name)));
  await newGroup(cognito, own, 'editors');

  await Promise.allSettled([
    ...users.map((user) => join(cognito, own, user, 'editors')),
    cognito.send(new DeleteGroupCommand({ UserPoolId: own.id, GroupName: 'editors' })),
  ]);

  await newGroup(cognito, own, 'editors');
  const { Users } = await cognito.send(new ListUsersInGroupCommand({ UserPoolId: own.id, GroupName: 'editors' }));
  expect(Users).toEqual([]);
});

test('knows no group of another name or pool', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  await newGroup(cognito, other, 'editors');
  await expect(
    cognito.send(new DeleteGroupCommand({ UserPoolId: own.id, GroupName: 'editors' })),
  ).rejects.toMatchObject(groupNotFound);
  const { Group } = await cognito.send(new GetGroupCommand({ UserPoolId: other.id, GroupName: 'editors' }));
  expect(Group?.GroupName).toBe('editors');
});

testAccess('DeleteGroup', ({ id }) => ({ UserPoolId: id, GroupName: 'editors' }));
testVisibility('DeleteGroup', ({ id }) => ({ UserPoolId: id, GroupName: 'editors' }));
