import { ListResourceServersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { foreignToken } from '../support/groups.js';
import { broken } from '../support/refusals.js';
import { newResourceServer } from '../support/resource-servers.js';
import { expect, test } from '../support/test.js';

test('lists the resource servers of the pool by identifier, whole', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  const list = new ListResourceServersCommand({ UserPoolId: own.id });
  const empty = await cognito.send(list);
  expect({ ...empty, $metadata: undefined }).toEqual({ ResourceServers: [], $metadata: undefined });
  const b = await newResourceServer(cognito, own, 'b', ['read', 'write']);
  const a = await newResourceServer(cognito, own, 'a');
  const upper = await newResourceServer(cognito, own, 'B');
  await newResourceServer(cognito, other, 'c');

  const { ResourceServers, NextToken } = await cognito.send(list);

  expect(ResourceServers).toEqual([upper, a, b]);
  expect(NextToken).toBeUndefined();
});

test('pages show each resource server once, whatever comes and goes', async ({ cognito, pool }) => {
  const own = await pool();
  const identifiers = Array.from({ length: 7 }, (_, index) => `api-${index}`);
  for (const identifier of identifiers) await newResourceServer(cognito, own, identifier);

  for (const MaxResults of [1, 3, 7, 50]) {
    const seen: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await cognito.send(new ListResourceServersCommand({ UserPoolId: own.id, MaxResults, NextToken }));
      expect(page.ResourceServers?.length).toBeLessThanOrEqual(MaxResults);
      seen.push(...(page.ResourceServers ?? []).map(({ Identifier }) => Identifier));
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    expect(seen).toEqual(identifiers);
  }
});

test('a page token of elsewhere is refused', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  for (const each of [own, other])
    for (const identifier of ['a', 'b']) await newResourceServer(cognito, each, identifier);
  const { NextToken: foreign } = await cognito.send(
    new ListResourceServersCommand({ UserPoolId: other.id, MaxResults: 1 }),
  );
  for (const NextToken of [foreign, 'x'])
    await expect(cognito.send(new ListResourceServersCommand({ UserPoolId: own.id, NextToken }))).rejects.toMatchObject(
      foreignToken,
    );
});

test.for([
  [0, 'greater than or equal to 1'],
  [51, 'less than or equal to 50'],
] as const)('pages of %d are refused', async ([MaxResults, rule], { cognito, pool }) => {
  const { id } = await pool();
  await expect(cognito.send(new ListResourceServersCommand({ UserPoolId: id, MaxResults }))).rejects.toMatchObject(
    broken(String(MaxResults), 'maxResults', `Member must have value ${rule}`),
  );
});

testAccess('ListResourceServers', ({ id }) => ({ UserPoolId: id }));
testVisibility('ListResourceServers', ({ id }) => ({ UserPoolId: id }));
