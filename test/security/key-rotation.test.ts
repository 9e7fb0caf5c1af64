import { GetUserCommand, UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach } from 'vitest';
import type { Poolhouse } from '#app.js';
import { advanceKeys } from '#jobs/rotate-keys.js';
import { signJwt } from '#lib/jwt.js';
import { rotateKeys, withdrawKeys } from '#services/key-rotation.js';
import { makeKeyPair } from '#services/key-stock.js';
import { claimsOf, headerOf } from '../support/claims.js';
import type { TestPool, Tokens } from '../support/pool.js';
import { clock } from '../support/poolhouse.js';
import { notAuthorized } from '../support/refusals.js';
import { outcomeOf, publicApi } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

beforeEach(() => clock.stop());

const hour = 3600;
const kidOf = (token: string): string => String(headerOf(token)['kid']);
const kidsOf = ({ idToken, accessToken }: Tokens): string[] => [kidOf(idToken), kidOf(accessToken)];

const rotate = ({ io }: Poolhouse, { id }: TestPool, leadSeconds = hour) => rotateKeys(id, leadSeconds, io);
const runJob = ({ store }: Poolhouse): Promise<void> => advanceKeys(store, clock).run();
const statesOf = async ({ store }: Poolhouse, { id }: TestPool): Promise<string[]> =>
  (await store.keyRotation.list(id)).map(({ use, status }) => `${use} ${status}`);

const jwks = async (server: Poolhouse, { id }: TestPool) => {
  const response = await server.fetch(new Request(`http://localhost:9229/${id}/.well-known/jwks.json`));
  const { keys } = (await response.json()) as { keys: { kid: string }[] };
  return { kids: keys.map(({ kid }) => kid), headers: response.headers };
};

const longLived = ({ id, client }: TestPool) =>
  new UpdateUserPoolClientCommand({
    UserPoolId: id,
    ClientId: client.id,
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    AccessTokenValidity: 24,
    IdTokenValidity: 24,
  });

test('a rotation publishes, signs, retires and removes, and no token in flight is lost', async ({
  anonymous,
  cognito,
  pool,
  server,
}) => {
  const own = await pool();
  await cognito.send(longLived(own));
  const maya = await own.user('maya');
  const getUser = ({ accessToken: AccessToken }: Tokens) => anonymous.send(new GetUserCommand({ AccessToken }));
  const before = await maya.signIn();
  const first = await jwks(server, own);

  await rotate(server, own);
  clock.advanceSeconds(1);
  await runJob(server);
  const early = await maya.signIn();
  const ahead = await jwks(server, own);
  expect(kidsOf(early)).toEqual(kidsOf(before));
  expect(ahead.kids).toHaveLength(4);
  expect(ahead.kids).toEqual(expect.arrayContaining(first.kids));
  expect(ahead.headers.get('cache-control')).toBe('public, max-age=300');
  expect(ahead.headers.get('etag')).not.toBe(first.headers.get('etag'));
  expect(await statesOf(server, own)).toEqual(['id active', 'access active', 'id next', 'access next']);

  clock.advanceSeconds(hour);
  const lastOfOld = await maya.signIn();
  expect(kidsOf(lastOfOld)).toEqual(kidsOf(before));
  await runJob(server);
  const after = await maya.signIn();
  expect(ahead.kids).toEqual(expect.arrayContaining(kidsOf(after)));
  expect(new Set([...kidsOf(after), ...kidsOf(before)]).size).toBe(4);
  expect((await jwks(server, own)).kids).toEqual(ahead.kids);
  expect(await statesOf(server, own)).toEqual(['id retired', 'access retired', 'id active', 'access active']);
  for (const tokens of [before, lastOfOld, after]) await getUser(tokens);

  // The last token of the old key lives for a day.
  clock.advanceSeconds(24 * hour - 600);
  await runJob(server);
  await getUser(lastOfOld);
  expect((await jwks(server, own)).kids).toEqual(ahead.kids);

  clock.advanceSeconds(1000);
  await expect(getUser(lastOfOld)).rejects.toMatchObject(notAuthorized('Invalid Access Token'));
  await runJob(server);
  expect((await jwks(server, own)).kids.toSorted()).toEqual(kidsOf(after).toSorted());
  expect(await statesOf(server, own)).toEqual(['id active', 'access active']);
  const { refreshToken: _, ...kept } = await maya.signIn();
  expect(kidOf(kept.accessToken)).toBe(kidOf(after.accessToken));
});

