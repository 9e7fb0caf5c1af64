import { DeleteResourceServerCommand, DescribeResourceServerCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { identifierRefusals } from '../support/resource-server-refusals.js';
import { newResourceServer } from '../support/resource-servers.js';
import { expect, test } from '../support/test.js';

const remove = (own: { id: string }, Identifier: string | undefined) =>
  new DeleteResourceServerCommand({ UserPoolId: own.id, Identifier });
const missing = { name: 'ResourceNotFoundException', message: 'Resource server api does not exist.' };

test('deletes one resource server, whose identifier is free then', async ({ cognito, pool }) => {
  const own = await pool();
  await newResourceServer(cognito, own, 'api', ['read']);
  const kept = await newResourceServer(cognito, own, 'api/v2', ['read']);

  const { $metadata: _, ...output } = await cognito.send(remove(own, 'api'));

  expect(output).toEqual({});
  const show = (Identifier: string) =>
    cognito.send(new DescribeResourceServerCommand({ UserPoolId: own.id, Identifier }));
  await expect(show('api')).rejects.toMatchObject(missing);
  expect((await show('api/v2')).ResourceServer).toEqual(kept);
  expect(await newResourceServer(cognito, own, 'api')).toMatchObject({ Scopes: [] });
});

test('one that does not exist, or not in this pool', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  await newResourceServer(cognito, other, 'api');
  await expect(cognito.send(remove(own, 'api'))).rejects.toMatchObject(missing);
  await cognito.send(remove(other, 'api'));
  await expect(cognito.send(remove(other, 'api'))).rejects.toMatchObject(missing);
});

test.for(identifierRefusals)('is refused for $what', async ({ input, refusal }, { cognito, pool }) => {
  await expect(cognito.send(remove(await pool(), input.Identifier))).rejects.toMatchObject(refusal);
});

const input = ({ id }: { id: string }) => ({ UserPoolId: id, Identifier: 'api' });
testAccess('DeleteResourceServer', input);
testVisibility('DeleteResourceServer', input);
