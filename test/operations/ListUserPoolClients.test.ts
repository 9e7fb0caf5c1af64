import { ListUserPoolClientsCommand, paginateListUserPoolClients } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { broken, invalid } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test("lists the pool's clients by id and name, oldest first, in pages", async ({ cognito, pool }) => {
  const own = await pool({ client: { ClientName: 'client 0' } });
  await pool();
  const ids = [own.client.id];
  for (let made = 1; made < 5; made++) ids.push((await own.newClient({ ClientName: `client ${made}` })).id);

  const pages: unknown[][] = [];
  const request = { UserPoolId: own.id, MaxResults: 2 };
  for await (const { UserPoolClients = [] } of paginateListUserPoolClients({ client: cognito }, request))
    pages.push(UserPoolClients);

  const entry = (index: number) => ({ ClientId: ids[index], UserPoolId: own.id, ClientName: `client ${index}` });
  expect(pages).toEqual([[entry(0), entry(1)], [entry(2), entry(3)], [entry(4)]]);
});

test('a page holds 60 where the request does not say, and the last one has no token', async ({ cognito, pool }) => {
  const own = await pool();

  const { UserPoolClients, NextToken } = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId: own.id }));

  expect(UserPoolClients).toHaveLength(1);
  expect(NextToken).toBeUndefined();
});

test('no client has registered itself', async ({ cognito, pool }) => {
  const { id } = await pool();
  const list = async (ClientType: 'DCR' | 'REGULAR') =>
    (await cognito.send(new ListUserPoolClientsCommand({ UserPoolId: id, ClientType }))).UserPoolClients;

  expect(await list('DCR')).toEqual([]);
  expect(await list('REGULAR')).toHaveLength(1);
});

test.for([
  [0, 'Member must have value greater than or equal to 1'],
  [61, 'Member must have value less than or equal to 60'],
] as const)('refuses a page of %i', async ([MaxResults, constraint], { cognito, pool }) => {
  const { id } = await pool();
  await expect(cognito.send(new ListUserPoolClientsCommand({ UserPoolId: id, MaxResults }))).rejects.toMatchObject(
    broken(String(MaxResults), 'maxResults', constraint),
  );
});

test('refuses a token that was made up, or for another pool', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  await other.newClient();
  const { NextToken } = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId: other.id, MaxResults: 1 }));
  expect(NextToken).toBeDefined();

  for (const token of ['invented', NextToken])
    await expect(
      cognito.send(new ListUserPoolClientsCommand({ UserPoolId: own.id, NextToken: token })),
    ).rejects.toMatchObject(invalid('Invalid pagination token.'));
});

testAccess('ListUserPoolClients', ({ id }) => ({ UserPoolId: id }));
testVisibility('ListUserPoolClients', ({ id }) => ({ UserPoolId: id }));