test('a token of a coming key is worth nothing before it is published, nor before it signs', async ({
  anonymous,
  pool,
  server,
}) => {
  const own = await pool();
  const { accessToken } = await (await own.user('maya')).signIn();
  const [id, access] = [await makeKeyPair(), await makeKeyPair()];
  const notBefore = new Date(clock.now().getTime() + hour * 1000);
  const forged = await signJwt({ kid: 'the next key', privateKey: access.privateKey }, { ...claimsOf(accessToken) });
  const use = () => anonymous.send(new GetUserCommand({ AccessToken: forged }));
  await expect(use()).rejects.toMatchObject(notAuthorized('Invalid Access Token'));

  await server.store.keyRotation.publish(own.id, [
    { use: 'id', id: 'the next id key', notBefore, ...id },
    { use: 'access', id: 'the next key', notBefore, ...access },
  ]);
  expect((await jwks(server, own)).kids).toContain('the next key');
  await expect(use()).rejects.toMatchObject(notAuthorized('Invalid Access Token'));

  // A replica whose clock is a little ahead may sign with it by now.
  clock.advanceSeconds(hour - 30);
  await use();
});

test('what was signed by a retired key is refused after its end, whatever the token says', async ({
  anonymous,
  pool,
  server,
}) => {
  const own = await pool();
  const maya = await own.user('maya');
  const { accessToken } = await maya.signIn();
  const stolen = await server.store.keys.signing(own.id, 'access');
  await rotate(server, own);
  clock.advanceSeconds(hour);
  await runJob(server);
  const forged = await signJwt(stolen, { ...claimsOf(accessToken), exp: Number(claimsOf(accessToken)['exp']) * 2 });
  await anonymous.send(new GetUserCommand({ AccessToken: forged }));

  clock.advanceSeconds(24 * hour + 400);
  await expect(anonymous.send(new GetUserCommand({ AccessToken: forged }))).rejects.toMatchObject(
    notAuthorized('Invalid Access Token'),
  );
});

test('each step happens at its moment, to the millisecond', async ({ anonymous, pool, server }) => {
  const own = await pool();
  const { accessToken } = await (await own.user('maya')).signIn();
  const old = await server.store.keys.signing(own.id, 'access');
  const day = { ...claimsOf(accessToken), exp: Number(claimsOf(accessToken)['exp']) + 48 * hour };
  const use = async (key: typeof old) =>
    anonymous.send(new GetUserCommand({ AccessToken: await signJwt(key, day) })).then(
      () => 'good',
      ({ message }: Error) => message,
    );
  const activeFrom = (await rotate(server, own))?.activeFrom ?? new Date();
  clock.stopAt(activeFrom, -1);
  await runJob(server);
  expect(await statesOf(server, own)).toEqual(['id active', 'access active', 'id next', 'access next']);
  clock.stopAt(activeFrom);
  await runJob(server);
  expect(await statesOf(server, own)).toEqual(['id retired', 'access retired', 'id active', 'access active']);

  const end = (await server.store.keyRotation.list(own.id))[0]?.notAfter ?? new Date();
  clock.stopAt(end, -1);
  await runJob(server);
  expect(await use(old)).toBe('good');
  expect(await statesOf(server, own)).toHaveLength(4);
  clock.stopAt(end);
  expect(await use(old)).toBe('Invalid Access Token');
  await runJob(server);
  expect(await statesOf(server, own)).toEqual(['id active', 'access active']);
});

