import type { PoolSettings, TestPool, TestUser } from '../support/pool.js';
import { apis, outcomeOf, type SignInApi, startBySrp } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

const settings: PoolSettings = {
  AliasAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  client: { GenerateSecret: true },
};

const wrong = ({ client }: TestPool) => `NotAuthorizedException: Unable to verify secret hash for client ${client.id}`;
const missing = ({ client }: TestPool) =>
  `NotAuthorizedException: Client ${client.id} is configured with secret but SECRET_HASH was not received`;

const hashOver = ({ client }: TestPool, name: string): string => client.secretHash(name).SecretHash ?? '';

const start = (api: SignInApi, own: TestPool, USERNAME: string, PASSWORD: string, hash?: string): Promise<string> =>
  outcomeOf(
    api.start(own, {
      flow: api.passwordFlow,
      parameters: { USERNAME, PASSWORD, ...(hash !== undefined && { SECRET_HASH: hash }) },
    }),
  );

const mayaOf = (own: TestPool): Promise<TestUser> => own.user('maya', { attributes: { email: 'maya@example.com' } });

for (const api of apis) {
  test(`${api.name}: a sign-in proves the secret over the name as it was sent`, async ({ pool }) => {
    const own = await pool(settings);
    const { sub, password } = await mayaOf(own);
    for (const name of ['maya', 'MAYA', sub, 'maya@example.com', 'Maya@Example.com'])
      expect(await start(api, own, name, password, hashOver(own, name)), name).toBe('tokens');
  });

  test(`${api.name}: a wrong hash is refused before anything of the user shows`, async ({ pool }) => {
    const own = await pool(settings);
    const { password } = await mayaOf(own);
    const other = await own.newClient({ GenerateSecret: true });
    const hashes = {
      'of another name': hashOver(own, 'noah'),
      'of another spelling': hashOver(own, 'MAYA'),
      'of another client': other.secretHash('maya').SecretHash ?? '',
      'in hexadecimal': Buffer.from(hashOver(own, 'maya'), 'base64').toString('hex'),
      'cut short': hashOver(own, 'maya').slice(0, -4),
      'made up': 'x',
      'the secret itself': own.client.secret ?? '',
    };
    for (const [what, hash] of Object.entries(hashes))
      for (const [name, tried] of [
        ['maya', password],
        ['maya', 'Wrong-horse-1'],
      ] as const)
        expect(await start(api, own, name, tried, hash), what).toBe(wrong(own));
    expect(await start(api, own, 'nobody', password, hashOver(own, 'maya'))).toBe(wrong(own));
    expect(await start(api, own, 'nobody', password)).toBe(missing(own));
  });

  test(`${api.name}: a missing hash is refused, and an empty one is missing`, async ({ pool }) => {
    const own = await pool(settings);
    const { password } = await mayaOf(own);
    expect(await start(api, own, 'maya', password)).toBe(missing(own));
    expect(await start(api, own, 'maya', password, '')).toBe(missing(own));
  });

  test(`${api.name}: a client without a secret is sent no hash`, async ({ pool }) => {
    const own = await pool();
    const { password } = await own.user('maya');
    expect(await start(api, own, 'maya', password, 'eA==')).toBe(wrong(own));
    expect(await start(api, own, 'nobody', password, 'eA==')).toBe(wrong(own));
    expect(await start(api, own, 'maya', password, '')).toBe('tokens');
  });

  test(`${api.name}: what the secret hash refuses is not a failed password`, async ({ pool }) => {
    const own = await pool(settings);
    const { password } = await mayaOf(own);
    for (let tries = 1; tries <= 8; tries += 1) await start(api, own, 'maya', 'Wrong-horse-1', 'eA==');
    expect(await start(api, own, 'maya', password, hashOver(own, 'maya'))).toBe('tokens');
  });

  test(`${api.name}: an answer proves the secret over the name as sent, the stored one or the sub`, async ({
    pool,
  }) => {
    const own = await pool(settings);
    const { sub, password } = await mayaOf(own);
    const answer = async (USERNAME: string, SECRET_HASH: string) => {
      const exchange = await startBySrp(api, own, 'Maya@example.com');
      return outcomeOf(exchange.answer(password, { responses: { USERNAME, SECRET_HASH } }));
    };
    for (const [sent, hashed] of [
      ['maya', 'maya'],
      ['maya', sub],
      ['MAYA', 'MAYA'],
      ['maya@example.com', 'maya@example.com'],
      ['maya@example.com', 'maya'],
      [sub, sub],
      [sub, 'maya'],
    ] as const)
      expect(await answer(sent, hashOver(own, hashed)), `${sent} ${hashed}`).toBe('tokens');
    for (const hashed of ['noah', 'MAYA', '']) expect(await answer('maya', hashOver(own, hashed))).toBe(wrong(own));
    expect(await answer('maya', 'eA==')).toBe(wrong(own));
    expect(await answer('maya', '')).toBe(missing(own));
  });
}
