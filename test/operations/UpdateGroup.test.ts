import { GetGroupCommand, UpdateGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { claimsOf } from '../support/claims.js';
import { groupNotFound, join, newGroup, role } from '../support/groups.js';
import { broken } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const before = { Description: 'They write.', RoleArn: role('editors'), Precedence: 3 };

test('changes what is given, and the date with it', async ({ clock, cognito, pool }) => {
  const own = await pool();
  const group = await newGroup(cognito, own, 'editors', before);
  clock.advanceSeconds(5);

  const { $metadata, ...answer } = await cognito.send(
    new UpdateGroupCommand({ UserPoolId: own.id, GroupName: 'editors', Precedence: 0 }),
  );

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer.Group).toEqual({ ...group, Precedence: 0, LastModifiedDate: answer.Group?.LastModifiedDate });
  expect(Number(answer.Group?.LastModifiedDate) - Number(group.CreationDate)).toBeGreaterThanOrEqual(5000);
  const { Group } = await cognito.send(new GetGroupCommand({ UserPoolId: own.id, GroupName: 'editors' }));
  expect(Group).toEqual(answer.Group);
});

test('changes all of it', async ({ cognito, pool }) => {
  const own = await pool();
  await newGroup(cognito, own, 'editors', before);
  const after = { Description: 'They read.', RoleArn: role('readers'), Precedence: 7 };
  const { Group } = await cognito.send(new UpdateGroupCommand({ UserPoolId: own.id, GroupName: 'editors', ...after }));
  expect(Group).toMatchObject(after);
});

test.for([{}, { Description: '' }])(
  'leaves group and date as they were when given %o',
  async (input, { clock, cognito, pool }) => {
    const own = await pool();
    const group = await newGroup(cognito, own, 'editors', before);
    clock.advanceSeconds(5);
    const command = new UpdateGroupCommand({ UserPoolId: own.id, GroupName: 'editors', ...input });
    expect((await cognito.send(command)).Group).toEqual(group);
  },
);

test('the next tokens of the members say so', async ({ cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  await newGroup(cognito, own, 'editors', before);
  await join(cognito, own, maya, 'editors');

  await cognito.send(new UpdateGroupCommand({ UserPoolId: own.id, GroupName: 'editors', RoleArn: role('chiefs') }));

  expect(claimsOf((await maya.signIn()).idToken)).toMatchObject({
    'cognito:roles': [role('chiefs')],
    'cognito:preferred_role': role('chiefs'),
  });
});

test('changes at once are all kept', async ({ cognito, pool }) => {
  const own = await pool();
  await newGroup(cognito, own, 'editors', before);
  const after = { Description: 'changed', Precedence: 9, RoleArn: role('changed') };
  await Promise.all(
    Object.entries(after).map(([member, value]) =>
      cognito.send(new UpdateGroupCommand({ UserPoolId: own.id, GroupName: 'editors', [member]: value })),
    ),
  );
  const { Group } = await cognito.send(new GetGroupCommand({ UserPoolId: own.id, GroupName: 'editors' }));
  expect(Group).toMatchObject(after);
});

test('knows no other group', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  await newGroup(cognito, other, 'editors');
  for (const change of [{}, { Precedence: 1 }])
    await expect(
      cognito.send(new UpdateGroupCommand({ UserPoolId: own.id, GroupName: 'editors', ...change })),
    ).rejects.toMatchObject(groupNotFound);
});

test('wants a precedence that is not negative', async ({ cognito, pool }) => {
  const { id } = await pool();
  await expect(
    cognito.send(new UpdateGroupCommand({ UserPoolId: id, GroupName: 'editors', Precedence: -1 })),
  ).rejects.toMatchObject(broken('-1', 'precedence', 'Member must have value greater than or equal to 0'));
});

testAccess('UpdateGroup', ({ id }) => ({ UserPoolId: id, GroupName: 'editors' }));
testVisibility('UpdateGroup', ({ id }) => ({ UserPoolId: id, GroupName: 'editors' }));
