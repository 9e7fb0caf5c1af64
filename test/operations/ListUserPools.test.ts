import {
  CreateUserPoolCommand,
  ListUserPoolsCommand,
  paginateListUserPools,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { newUuid } from '#lib/ids.js';
import { clientOfKey, testAccess } from '../support/access.js';
import { broken, invalid } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const policy = { Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }] };

/** An account of the test's own, so that nobody else's pools are in its lists. */
const newAccount = () => ({ policy, account: String(parseInt(newUuid().slice(0, 8), 16)).padStart(12, '9') });

const newPools = async (client: CognitoIdentityProviderClient, names: readonly string[]) => {
  const ids: (string | undefined)[] = [];
  for (const PoolName of names) ids.push((await client.send(new CreateUserPoolCommand({ PoolName }))).UserPool?.Id);
  return ids;
};

test('lists the pools of the account, oldest first, in pages', async ({ server }) => {
  const own = await clientOfKey(server, newAccount());
  const ids = await newPools(own, ['a', 'b', 'c', 'd', 'e']);

  const pages: number[] = [];
  const found: (string | undefined)[] = [];
  for await (const { UserPools = [], NextToken } of paginateListUserPools({ client: own }, { MaxResults: 2 })) {
    pages.push(UserPools.length);
    found.push(...UserPools.map(({ Id }) => Id));
    if (NextToken !== undefined) expect(NextToken).toMatch(/^\S+$/);
  }

  expect(pages).toEqual([2, 2, 1]);
  expect(found).toEqual(ids);
});

test('an entry has six members at most, and the last page no token', async ({ server }) => {
  const own = await clientOfKey(server, newAccount());
  const [id] = await newPools(own, ['only']);

  const { UserPools, NextToken } = await own.send(new ListUserPoolsCommand({ MaxResults: 1 }));

  expect(NextToken).toBeUndefined();
  expect(UserPools).toEqual([
    {
      Id: id,
      Name: 'only',
      LambdaConfig: {},
      CreationDate: expect.any(Date) as Date,
      LastModifiedDate: expect.any(Date) as Date,
    },
  ]);
});

test('an account without pools has an empty list', async ({ server }) => {
  const own = await clientOfKey(server, newAccount());
  const { UserPools, NextToken } = await own.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  expect([UserPools, NextToken]).toEqual([[], undefined]);
});

test('another region of the account has its own list', async ({ server }) => {
  const account = newAccount();
  await newPools(await clientOfKey(server, account), ['here']);
  const elsewhere = await clientOfKey(server, { ...account, region: 'eu-local-1' });

  expect((await elsewhere.send(new ListUserPoolsCommand({ MaxResults: 60 }))).UserPools).toEqual([]);
});

describe('refusals', () => {
  test.for([
    [0, 'Member must have value greater than or equal to 1'],
    [61, 'Member must have value less than or equal to 60'],
  ] as const)('a page of %i', async ([MaxResults, constraint], { cognito }) => {
    await expect(cognito.send(new ListUserPoolsCommand({ MaxResults }))).rejects.toMatchObject(
      broken(String(MaxResults), 'maxResults', constraint),
    );
  });

  test('no page size at all', async ({ cognito }) => {
    await expect(cognito.send(new ListUserPoolsCommand({ MaxResults: undefined }))).rejects.toMatchObject(
      invalid(
        "1 validation error detected: Value null at 'maxResults' failed to satisfy constraint: Member must not be null",
      ),
    );
  });

  test('a token that was made up, tampered with, or made for another account', async ({ server, cognito }) => {
    const own = await clientOfKey(server, newAccount());
    await newPools(own, ['a', 'b']);
    const { NextToken = '' } = await own.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    const tampered = NextToken.slice(0, -2) + (NextToken.endsWith('AA') ? 'BB' : 'AA');

    const attempts = [
      own.send(new ListUserPoolsCommand({ MaxResults: 1, NextToken: 'invented' })),
      own.send(new ListUserPoolsCommand({ MaxResults: 1, NextToken: tampered })),
      cognito.send(new ListUserPoolsCommand({ MaxResults: 1, NextToken })),
    ];

    for (const attempt of await Promise.allSettled(attempts))
      expect(attempt).toMatchObject({ status: 'rejected', reason: invalid('Invalid pagination token.') });
  });
});

testAccess('ListUserPools', () => ({ MaxResults: 1 }));
