import { ListResourceServersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { newResourceServer } from '../support/resource-servers.js';
import { expect, test } from '../support/test.js';

const nameOf = (answer: PromiseSettledResult<unknown>): string =>
  answer.status === 'fulfilled' ? 'done' : (answer.reason as Error).name;

test('of many resource servers made at once for the last places no more come in than there are places', async ({
  cognito,
  pool,
}) => {
  const own = await pool();
  const answers = await Promise.allSettled(
    Array.from({ length: 30 }, (_, index) => newResourceServer(cognito, own, `api-${index}`)),
  );
  expect(answers.filter((answer) => nameOf(answer) === 'done')).toHaveLength(25);
  expect(answers.filter((answer) => nameOf(answer) === 'LimitExceededException')).toHaveLength(5);
  const list = new ListResourceServersCommand({ UserPoolId: own.id, MaxResults: 50 });
  expect((await cognito.send(list)).ResourceServers).toHaveLength(25);
});

test('of many resource servers made at once with one identifier one comes in', async ({ cognito, pool }) => {
  const own = await pool();
  const answers = await Promise.allSettled(
    Array.from({ length: 10 }, (_, index) => newResourceServer(cognito, own, 'api', [`scope-${index}`])),
  );
  expect(answers.filter((answer) => nameOf(answer) === 'done')).toHaveLength(1);
  expect(answers.filter((answer) => nameOf(answer) === 'InvalidParameterException')).toHaveLength(9);
});
