import {
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { testAccess, testVisibility } from '../support/access.js';
import { foreignToken, join, newGroup, userNotFound } from '../support/groups.js';
import { broken } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test('lists the groups that the user is in, whole and by name', async ({ cognito, pool }) => {
  const own = await pool();
  const [maya, noor] = [await own.user('maya'), await own.user('noor')];
  const readers = await newGroup(cognito, own, 'readers', { Precedence: 0, Description: 'They read.' });
  const editors = await newGroup(cognito, own, 'editors');
  await newGroup(cognito, own, 'chiefs');
  await join(cognito, own, maya, 'readers', 'editors');
  await join(cognito, own, noor, 'chiefs');

  const { $metadata, ...answer } = await cognito.send(
    new AdminListGroupsForUserCommand({ UserPoolId: own.id, Username: 'maya' }),
  );

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({ Groups: [editors, readers] });
});

test('the list of a user in no group is empty', async ({ cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const { Groups, NextToken } = await cognito.send(
    new AdminListGroupsForUserCommand({ UserPoolId: own.id, Username: maya.sub }),
  );
  expect({ Groups, NextToken }).toEqual({ Groups: [] });
});

test('a walk shows every group that stays just once, whatever the user leaves and joins', async ({ cognito, pool }) => {
  const own = await pool();
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  for (const name of names) await newGroup(cognito, own, name);
  let users = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(names, { minLength: 1 }),
      fc.subarray(names),
      fc.integer({ min: 1, max: 3 }),
      async (joined, changing, Limit) => {
        const maya = await own.user(`maya-${(users += 1)}`);
        const of = { UserPoolId: own.id, Username: maya.name };
        await join(cognito, own, maya, ...joined);
        const staying = joined.filter((name) => !changing.includes(name));
        const changes = [...changing];

        const seen: string[] = [];
        let token: string | undefined;
        do {
          const { Groups = [], NextToken } = await cognito.send(
            new AdminListGroupsForUserCommand({ ...of, Limit, NextToken: token }),
          );
          seen.push(...Groups.map(({ GroupName = '' }) => GroupName));
          token = NextToken;
          const change = changes.pop();
          if (change === undefined) continue;
          if (joined.includes(change))
            await cognito.send(new AdminRemoveUserFromGroupCommand({ ...of, GroupName: change }));
          else await join(cognito, own, maya, change);
        } while (token !== undefined);

        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.filter((name) => staying.includes(name))).toEqual(staying);
      },
    ),
    { numRuns: 8 },
  );
});

test('refuses tokens of other users, and what is no token', async ({ cognito, pool }) => {
  const own = await pool();
  const [maya, noor] = [await own.user('maya'), await own.user('noor')];
  for (const name of ['a', 'b']) {
    await newGroup(cognito, own, name);
    for (const user of [maya, noor]) await join(cognito, own, user, name);
  }
  const page = { UserPoolId: own.id, Username: 'maya', Limit: 1 };
  const { NextToken } = await cognito.send(new AdminListGroupsForUserCommand(page));
  for (const [Username, token] of [['noor', NextToken] as const, ['maya', 'no-token'] as const])
    await expect(
      cognito.send(new AdminListGroupsForUserCommand({ ...page, Username, NextToken: token })),
    ).rejects.toMatchObject(foreignToken);
});

test('wants a user who exists, and a page of sixty at most', async ({ cognito, pool }) => {
  const { id } = await pool();
  const of = { UserPoolId: id, Username: 'maya' };
  await expect(cognito.send(new AdminListGroupsForUserCommand(of))).rejects.toMatchObject(userNotFound);
  await expect(cognito.send(new AdminListGroupsForUserCommand({ ...of, Limit: 61 }))).rejects.toMatchObject(
    broken('61', 'limit', 'Member must have value less than or equal to 60'),
  );
});

testAccess('AdminListGroupsForUser', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
testVisibility('AdminListGroupsForUser', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
