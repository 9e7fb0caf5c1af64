import { DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { testAccess, testVisibility } from '../support/access.js';
import { addSecret, clientWith, listSecrets } from '../support/client-secrets.js';
import { present } from '../support/pool.js';
import { brokenSecret, invalid, missingClient } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const ownSecret = 'The_second_secret+of_the_app';
const confidential = { client: { GenerateSecret: true } };

test('a second secret is made, shown once and good beside the first', async ({ clock, cognito, pool }) => {
  const own = await pool(confidential);
  const maya = await own.user('maya');
  clock.advanceMinutes(5);

  const added = await addSecret(cognito, own);

  expect(added).toEqual({
    ClientSecretId: expect.stringMatching(new RegExp(`^${own.client.id}--\\d{10}$`)) as string,
    ClientSecretValue: expect.stringMatching(/^[0-9a-v]{51,52}$/) as string,
    ClientSecretCreateDate: expect.any(Date) as Date,
  });
  expect(added.ClientSecretValue).not.toBe(own.client.secret);
  expect(clock.now().getTime() - present(added.ClientSecretCreateDate).getTime()).toBeLessThan(60_000);
  await maya.signIn();
  await maya.signIn(clientWith(own.client, present(added.ClientSecretValue)));
});

test('a secret of the app’s own is good and not repeated', async ({ cognito, pool }) => {
  const own = await pool(confidential);
  const maya = await own.user('maya');

  const added = await addSecret(cognito, own, { ClientSecret: ownSecret });

  expect(added).not.toHaveProperty('ClientSecretValue');
  await maya.signIn(clientWith(own.client, ownSecret));
});

test('the client shows its first secret, and is not changed otherwise', async ({ clock, cognito, pool }) => {
  const own = await pool(confidential);
  const describeClient = new DescribeUserPoolClientCommand({ UserPoolId: own.id, ClientId: own.client.id });
  const before = await cognito.send(describeClient);
  clock.advanceSeconds(10);
  await addSecret(cognito, own);
  expect((await cognito.send(describeClient)).UserPoolClient).toEqual(before.UserPoolClient);
});

test('two secrets of one second have two ids', async ({ cognito, pool }) => {
  const own = await pool(confidential);
  await addSecret(cognito, own);
  const ids = (await listSecrets(cognito, own)).map(({ ClientSecretId: id }) => id);
  expect(new Set(ids).size).toBe(2);
});

describe('is refused', () => {
  test('to a client that has two', async ({ cognito, pool }) => {
    const own = await pool(confidential);
    await addSecret(cognito, own);
    await expect(addSecret(cognito, own)).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Client secrets cannot exceed limit of 2 secrets.',
    });
    expect(await listSecrets(cognito, own)).toHaveLength(2);
  });

  test('to a client without one', async ({ cognito, pool }) => {
    const own = await pool();
    await expect(addSecret(cognito, own)).rejects.toMatchObject(
      invalid('The user pool client does not have a client secret.'),
    );
    expect(await listSecrets(cognito, own)).toEqual([]);
    await (await own.user('maya')).signIn();
  });

  test('for the secret that the client has', async ({ cognito, pool }) => {
    const own = await pool(confidential);
    await expect(addSecret(cognito, own, { ClientSecret: own.client.secret })).rejects.toMatchObject(
      invalid('The user pool client has this client secret already.'),
    );
  });

  test('for a client that does not exist, or not in this pool', async ({ cognito, pool }) => {
    const [own, other] = [await pool(confidential), await pool(confidential)];
    for (const ClientId of ['nobodysclient', other.client.id])
      await expect(addSecret(cognito, own, { ClientId })).rejects.toMatchObject(missingClient(ClientId));
    expect(await listSecrets(cognito, other)).toHaveLength(1);
  });

  test.for([
    ['x'.repeat(23), 'Member must have length greater than or equal to 24'],
    ['x'.repeat(65), 'Member must have length less than or equal to 64'],
    ['with-a-hyphen-and-long-enough', 'Member must satisfy regular expression pattern: [\\w+]+'],
  ] as const)('for %s', async ([ClientSecret, constraint], { cognito, pool }) => {
    const own = await pool(confidential);
    await expect(addSecret(cognito, own, { ClientSecret })).rejects.toMatchObject(
      brokenSecret('clientSecret', constraint),
    );
  });
});

testAccess('AddUserPoolClientSecret', ({ id, client }) => ({ UserPoolId: id, ClientId: client.id }));
testVisibility('AddUserPoolClientSecret', ({ id, client }) => ({ UserPoolId: id, ClientId: client.id }));
