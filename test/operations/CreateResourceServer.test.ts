import { CreateResourceServerCommand, DescribeResourceServerCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { testAccess, testVisibility } from '../support/access.js';
import { invalid } from '../support/refusals.js';
import { serverRefusals, tooManyScopes } from '../support/resource-server-refusals.js';
import { newResourceServer, scopesOf } from '../support/resource-servers.js';
import { expect, test } from '../support/test.js';

test('what is given is what comes back, at once and later', async ({ cognito, pool }) => {
  const { id } = await pool();
  const input = {
    UserPoolId: id,
    Identifier: 'https://api.example.com/v1',
    Name: 'Orders, v1',
    Scopes: scopesOf('orders.write', 'orders:read', '!'),
  };

  const { $metadata: _, ...output } = await cognito.send(new CreateResourceServerCommand(input));

  expect(output).toEqual({ ResourceServer: input });
  const named = { UserPoolId: id, Identifier: input.Identifier };
  expect((await cognito.send(new DescribeResourceServerCommand(named))).ResourceServer).toEqual(input);
});

test('a resource server may have no scopes, or a hundred', async ({ cognito, pool }) => {
  const own = await pool();
  expect(await newResourceServer(cognito, own, 'none', [], { Scopes: undefined })).toMatchObject({ Scopes: [] });
  const Scopes = tooManyScopes.slice(1);
  expect((await newResourceServer(cognito, own, 'many', [], { Scopes })).Scopes).toEqual(Scopes);
});

test('identifiers are of their pool', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  await newResourceServer(cognito, own, 'api', ['read']);
  expect(await newResourceServer(cognito, other, 'api', ['write'])).toMatchObject({ UserPoolId: other.id });
  // Identifiers are compared to the letter.
  await newResourceServer(cognito, own, 'API');
});

describe('is refused', () => {
  test('for an identifier that is taken, which stays as it was', async ({ cognito, pool }) => {
    const own = await pool();
    const first = await newResourceServer(cognito, own, 'api', ['read']);
    await expect(newResourceServer(cognito, own, 'api', ['write'])).rejects.toMatchObject(
      invalid(`api already exists in user pool ${own.id}.`),
    );
    const named = { UserPoolId: own.id, Identifier: 'api' };
    expect((await cognito.send(new DescribeResourceServerCommand(named))).ResourceServer).toEqual(first);
  });

  test('for the twenty-sixth of a pool', async ({ cognito, pool }) => {
    const own = await pool();
    for (let count = 1; count <= 25; count += 1) await newResourceServer(cognito, own, `api-${count}`);
    await expect(newResourceServer(cognito, own, 'api-26')).rejects.toMatchObject({ name: 'LimitExceededException' });
    await newResourceServer(cognito, await pool(), 'api-26');
  });

  test.for(serverRefusals)('for $what', async ({ input, refusal }, { cognito, pool }) => {
    await expect(newResourceServer(cognito, await pool(), 'api', [], input)).rejects.toMatchObject(refusal);
  });

  test('for more than a hundred scopes', async ({ cognito, pool }) => {
    await expect(newResourceServer(cognito, await pool(), 'api', [], { Scopes: tooManyScopes })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(/at 'scopes' failed .* length less than or equal to 100$/) as string,
    });
  });

  test('for all that is missing', async ({ cognito, pool }) => {
    const { id } = await pool();
    const input = { UserPoolId: id, Identifier: undefined, Name: undefined, Scopes: [{}] };
    await expect(
      cognito.send(
        new CreateResourceServerCommand(input as unknown as { UserPoolId: string; Identifier: string; Name: string }),
      ),
    ).rejects.toMatchObject(
      invalid(
        "4 validation errors detected: Value null at 'identifier' failed to satisfy constraint: Member must not be null; " +
          "Value null at 'name' failed to satisfy constraint: Member must not be null; " +
          "Value null at 'scopes.1.member.scopeName' failed to satisfy constraint: Member must not be null; " +
          "Value null at 'scopes.1.member.scopeDescription' failed to satisfy constraint: Member must not be null",
      ),
    );
  });
});

const input = ({ id }: { id: string }) => ({ UserPoolId: id, Identifier: 'api', Name: 'API' });
testAccess('CreateResourceServer', input);
testVisibility('CreateResourceServer', input);
