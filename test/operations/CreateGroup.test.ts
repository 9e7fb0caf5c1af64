import { CreateGroupCommand, DeleteGroupCommand, GetGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { newGroup, role } from '../support/groups.js';
import { broken } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const taken = { name: 'GroupExistsException', message: 'A group with the name already exists.' };

test('answers with the group, and keeps it', async ({ cognito, pool }) => {
  const own = await pool();
  const settings = { Description: 'They write.', RoleArn: role('editors'), Precedence: 0 };

  const { $metadata, ...answer } = await cognito.send(
    new CreateGroupCommand({ UserPoolId: own.id, GroupName: 'editors', ...settings }),
  );

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({
    Group: {
      GroupName: 'editors',
      UserPoolId: own.id,
      ...settings,
      CreationDate: expect.any(Date) as Date,
      LastModifiedDate: answer.Group?.CreationDate,
    },
  });
  const { Group } = await cognito.send(new GetGroupCommand({ UserPoolId: own.id, GroupName: 'editors' }));
  expect(Group).toEqual(answer.Group);
});

test('leaves out what was not given', async ({ cognito, pool }) => {
  const group = await newGroup(cognito, await pool(), 'readers');
  expect(Object.keys(group).toSorted()).toEqual(['CreationDate', 'GroupName', 'LastModifiedDate', 'UserPoolId']);
});

test('a name is taken in its own pool, in just its case', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  await newGroup(cognito, own, 'editors');

  await expect(newGroup(cognito, own, 'editors', { Description: 'others' })).rejects.toMatchObject(taken);
  await newGroup(cognito, own, 'Editors');
  await newGroup(cognito, other, 'editors');
});

test('a name is free again when its group is gone', async ({ cognito, pool }) => {
  const own = await pool();
  await newGroup(cognito, own, 'editors', { Description: 'the first' });
  await cognito.send(new DeleteGroupCommand({ UserPoolId: own.id, GroupName: 'editors' }));
  expect(await newGroup(cognito, own, 'editors')).not.toHaveProperty('Description');
});

test('of many who take one name at once, one gets it', async ({ cognito, pool }) => {
  const own = await pool();
  const outcomes = await Promise.allSettled(
    [1, 2, 3, 4].map((Precedence) => newGroup(cognito, own, 'editors', { Precedence })),
  );
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused).toHaveLength(3);
  for (const { reason } of refused) expect(reason).toMatchObject(taken);
});

test('a pool has no more groups than it may', async ({ pool, server }) => {
  const own = await pool();
  const group = (name: string) => ({
    poolId: own.id,
    name,
    description: undefined,
    roleArn: undefined,
    precedence: undefined,
    createdAt: new Date(),
    modifiedAt: new Date(),
  });
  const most = 2;
  expect(await server.store.groups.create(group('a'), most)).toBe(true);
  expect(await server.store.groups.create(group('b'), most)).toBe(true);
  expect(await server.store.groups.create(group('c'), most)).toBe(false);
});

const pattern = 'Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+';
const long = 'x'.repeat(129);

test.for([
  ['a blank in the name', { GroupName: 'the editors' }, broken('the editors', 'groupName', pattern)],
  ['a long name', { GroupName: long }, broken(long, 'groupName', 'Member must have length less than or equal to 128')],
  [
    'a negative precedence',
    { Precedence: -1 },
    broken('-1', 'precedence', 'Member must have value greater than or equal to 0'),
  ],
  [
    'a long description',
    { Description: 'x'.repeat(2049) },
    broken('x'.repeat(2049), 'description', 'Member must have length less than or equal to 2048'),
  ],
] as const)('refuses %s', async ([, input, refusal], { cognito, pool }) => {
  const { id } = await pool();
  const command = new CreateGroupCommand({ UserPoolId: id, GroupName: 'editors', ...input });
  await expect(cognito.send(command)).rejects.toMatchObject(refusal);
});

test('refuses a role that is no ARN', async ({ cognito, pool }) => {
  await expect(newGroup(cognito, await pool(), 'editors', { RoleArn: 'role/of-the-editors-group' })).rejects.toThrow(
    /^1 validation error detected: Value 'role\/of-the-editors-group' at 'roleArn' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:/,
  );
});

testAccess('CreateGroup', ({ id }) => ({ UserPoolId: id, GroupName: 'editors' }));
testVisibility('CreateGroup', ({ id }) => ({ UserPoolId: id, GroupName: 'editors' }));
