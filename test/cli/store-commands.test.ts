import { ListUserPoolsCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { storeCommands } from '#cli/store-commands.js';
import { sdkClient } from '../support/sdk-client.js';
import { expect, test } from '../support/test.js';
import { watchedFetch } from '../support/watched-fetch.js';

const readers = '{"Statement":{"Effect":"Allow","Action":"cognito-idp:List*","Resource":"*"}}';
const nobody = '{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}';
const settings = { account: '000000000000', region: 'us-east-1', publicUrl: 'https://id.example.com' };

test('a key is made, used, listed, restricted and deleted', async ({ server: { store }, clock }) => {
  const key = await storeCommands(store, settings)['create-access-key']({ name: 'ci', policy: readers });
  const client = sdkClient(watchedFetch, { credentials: { accessKeyId: key.id, secretAccessKey: key.secret } });
  const listPools = () => client.send(new ListUserPoolsCommand({ MaxResults: 1 }));

  expect(key).toEqual({
    id: expect.stringMatching(/^AKPH[A-Z0-9]{16}$/) as string,
    secret: expect.stringMatching(/^\w{40}$/) as string,
    region: 'us-east-1',
    endpoint: 'https://id.example.com',
  });
  await expect(listPools()).resolves.toHaveProperty('UserPools');

  const listed = await storeCommands(store, settings)['list-access-keys']({});
  expect(listed.find(({ id }) => id === key.id)).toMatchObject({ name: 'ci', region: null });
  expect(JSON.stringify(listed)).not.toContain(key.secret);

  await storeCommands(store, settings)['set-access-key-policy']({ id: key.id, policy: nobody });
  clock.advanceSeconds(1);
  await expect(listPools()).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message:
      'User: arn:aws:iam::000000000000:user/ci is not authorized to perform: cognito-idp:ListUserPools on resource: * with an explicit deny in an identity-based policy',
  });

  await storeCommands(store, settings)['delete-access-key']({ id: key.id });
  await expect(listPools()).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
});

test('more keys than a page holds are all listed', async ({ server: { store } }) => {
  const before = (await storeCommands(store, settings)['list-access-keys']({})).length;
  const made = await Promise.all(
    Array.from({ length: 101 }, () =>
      storeCommands(store, settings)['create-access-key']({ name: 'many', policy: nobody }),
    ),
  );
  expect(await storeCommands(store, settings)['list-access-keys']({})).toHaveLength(before + 101);
  await Promise.all(made.map(({ id }) => storeCommands(store, settings)['delete-access-key']({ id })));
});

test.for([
  [
    'a policy that cannot be enforced',
    { name: 'x', policy: '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{}}}' },
    'Statement 1 uses Condition, which is not supported.',
  ],
  [
    'a policy about what does not exist',
    { name: 'x', policy: '{"Statement":{"Effect":"Deny","Action":"cognito-idp:DeleteUserPol","Resource":"*"}}' },
    'Statement 1 names the action cognito-idp:DeleteUserPol, which does not exist.',
  ],
  [
    'a name that no ARN may hold',
    { name: 'a b', policy: readers },
    'A name has 1 to 64 letters, digits or characters of +=,.@_-',
  ],
  [
    'a region that no request can be signed for',
    { name: 'x', policy: readers, region: 'eu_west' },
    'A region has 1 to 45 letters, digits or hyphens.',
  ],
] as const)('%s is refused', async ([, given, message], { server: { store } }) => {
  await expect(storeCommands(store, settings)['create-access-key'](given)).rejects.toMatchObject({
    name: 'CommandFailure',
    message,
  });
});

test('a policy for no key is refused', async ({ server: { store } }) => {
  await expect(
    storeCommands(store, settings)['set-access-key-policy']({ id: 'AKPHNONE', policy: readers }),
  ).rejects.toThrow('There is no access key AKPHNONE.');
});

test('messages are read from the local inbox', async ({ server: { store }, pool, anonymous, mailbox }) => {
  const { id, client } = await pool({ AutoVerifiedAttributes: ['email'] });
  const to = `maya-${id}@example.com`;
  await anonymous.send(
    new SignUpCommand({
      ClientId: client.id,
      Username: 'maya',
      Password: 'Correct-horse-1',
      UserAttributes: [{ Name: 'email', Value: to }],
    }),
  );

  expect(await storeCommands(store, settings).messages({ to, last: 5 })).toEqual([
    {
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      pool: id,
      kind: 'SignUp',
      to,
      subject: 'Your verification code',
      text: `Your verification code is ${await mailbox.code(to)}.`,
    },
  ]);
});

test('signing keys are rotated and listed', async ({ server: { store }, pool }) => {
  const { id } = await pool();
  const commands = storeCommands(store, settings);
  const { activeFrom } = await commands['rotate-keys']({ pool: id, leadMinutes: 30 });

  expect((Date.parse(activeFrom) - Date.now()) / 60_000).toBeCloseTo(30, 0);
  const listed = await commands['list-keys']({ pool: id });
  expect(listed.map(({ use, status }) => `${use} ${status}`)).toEqual([
    'id active',
    'access active',
    'id next',
    'access next',
  ]);
  expect(listed[2]).toEqual({
    id: expect.stringMatching(/^[\w+/]{43}=$/) as string,
    use: 'id',
    status: 'next',
    from: activeFrom,
    until: null,
  });
  await expect(commands['rotate-keys']({ pool: id, leadMinutes: 30 })).rejects.toMatchObject({
    name: 'CommandFailure',
    message: `The keys of ${id} are being rotated already: see poolhouse keys list ${id}`,
  });
});

test('signing keys are withdrawn', async ({ server: { store }, pool }) => {
  const { id } = await pool();
  const commands = storeCommands(store, settings);
  const before = await commands['list-keys']({ pool: id });
  await commands['rotate-keys']({ pool: id, leadMinutes: 30 });

  expect(await commands['withdraw-keys']({ pool: id })).toEqual({});

  const after = await commands['list-keys']({ pool: id });
  expect(after.map(({ use, status }) => `${use} ${status}`)).toEqual(['id active', 'access active']);
  expect(after.map((key) => key.id)).not.toEqual(before.map((key) => key.id));
});

test.for(['rotate-keys', 'withdraw-keys', 'list-keys'] as const)(
  '%s wants a pool that exists',
  async (name, { server: { store } }) => {
    await expect(
      storeCommands(store, settings)[name]({ pool: 'us-east-1_none', leadMinutes: 30 }),
    ).rejects.toMatchObject({ name: 'CommandFailure', message: 'There is no pool us-east-1_none.' });
  },
);
