import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import type { AccessPolicy } from '#domain/access-policy.js';
import { newUuid } from '#lib/ids.js';
import type { Poolhouse } from '#app.js';
import { expect, test } from './test.js';
import type { TestPool } from './pool.js';
import { sdkClient } from './sdk-client.js';
import { watchedFetch } from './watched-fetch.js';

/** AWS's client with an access key of its own: what its policy allows, in the account that is given. */
export const clientOfKey = async (
  { store }: Poolhouse,
  { policy, account = '000000000000', region }: { policy: AccessPolicy; account?: string; region?: string },
): Promise<sdk.CognitoIdentityProviderClient> => {
  const id = `AKPH${newUuid().replaceAll('-', '').slice(0, 16).toUpperCase()}`;
  const secret = newUuid();
  await store.accessKeys.create({
    id,
    secret,
    account,
    region: null,
    principal: 'tester',
    policy,
    createdAt: new Date(),
  });
  const credentials = { accessKeyId: id, secretAccessKey: secret };
  return sdkClient(watchedFetch, { credentials, ...(region !== undefined && { region }) });
};

/** Sends an operation by its name. */
const send = (client: sdk.CognitoIdentityProviderClient, operation: string, input: object): Promise<unknown> => {
  // All commands are made and sent alike; which one it is makes no difference to the compiler.
  const Command = Reflect.get(sdk, `${operation}Command`) as typeof sdk.DescribeUserPoolCommand;
  return client.send(new Command(input as sdk.DescribeUserPoolCommandInput));
};

const allowAll: AccessPolicy = { Statement: [{ Effect: 'Allow', Action: 'cognito-idp:*', Resource: '*' }] };

/** The tests of who may call a signed operation, with an input that would succeed. */
export const testAccess = (operation: string, inputOf: (pool: TestPool) => object): void => {
  const action = `cognito-idp:${operation}`;
  const resourceOf = (pool: TestPool) => ('UserPoolId' in inputOf(pool) ? pool.arn : '*');
  const principal = 'arn:aws:iam::000000000000:user/tester';

  test(`${operation} refuses a request that nobody signed`, async ({ pool, raw }) => {
    const answer = await raw(operation, inputOf(await pool()));
    expect(answer.json).toEqual({
      __type: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    });
  });

  test(`${operation} refuses an unknown access key`, async ({ pool, anonymous }) => {
    await expect(send(anonymous, operation, inputOf(await pool()))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  test(`${operation} refuses a key whose policy does not allow it`, async ({ pool, server }) => {
    const own = await pool();
    const policy: AccessPolicy = { Statement: [{ Effect: 'Allow', NotAction: action, Resource: '*' }] };
    await expect(send(await clientOfKey(server, { policy }), operation, inputOf(own))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${principal} is not authorized to perform: ${action} on resource: ${resourceOf(own)} because no identity-based policy allows the ${action} action`,
    });
  });

  test(`${operation} refuses a key whose policy denies it`, async ({ pool, server }) => {
    const own = await pool();
    const policy: AccessPolicy = {
      Statement: [...allowAll.Statement, { Effect: 'Deny', Action: action, Resource: '*' }],
    };
    await expect(send(await clientOfKey(server, { policy }), operation, inputOf(own))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${principal} is not authorized to perform: ${action} on resource: ${resourceOf(own)} with an explicit deny in an identity-based policy`,
    });
  });
};

/** The tests of what a signed operation on a pool sees: no pool but those of its own account and region. */
export const testVisibility = (operation: string, inputOf: (pool: TestPool) => object): void => {
  const strangers = { account: { account: '111111111111' }, region: { region: 'eu-local-1' } };

  test.for(Object.entries(strangers))(
    `${operation} does not see a pool of another %s`,
    async ([, stranger], { pool, server }) => {
      const own = await pool();
      const client = await clientOfKey(server, { policy: allowAll, ...stranger });
      await expect(send(client, operation, inputOf(own))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `User pool ${own.id} does not exist.`,
      });
    },
  );

  test(`${operation} names a pool that does not exist`, async ({ pool, cognito }) => {
    const input = { ...inputOf(await pool()), UserPoolId: 'us-east-1_nobodyspool' };
    await expect(send(cognito, operation, input)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool us-east-1_nobodyspool does not exist.',
    });
  });

  test(`${operation} wants a pool id of AWS's form`, async ({ pool, cognito }) => {
    await expect(send(cognito, operation, { ...inputOf(await pool()), UserPoolId: 'a pool' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        "1 validation error detected: Value 'a pool' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+",
    });
  });
};
