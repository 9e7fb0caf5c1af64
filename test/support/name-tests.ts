import { claimsOf } from './claims.js';
import type { PoolSettings, TestUser } from './pool.js';
import { outcomeOf, type SignInApi, startByPassword, startBySrp } from './sign-in.js';
import { setPassword } from './temporary-password.js';
import { expect, test } from './test.js';

interface NameCase {
  readonly what: string;
  readonly settings: PoolSettings;
  /** As it is created. */
  readonly username: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly names: (user: TestUser) => readonly string[];
  readonly strangers: readonly string[];
  /** As tokens and SRP carry it. */
  readonly stored: (user: TestUser) => string;
}

const everything = { email: 'Maya@example.com', phone_number: '+15550100', preferred_username: 'Queen' };

const cases: readonly NameCase[] = [
  {
    what: 'its name and its sub',
    settings: {},
    username: 'Maya',
    attributes: everything,
    names: ({ sub }) => ['Maya', sub],
    strangers: ['maya', 'MAYA', ...Object.values(everything)],
    stored: () => 'Maya',
  },
  {
    what: 'its name in any case, where the pool ignores case',
    settings: { UsernameConfiguration: { CaseSensitive: false } },
    username: 'Maya',
    attributes: everything,
    names: ({ sub }) => ['Maya', 'maya', 'MAYA', sub],
    strangers: ['Maia', ...Object.values(everything)],
    stored: () => 'maya',
  },
  {
    what: 'its verified aliases',
    settings: { AliasAttributes: ['email', 'phone_number', 'preferred_username'] },
    username: 'maya',
    attributes: { ...everything, phone_number_verified: 'true' },
    names: ({ sub }) => ['maya', sub, ...Object.values(everything)],
    strangers: ['maya@example.com', 'queen', '+15550101'],
    stored: () => 'maya',
  },
  {
    what: 'no alias that is not verified or not one of the pool',
    settings: { AliasAttributes: ['email', 'phone_number'] },
    username: 'maya',
    attributes: { ...everything, email_verified: 'false' },
    names: () => ['maya'],
    strangers: Object.values(everything),
    stored: () => 'maya',
  },
  {
    what: 'its aliases in any case, where the pool ignores case',
    settings: {
      AliasAttributes: ['email', 'preferred_username'],
      UsernameConfiguration: { CaseSensitive: false },
    },
    username: 'maya',
    attributes: everything,
    names: () => ['maya@EXAMPLE.com', 'QUEEN', 'MAYA'],
    strangers: ['+15550100'],
    stored: () => 'maya',
  },
  {
    what: 'an e-mail address that is its name, verified or not',
    settings: { UsernameAttributes: ['email'] },
    username: 'Maya@example.com',
    attributes: { email: 'Maya@example.com', email_verified: 'false', phone_number: '+15550100' },
    names: ({ sub }) => ['Maya@example.com', sub],
    strangers: ['maya@example.com', '+15550100'],
    stored: ({ sub }) => sub,
  },
  {
    what: 'a phone number that is its name, or an e-mail address in any case',
    settings: { UsernameAttributes: ['email', 'phone_number'], UsernameConfiguration: { CaseSensitive: false } },
    username: '+15550100',
    attributes: { email: 'Maya@example.com' },
    names: ({ sub }) => ['+15550100', 'MAYA@example.com', sub],
    strangers: ['+15550101'],
    stored: ({ sub }) => sub,
  },
];

/** The tests of the names under which users sign in and answer challenges. */
export const testNames = (api: SignInApi): void => {
  for (const { what, settings, username, attributes = {}, names, strangers, stored } of cases)
    test(`a user signs in under ${what}`, async ({ pool }) => {
      const own = await pool(settings);
      const maya = await own.user(username, { attributes });
      const { password } = maya;

      for (const name of names(maya)) {
        const { AuthenticationResult: result } = await startByPassword(api, own, { name, password });
        expect(claimsOf(result?.AccessToken), name).toMatchObject({ sub: maya.sub, username: stored(maya) });
        const exchange = await startBySrp(api, own, name);
        expect(exchange.parameters, name).toMatchObject({ USERNAME: stored(maya), USER_ID_FOR_SRP: stored(maya) });
        expect(await outcomeOf(exchange.answer(password)), name).toBe('tokens');
      }
      for (const name of strangers)
        expect(await outcomeOf(startByPassword(api, own, { name, password })), name).toMatch(/^UserNotFoundException/);
    });

  test('an answer names the user as it was typed, as it is stored, or by its sub', async ({ pool }) => {
    const own = await pool({
      AliasAttributes: ['email', 'phone_number'],
      UsernameConfiguration: { CaseSensitive: false },
    });
    const maya = await own.user('maya', { attributes: { ...everything, phone_number_verified: 'true' } });
    await own.user('noah');
    const answeredAs = async (name: string) => {
      const exchange = await startBySrp(api, own, 'maya@example.com');
      return outcomeOf(exchange.answer(maya.password, { responses: { USERNAME: name } }));
    };

    for (const name of ['maya@example.com', 'MAYA@EXAMPLE.COM', 'maya', 'Maya', maya.sub])
      expect(await answeredAs(name), name).toBe('tokens');
    for (const name of ['noah', 'nobody', '+15550100'])
      expect(await answeredAs(name), name).toBe('NotAuthorizedException: Invalid session for the user.');
  });

  // docs/adr/0005
  test('a name that is the preferred username of one user and the verified address of another is the address', async ({
    pool,
  }) => {
    const own = await pool({ AliasAttributes: ['email', 'preferred_username'] });
    const name = 'maya@example.com';
    await own.user('noah', { attributes: { preferred_username: name } });
    const maya = await own.user('maya', { password: 'Another-horse-2', attributes: { email: name } });

    const { AuthenticationResult: result } = await startByPassword(api, own, { name, password: maya.password });
    expect(claimsOf(result?.AccessToken)).toMatchObject({ sub: maya.sub });
  });

  test('an alias as long as AWS allows it leads through a temporary password', async ({ pool }) => {
    const own = await pool({ AliasAttributes: ['preferred_username'] });
    const name = 'q'.repeat(2048);
    const { password } = await own.user('maya', { attributes: { preferred_username: name } });
    await setPassword(own, 'maya', password);

    const { ChallengeName: challenge, Session: session } = await startByPassword(api, own, { name, password });
    expect(challenge).toBe('NEW_PASSWORD_REQUIRED');
    const responses = { USERNAME: name, NEW_PASSWORD: 'Another-horse-2' };
    expect(await outcomeOf(api.respond(own, { challenge: 'NEW_PASSWORD_REQUIRED', session, responses }))).toBe(
      'tokens',
    );
  });
};
