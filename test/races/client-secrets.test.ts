import {
  DeleteUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { addSecret, clientWith, listSecrets } from '../support/client-secrets.js';
import { present } from '../support/pool.js';
import { expect, test } from '../support/test.js';

const confidential = { client: { GenerateSecret: true } };
const nameOf = (answer: PromiseSettledResult<unknown>): string =>
  answer.status === 'fulfilled' ? 'done' : (answer.reason as Error).name;

test('of many secrets added at once one comes in', async ({ cognito, pool }) => {
  const own = await pool(confidential);
  const answers = await Promise.allSettled(Array.from({ length: 12 }, () => addSecret(cognito, own)));
  const added = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  expect(added).toHaveLength(1);
  expect(answers.filter((answer) => nameOf(answer) === 'LimitExceededException')).toHaveLength(11);
  expect(await listSecrets(cognito, own)).toHaveLength(2);
  await (await own.user('maya')).signIn(clientWith(own.client, present(added[0]?.ClientSecretValue)));
});

test('of both secrets deleted at once one stays', async ({ cognito, pool }) => {
  const own = await pool(confidential);
  for (let round = 0; round < 4; round += 1) {
    await addSecret(cognito, own);
    const secrets = await listSecrets(cognito, own);
    const answers = await Promise.allSettled(
      secrets.map(({ ClientSecretId }) =>
        cognito.send(
          new DeleteUserPoolClientSecretCommand({ UserPoolId: own.id, ClientId: own.client.id, ClientSecretId }),
        ),
      ),
    );
    expect(answers.map(nameOf).toSorted()).toEqual(['InvalidParameterException', 'done']);
    expect(await listSecrets(cognito, own)).toHaveLength(1);
  }
});

test('a secret that is added while its client is deleted goes with it', async ({ clock, cognito, pool, server }) => {
  const own = await pool(confidential);
  const client = await own.newClient({ GenerateSecret: true });
  const named = { id: own.id, client };
  const [deleted, ...answers] = await Promise.allSettled([
    cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: own.id, ClientId: client.id })),
    ...Array.from({ length: 4 }, () => addSecret(cognito, named)),
  ]);
  expect(nameOf(deleted)).toBe('done');
  for (const answer of answers)
    expect(['done', 'LimitExceededException', 'ResourceNotFoundException']).toContain(nameOf(answer));
  await server.store.removals.purge(clock.now(), 1000);
  expect(await server.store.clientSecrets.list(own.id, client.id)).toEqual([]);
});
