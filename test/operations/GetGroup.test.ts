import { GetGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { groupNotFound, newGroup } from '../support/groups.js';
import { broken } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test('answers with one group', async ({ cognito, pool }) => {
  const own = await pool();
  const editors = await newGroup(cognito, own, 'editors', { Description: 'They write.' });
  await newGroup(cognito, own, 'readers');

  const { $metadata, ...answer } = await cognito.send(
    new GetGroupCommand({ UserPoolId: own.id, GroupName: 'editors' }),
  );

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({ Group: editors });
});

test('knows no group of another name, case or pool', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  await newGroup(cognito, own, 'editors');
  for (const [{ id }, GroupName] of [[own, 'readers'] as const, [own, 'Editors'] as const, [other, 'editors'] as const])
    await expect(cognito.send(new GetGroupCommand({ UserPoolId: id, GroupName }))).rejects.toMatchObject(groupNotFound);
});

test('wants a name', async ({ cognito, pool }) => {
  const { id } = await pool();
  await expect(cognito.send(new GetGroupCommand({ UserPoolId: id, GroupName: undefined }))).rejects.toMatchObject({
    message:
      "1 validation error detected: Value null at 'groupName' failed to satisfy constraint: Member must not be null",
  });
  const long = 'x'.repeat(129);
  await expect(cognito.send(new GetGroupCommand({ UserPoolId: id, GroupName: long }))).rejects.toMatchObject(
    broken(long, 'groupName', 'Member must have length less than or equal to 128'),
  );
});

testAccess('GetGroup', ({ id }) => ({ UserPoolId: id, GroupName: 'editors' }));
testVisibility('GetGroup', ({ id }) => ({ UserPoolId: id, GroupName: 'editors' }));