test('of several rotations at once one happens, and of several jobs each step once', async ({ pool, server }) => {
  const own = await pool();
  const rotations = await Promise.all(Array.from({ length: 5 }, () => rotate(server, own)));
  expect(rotations.filter((rotation) => rotation !== undefined)).toHaveLength(1);
  expect(await statesOf(server, own)).toHaveLength(4);

  clock.advanceSeconds(hour);
  const before = await server.store.keyRotation.list(own.id);
  await Promise.all(Array.from({ length: 5 }, () => runJob(server)));
  const after = await server.store.keyRotation.list(own.id);
  const next = before.filter(({ status }) => status === 'next').map(({ id }) => id);
  expect(after.filter(({ status }) => status === 'active').map(({ id }) => id)).toEqual(next);
  expect(after.filter(({ status }) => status === 'retired')).toHaveLength(2);

  expect(await rotate(server, own)).toBeDefined();
  expect(await statesOf(server, own)).toHaveLength(6);
});

test('keys that are withdrawn verify nothing from then on, and refresh tokens stay good', async ({
  anonymous,
  pool,
  server,
}) => {
  const [own, other] = [await pool(), await pool()];
  const [maya, noor] = [await own.user('maya'), await other.user('noor')];
  const getUser = ({ accessToken: AccessToken }: Tokens) => anonymous.send(new GetUserCommand({ AccessToken }));
  await rotate(server, own);
  clock.advanceSeconds(hour);
  await runJob(server);
  await rotate(server, own);
  const [before, elsewhere] = [await maya.signIn(), await noor.signIn()];
  const known = (await jwks(server, own)).kids;
  expect(known).toHaveLength(6);

  await withdrawKeys(own.id, server.io);

  await expect(getUser(before)).rejects.toMatchObject(notAuthorized('Invalid Access Token'));
  expect(await statesOf(server, own)).toEqual(['id active', 'access active']);
  const { kids } = await jwks(server, own);
  expect(kids.filter((kid) => known.includes(kid))).toEqual([]);
  const after = await maya.signIn();
  expect(kidsOf(after)).toEqual(kids);
  await getUser(after);
  const refresh = { REFRESH_TOKEN: before.refreshToken };
  expect(await outcomeOf(publicApi.start(own, { flow: 'REFRESH_TOKEN_AUTH', parameters: refresh }))).toBe('tokens');
  await getUser(elsewhere);

  clock.advanceSeconds(hour);
  await runJob(server);
  expect(await statesOf(server, own)).toEqual(['id active', 'access active']);
  expect(await rotate(server, own)).toBeDefined();
});

test('keys that are withdrawn while others are published or promoted leave one pair that signs', async ({
  pool,
  server,
}) => {
  const own = await pool();
  const maya = await own.user('maya');
  for (let round = 0; round < 3; round += 1) {
    await rotate(server, own);
    clock.advanceSeconds(hour);
    const work = [
      withdrawKeys(own.id, server.io),
      runJob(server),
      rotate(server, own),
      withdrawKeys(own.id, server.io),
    ];
    await Promise.all(work);
    const states = await statesOf(server, own);
    expect(states.filter((state) => state.endsWith('active'))).toEqual(['id active', 'access active']);
    const { kids } = await jwks(server, own);
    for (const kid of kidsOf(await maya.signIn())) expect(kids).toContain(kid);
  }
});

test('the shortest lead outlasts the caches of the key set, and other pools keep their keys', async ({
  pool,
  server,
}) => {
  const [own, other] = [await pool(), await pool()];
  const { kids } = await jwks(server, other);
  const rotation = await rotate(server, own, 0);
  expect(Number(rotation?.activeFrom) - Number(clock.now())).toBeGreaterThan(590_000);
  clock.advanceSeconds(601);
  await runJob(server);
  expect((await jwks(server, other)).kids).toEqual(kids);
});
