import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { testAccess, testVisibility } from '../support/access.js';
import { foreignToken, groupNotFound, join, newGroup } from '../support/groups.js';
import { broken } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test('lists the members with all of their attributes', async ({ cognito, pool }) => {
  const own = await pool({ Schema: [{ Name: 'note', AttributeDataType: 'String', DeveloperOnlyAttribute: true }] });
  const maya = await own.user('maya', { attributes: { email: 'maya@example.com', 'dev:custom:note': 'secret' } });
  await own.user('noor');
  await newGroup(cognito, own, 'editors');
  await join(cognito, own, maya, 'editors');

  const { $metadata, ...answer } = await cognito.send(
    new ListUsersInGroupCommand({ UserPoolId: own.id, GroupName: 'editors' }),
  );

  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({
    Users: [
      {
        Username: 'maya',
        Attributes: [
          { Name: 'sub', Value: maya.sub },
          { Name: 'email', Value: 'maya@example.com' },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'dev:custom:note', Value: 'secret' },
        ],
        UserCreateDate: user.UserCreateDate,
        UserLastModifiedDate: user.UserLastModifiedDate,
        Enabled: true,
        UserStatus: 'CONFIRMED',
      },
    ],
  });
});

test('the list of a group without members is empty', async ({ cognito, pool }) => {
  const own = await pool();
  await newGroup(cognito, own, 'editors');
  const { Users, NextToken } = await cognito.send(
    new ListUsersInGroupCommand({ UserPoolId: own.id, GroupName: 'editors' }),
  );
  expect({ Users, NextToken }).toEqual({ Users: [] });
});

test('a walk shows every member who stays just once, whoever comes and goes meanwhile', async ({ cognito, pool }) => {
  const own = await pool();
  let groups = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.nat({ max: 2 }),
      fc.nat({ max: 2 }),
      fc.integer({ min: 1, max: 3 }),
      async (staying, leaving, coming, Limit) => {
        const GroupName = `group-${(groups += 1)}`;
        const of = { UserPoolId: own.id, GroupName };
        await newGroup(cognito, own, GroupName);
        const make = (kind: string, count: number) =>
          Promise.all(Array.from({ length: count }, (_, index) => own.user(`${kind}-${groups}-${index}`)));
        const [stay, leave, come] = [
          await make('stay', staying),
          await make('leave', leaving),
          await make('come', coming),
        ];
        for (const user of [...stay, ...leave]) await join(cognito, own, user, GroupName);

        const seen: string[] = [];
        let token: string | undefined;
        do {
          const { Users = [], NextToken } = await cognito.send(
            new ListUsersInGroupCommand({ ...of, Limit, NextToken: token }),
          );
          seen.push(...Users.map(({ Username = '' }) => Username));
          token = NextToken;
          const [goes, comes] = [leave.pop(), come.pop()];
          if (goes) await cognito.send(new AdminDeleteUserCommand({ UserPoolId: own.id, Username: goes.name }));
          if (comes) await join(cognito, own, comes, GroupName);
        } while (token !== undefined);

        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.filter((name) => name.startsWith('stay')).toSorted()).toEqual(stay.map(({ name }) => name));
      },
    ),
    { numRuns: 5 },
  );
});

test('refuses tokens of other groups, and what is no token', async ({ cognito, pool }) => {
  const own = await pool();
  const users = [await own.user('maya'), await own.user('noor')];
  for (const name of ['a', 'b']) {
    await newGroup(cognito, own, name);
    for (const user of users) await join(cognito, own, user, name);
  }
  const page = { UserPoolId: own.id, GroupName: 'a', Limit: 1 };
  const { NextToken } = await cognito.send(new ListUsersInGroupCommand(page));
  for (const [GroupName, token] of [['b', NextToken] as const, ['a', 'no-token'] as const])
    await expect(
      cognito.send(new ListUsersInGroupCommand({ ...page, GroupName, NextToken: token })),
    ).rejects.toMatchObject(foreignToken);
});

test('wants a group that exists, and a page of sixty at most', async ({ cognito, pool }) => {
  const of = { UserPoolId: (await pool()).id, GroupName: 'editors' };
  await expect(cognito.send(new ListUsersInGroupCommand(of))).rejects.toMatchObject(groupNotFound);
  await expect(cognito.send(new ListUsersInGroupCommand({ ...of, Limit: 61 }))).rejects.toMatchObject(
    broken('61', 'limit', 'Member must have value less than or equal to 60'),
  );
});

testAccess('ListUsersInGroup', ({ id }) => ({ UserPoolId: id, GroupName: 'editors' }));
testVisibility('ListUsersInGroup', ({ id }) => ({ UserPoolId: id, GroupName: 'editors' }));
