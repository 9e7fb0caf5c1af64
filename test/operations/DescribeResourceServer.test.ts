import { DescribeResourceServerCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { identifierRefusals } from '../support/resource-server-refusals.js';
import { newResourceServer } from '../support/resource-servers.js';
import { expect, test } from '../support/test.js';

const show = (own: { id: string }, Identifier: string | undefined) =>
  new DescribeResourceServerCommand({ UserPoolId: own.id, Identifier });

test('shows a resource server with its scopes', async ({ cognito, pool }) => {
  const own = await pool();
  const created = await newResourceServer(cognito, own, 'api', ['read', 'write']);

  const { $metadata: _, ...output } = await cognito.send(show(own, 'api'));

  expect(output).toEqual({ ResourceServer: created });
});

test('one that does not exist, or not in this pool', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  await newResourceServer(cognito, other, 'api');
  await expect(cognito.send(show(own, 'api'))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Resource server api does not exist.',
  });
});

test.for(identifierRefusals)('is refused for $what', async ({ input, refusal }, { cognito, pool }) => {
  await expect(cognito.send(show(await pool(), input.Identifier))).rejects.toMatchObject(refusal);
});

const withServer = ({ id }: { id: string }) => ({ UserPoolId: id, Identifier: 'api' });
testAccess('DescribeResourceServer', withServer);
testVisibility('DescribeResourceServer', withServer);
