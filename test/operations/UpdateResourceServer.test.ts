import {
  DescribeResourceServerCommand,
  UpdateResourceServerCommand,
  type UpdateResourceServerCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { testAccess, testVisibility } from '../support/access.js';
import { serverRefusals } from '../support/resource-server-refusals.js';
import { newResourceServer, scopesOf } from '../support/resource-servers.js';
import { expect, test } from '../support/test.js';

const update = (own: { id: string }, more: Partial<UpdateResourceServerCommandInput> = {}) =>
  new UpdateResourceServerCommand({ UserPoolId: own.id, Identifier: 'api', Name: 'API', ...more });

test('name and scopes are replaced, whole', async ({ cognito, pool }) => {
  const own = await pool();
  await newResourceServer(cognito, own, 'api', ['read', 'write']);
  const other = await newResourceServer(cognito, own, 'other', ['read']);

  const { $metadata: _, ...output } = await cognito.send(
    update(own, { Name: 'Renamed', Scopes: scopesOf('write', 'delete') }),
  );

  const expected = { UserPoolId: own.id, Identifier: 'api', Name: 'Renamed', Scopes: scopesOf('write', 'delete') };
  expect(output).toEqual({ ResourceServer: expected });
  const show = async (Identifier: string) =>
    (await cognito.send(new DescribeResourceServerCommand({ UserPoolId: own.id, Identifier }))).ResourceServer;
  expect(await show('api')).toEqual(expected);
  expect(await show('other')).toEqual(other);

  // Without scopes none is left.
  expect((await cognito.send(update(own))).ResourceServer).toMatchObject({ Scopes: [] });
});

describe('is refused', () => {
  test('for one that does not exist, or not in this pool', async ({ cognito, pool }) => {
    const [own, other] = [await pool(), await pool()];
    await newResourceServer(cognito, other, 'api');
    await expect(cognito.send(update(own))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Resource server api does not exist.',
    });
  });

  test.for(serverRefusals)('for $what', async ({ input, refusal }, { cognito, pool }) => {
    const own = await pool();
    const before = await newResourceServer(cognito, own, 'api', ['read']);
    await expect(cognito.send(update(own, input))).rejects.toMatchObject(refusal);
    const named = { UserPoolId: own.id, Identifier: 'api' };
    expect((await cognito.send(new DescribeResourceServerCommand(named))).ResourceServer).toEqual(before);
  });
});

const input = ({ id }: { id: string }) => ({ UserPoolId: id, Identifier: 'api', Name: 'API' });
testAccess('UpdateResourceServer', input);
testVisibility('UpdateResourceServer', input);
