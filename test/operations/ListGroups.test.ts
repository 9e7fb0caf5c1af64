import {
  DeleteGroupCommand,
  ListGroupsCommand,
  ListUsersInGroupCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { testAccess, testVisibility } from '../support/access.js';
import { foreignToken, newGroup } from '../support/groups.js';
import type { TestPool } from '../support/pool.js';
import { broken } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

/** The names on all pages; `between` runs before each page but the first. */
const walk = async (
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  limit: number,
  between: () => Promise<void> = async () => {},
): Promise<string[]> => {
  const names: string[] = [];
  let token: string | undefined;
  do {
    if (token !== undefined) await between();
    const command = new ListGroupsCommand({ UserPoolId: pool.id, Limit: limit, NextToken: token });
    const { Groups = [], NextToken } = await cognito.send(command);
    expect(Groups.length).toBeLessThanOrEqual(limit);
    names.push(...Groups.map(({ GroupName = '' }) => GroupName));
    token = NextToken;
  } while (token !== undefined);
  return names;
};

test('a pool without groups has an empty list', async ({ cognito, pool }) => {
  const { $metadata, ...answer } = await cognito.send(new ListGroupsCommand({ UserPoolId: (await pool()).id }));
  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({ Groups: [] });
});

test('lists the groups of the pool by name, whole', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  const b = await newGroup(cognito, own, 'b', { Description: 'second', Precedence: 0 });
  const a = await newGroup(cognito, own, 'a');
  const upper = await newGroup(cognito, own, 'B');
  await newGroup(cognito, other, 'c');

  const { Groups, NextToken } = await cognito.send(new ListGroupsCommand({ UserPoolId: own.id }));

  expect(Groups).toEqual([upper, a, b]);
  expect(NextToken).toBeUndefined();
});

test('pages hold sixty unless the request says fewer', async ({ cognito, pool }) => {
  const own = await pool();
  const names = Array.from({ length: 61 }, (_, index) => `group-${String(index).padStart(2, '0')}`);
  for (const name of names) await newGroup(cognito, own, name);

  for (const Limit of [undefined, 0, 60]) {
    const { Groups, NextToken } = await cognito.send(new ListGroupsCommand({ UserPoolId: own.id, Limit }));
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(names.slice(0, 60));
    const next = await cognito.send(new ListGroupsCommand({ UserPoolId: own.id, NextToken }));
    expect(next.Groups?.map(({ GroupName }) => GroupName)).toEqual(names.slice(60));
    expect(next.NextToken).toBeUndefined();
  }
  expect(await walk(cognito, own, 7)).toEqual(names);
});

test('a walk shows every group that stays just once, whatever comes and goes meanwhile', async ({ cognito, pool }) => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', 'C', 'é', '-', '9'), minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(name, { minLength: 2, maxLength: 9 }),
      fc.nat({ max: 8 }),
      fc.integer({ min: 1, max: 4 }),
      async (names, split, limit) => {
        const own = await pool();
        const staying = names.slice(split);
        const added = names.slice(0, split).filter((_, index) => index % 2 === 0);
        const removed = names.slice(0, split).filter((_, index) => index % 2 === 1);
        for (const each of [...staying, ...removed]) await newGroup(cognito, own, each);

        const seen = await walk(cognito, own, limit, async () => {
          const [comes, goes] = [added.pop(), removed.pop()];
          if (comes !== undefined) await newGroup(cognito, own, comes);
          if (goes !== undefined) await cognito.send(new DeleteGroupCommand({ UserPoolId: own.id, GroupName: goes }));
        });

        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.filter((each) => staying.includes(each)).toSorted()).toEqual(staying.toSorted());
      },
    ),
    { numRuns: 8 },
  );
});

test('refuses tokens of other lists and pools, and what is no token', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  for (const name of ['a', 'b']) for (const each of [own, other]) await newGroup(cognito, each, name);
  const theirs = await cognito.send(new ListGroupsCommand({ UserPoolId: other.id, Limit: 1 }));
  const mine = await cognito.send(new ListGroupsCommand({ UserPoolId: own.id, Limit: 1 }));
  expect(theirs.NextToken).toBeDefined();

  for (const NextToken of [theirs.NextToken, 'no-token'])
    await expect(cognito.send(new ListGroupsCommand({ UserPoolId: own.id, NextToken }))).rejects.toMatchObject(
      foreignToken,
    );
  await expect(
    cognito.send(new ListUsersInGroupCommand({ UserPoolId: own.id, GroupName: 'a', NextToken: mine.NextToken })),
  ).rejects.toMatchObject(foreignToken);
});

test('a page has at most sixty', async ({ cognito, pool }) => {
  await expect(cognito.send(new ListGroupsCommand({ UserPoolId: (await pool()).id, Limit: 61 }))).rejects.toMatchObject(
    broken('61', 'limit', 'Member must have value less than or equal to 60'),
  );
});

testAccess('ListGroups', ({ id }) => ({ UserPoolId: id }));
testVisibility('ListGroups', ({ id }) => ({ UserPoolId: id }));
