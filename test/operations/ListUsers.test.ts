import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  ListUsersCommand,
  type ListUsersCommandInput,
  paginateListUsers,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { describe } from 'vitest';
import { testAccess, testVisibility } from '../support/access.js';
import { asList } from '../support/attributes.js';
import type { PoolSettings, TestPool } from '../support/pool.js';
import { broken, invalid } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const list = ({ id }: Pick<TestPool, 'id'>, input: Partial<ListUsersCommandInput> = {}) =>
  new ListUsersCommand({ UserPoolId: id, ...input });

/** Makes a user with no more than the fewest steps: whether it can sign in makes no difference here. */
const create = (
  cognito: CognitoIdentityProviderClient,
  { id }: Pick<TestPool, 'id'>,
  Username: string,
  attributes: Record<string, string> = {},
) =>
  cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: id,
      Username,
      UserAttributes: asList(attributes),
      MessageAction: 'SUPPRESS',
    }),
  );

/** The names that a filter finds, in the order of the alphabet. */
const found = async (
  cognito: CognitoIdentityProviderClient,
  pool: Pick<TestPool, 'id'>,
  Filter: string,
): Promise<string[]> => {
  const { Users, PaginationToken } = await cognito.send(list(pool, { Filter }));
  expect(PaginationToken).toBeUndefined();
  return (Users ?? []).map(({ Username = '' }) => Username).toSorted();
};

/** Five users who differ in everything that can be searched. */
const settle = async (
  { anonymous, cognito }: { anonymous: CognitoIdentityProviderClient; cognito: CognitoIdentityProviderClient },
  pool: TestPool,
): Promise<void> => {
  await create(cognito, pool, 'maya', {
    email: 'Maya@example.com',
    phone_number: '+15555550001',
    name: 'Maya "May" O\\Neil',
    given_name: 'Maya',
    family_name: 'Reddy',
    preferred_username: 'May',
  });
  await create(cognito, pool, 'maya.noor', {
    email: 'maya@example.org',
    given_name: 'Maya',
    family_name: 'Reddyson',
  });
  await create(cognito, pool, 'noor', { phone_number: '+15555550002', given_name: 'Noor', name: 'Żółw\u{1F422}' });
  await pool.user('ola');
  await anonymous.send(new SignUpCommand({ ClientId: pool.client.id, Username: 'pia', Password: 'Correct-horse-1' }));
};

/** Makes users who are told apart by names and attributes. */
const populate = async (cognito: CognitoIdentityProviderClient, pool: TestPool, names: readonly string[]) => {
  for (const name of names) await create(cognito, pool, name, { name: `Name ${name.at(-1)}`, locale: 'en' });
};

const names = (count: number) => Array.from({ length: count }, (_, index) => `user-${index}`);

describe('the list', () => {
  test('shows users as administrators see them, in the order in which they came', async ({ clock, cognito, pool }) => {
    const own = await pool({ Schema: [{ Name: 'note', AttributeDataType: 'String', DeveloperOnlyAttribute: true }] });
    const noor = await own.user('noor', { attributes: { email: 'noor@example.com', 'dev:custom:note': 'x' } });
    clock.advanceSeconds(1);
    const { User: maya } = await create(cognito, own, 'maya');

    const { $metadata, ...output } = await cognito.send(list(own));

    expect($metadata.httpStatusCode).toBe(200);
    const {
      UserAttributes,
      $metadata: _,
      ...shown
    } = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'noor' }));
    expect(output).toEqual({ Users: [{ ...shown, Attributes: UserAttributes }, maya] });
    expect(output.Users?.[0]?.Attributes).toContainEqual({ Name: 'sub', Value: noor.sub });
    expect(output.Users?.[0]?.Attributes).toContainEqual({ Name: 'dev:custom:note', Value: 'x' });
  });

  test('of a pool without users is empty', async ({ cognito, pool }) => {
    const { $metadata: _, ...output } = await cognito.send(list(await pool()));

    expect(output).toEqual({ Users: [] });
  });

  test('holds no user of another pool', async ({ cognito, pool }) => {
    const [own, other] = [await pool(), await pool()];
    await create(cognito, own, 'maya');
    await create(cognito, other, 'noor');

    expect((await cognito.send(list(own))).Users?.map(({ Username }) => Username)).toEqual(['maya']);
  });
});

describe('a filter', () => {
  const everybody = ['maya', 'maya.noor', 'noor', 'ola', 'pia'];
  const grammar: [string, string[]][] = [
    ['username = "maya"', ['maya']],
    ['username ^= "maya"', ['maya', 'maya.noor']],
    ['username="maya"', ['maya']],
    ['  username   ^=   "maya."  ', ['maya.noor']],
    ['"username" = "maya"', ['maya']],
    ['username = "Maya"', []],
    ['username ^= ""', everybody],
    ['username = ""', []],
    ['email = "Maya@example.com"', ['maya']],
    ['email = "maya@example.com"', []],
    ['email ^= "maya@"', ['maya.noor']],
    ['email ^= ""', ['maya', 'maya.noor']],
    ['phone_number = "+15555550002"', ['noor']],
    ['phone_number ^= "+1555555000"', ['maya', 'noor']],
    ['name = "Maya \\"May\\" O\\\\Neil"', ['maya']],
    ['name ^= "Maya \\"M"', ['maya']],
    ['name = "Żółw\u{1F422}"', ['noor']],
    ['name ^= "Żó"', ['noor']],
    ['given_name = "Maya"', ['maya', 'maya.noor']],
    ['given_name = "maya"', []],
    ['"family_name" = "Reddy"', ['maya']],
    ['family_name ^= "Reddy"', ['maya', 'maya.noor']],
    ['family_name=""', []],
    ['family_name = "%"', []],
    ['family_name ^= "_eddy"', []],
    ['preferred_username = "May"', ['maya']],
    ['preferred_username = "may"', []],
    ['cognito:user_status = "CONFIRMED"', ['ola']],
    ['cognito:user_status = "unconfirmed"', ['pia']],
    ['cognito:user_status ^= "force"', ['maya', 'maya.noor', 'noor']],
    ['"cognito:user_status" = "RESET_REQUIRED"', []],
    ['cognito:user_status = "NO_SUCH_STATUS"', []],
    ['status = "Enabled"', everybody],
    ['status = "enabled"', []],
    ['status ^= "En"', everybody],
    ['status = "Disabled"', []],
    ['status ^= ""', everybody],
    ['', everybody],
    ['   ', everybody],
  ];

  test('finds by every attribute that is searched, whole or by its beginning', async ({ anonymous, cognito, pool }) => {
    const own = await pool();
    await settle({ anonymous, cognito }, own);

    const results: [string, string[]][] = [];
    for (const [filter] of grammar) results.push([filter, await found(cognito, own, filter)]);

    expect(results).toEqual(grammar);
  });

  test('finds names, mails and preferred names in any letters where case does not count, and nothing else', async ({
    anonymous,
    cognito,
    pool,
  }) => {
    const own = await pool({ UsernameConfiguration: { CaseSensitive: false } });
    await settle({ anonymous, cognito }, own);

    for (const filter of ['username = "MAYA"', 'email = "mAYA@EXAMPLE.com"', 'preferred_username ^= "mA"'])
      expect(await found(cognito, own, filter)).toEqual(['maya']);
    for (const filter of ['given_name = "maya"', 'name ^= "maya"'])
      expect(await found(cognito, own, filter)).toEqual([]);
  });

  test('finds by sub, whole or by its beginning', async ({ cognito, pool }) => {
    const own = await pool();
    const { sub } = await own.user('maya');
    const { sub: other } = await own.user('noor');
    await own.user('ola');

    expect(await found(cognito, own, `sub = "${sub}"`)).toEqual(['maya']);
    expect(await found(cognito, own, `sub ^= "${other.slice(0, 30)}"`)).toEqual(['noor']);
  });

  test('by username means the stored name, never an alias', async ({ cognito, pool }) => {
    const [named, aliased] = [
      await pool({ UsernameAttributes: ['email'] }),
      await pool({ AliasAttributes: ['email'] }),
    ];
    const attributes = { email: 'maya@example.com', email_verified: 'true' };
    const { User } = await create(cognito, named, 'maya@example.com');
    await create(cognito, aliased, 'maya', attributes);

    for (const own of [named, aliased]) expect(await found(cognito, own, 'username = "maya@example.com"')).toEqual([]);
    expect(await found(cognito, named, `username = "${User?.Username}"`)).toEqual([User?.Username]);
    expect(await found(cognito, named, 'email = "maya@example.com"')).toEqual([User?.Username]);
  });

  test('finds a value that is longer than a filter by its beginning only', async ({ cognito, pool }) => {
    const own = await pool();
    await create(cognito, own, 'maya', { name: 'x'.repeat(2048) });

    expect(await found(cognito, own, `name ^= "${'x'.repeat(246)}"`)).toEqual(['maya']);
    expect(await found(cognito, own, `name = "${'x'.repeat(247)}"`)).toEqual([]);
  });

  test.for([
    'username = maya',
    'username=',
    'username',
    '= "maya"',
    'username == "maya"',
    'username != "maya"',
    'username =^ "maya"',
    'username ^ = "maya"',
    'username = "maya',
    'username = maya"',
    "username = 'maya'",
    'username = "ma"ya"',
    'username = "maya\\"',
    'username = "maya" and email = "x"',
    'username = "maya" email = "x"',
    '"" = "maya"',
    '(username = "maya")',
  ])('that cannot be read is refused: %s', async (Filter, { cognito, pool }) => {
    await expect(cognito.send(list(await pool(), { Filter }))).rejects.toMatchObject(
      invalid('Error while parsing filter'),
    );
  });

  test.for(['custom:foo', 'dev:custom:foo', 'address', 'email_verified', 'Username', 'constructor', '__proto__'])(
    'by an attribute that is not searched is refused: %s',
    async (attribute, { cognito, pool }) => {
      const own = await pool({ Schema: [{ Name: 'foo', AttributeDataType: 'String' }] });

      await expect(cognito.send(list(own, { Filter: `${attribute} = "x"` }))).rejects.toMatchObject(
        invalid(`Invalid search attribute: ${attribute}`),
      );
    },
  );
});

describe('AttributesToGet', () => {
  const settings: PoolSettings = { Schema: [{ Name: 'tier', AttributeDataType: 'String' }] };
  const unknown = invalid('One or more requested attributes do not exist.');

  test('limits what is shown of each user', async ({ cognito, pool }) => {
    const own = await pool(settings);
    const { User } = await create(cognito, own, 'maya', {
      email: 'maya@example.com',
      name: 'Maya',
      'custom:tier': '1',
    });

    const { Users } = await cognito.send(list(own, { AttributesToGet: ['custom:tier', 'email', 'email'] }));

    const Attributes = asList({ email: 'maya@example.com', 'custom:tier': '1' });
    expect(Users).toEqual([{ ...User, Attributes }]);
    const onlySub = await cognito.send(list(own, { AttributesToGet: ['sub'] }));
    expect(onlySub.Users?.[0]?.Attributes?.map(({ Name }) => Name)).toEqual(['sub']);
  });

  test('that is empty shows all', async ({ cognito, pool }) => {
    const own = await pool();
    const { User } = await create(cognito, own, 'maya', { name: 'Maya' });

    expect((await cognito.send(list(own, { AttributesToGet: [] }))).Users).toEqual([User]);
  });

  test('names what the schema has, users or none', async ({ cognito, pool }) => {
    const own = await pool(settings);

    await expect(cognito.send(list(own, { AttributesToGet: ['custom:other'] }))).rejects.toMatchObject(unknown);
    expect((await cognito.send(list(own, { AttributesToGet: ['custom:tier'] }))).Users).toEqual([]);
  });

  test('names what every user of the page has', async ({ cognito, pool }) => {
    const own = await pool(settings);
    await create(cognito, own, 'maya', { email: 'maya@example.com' });
    await create(cognito, own, 'noor');
    const input = { AttributesToGet: ['email'] };

    await expect(cognito.send(list(own, input))).rejects.toMatchObject(unknown);
    expect((await cognito.send(list(own, { ...input, Filter: 'username = "maya"' }))).Users).toHaveLength(1);
  });
});

describe('pages', () => {
  test('hold up to 60 users, without a limit or with one of 0', async ({ cognito, pool }) => {
    const own = await pool();
    await populate(cognito, own, names(61));

    for (const limit of [{}, { Limit: 0 }, { Limit: 60 }]) {
      const { Users, PaginationToken } = await cognito.send(list(own, limit));
      expect(Users).toHaveLength(60);
      const rest = await cognito.send(list(own, { ...limit, PaginationToken }));
      expect(rest.Users?.map(({ Username }) => Username)).toEqual(['user-60']);
      expect('PaginationToken' in rest).toBe(false);
    }
  });

  test('that the users fill exactly are the last', async ({ cognito, pool }) => {
    const own = await pool();
    await populate(cognito, own, names(2));

    expect(await cognito.send(list(own, { Limit: 2 }))).not.toHaveProperty('PaginationToken');
  });

  test('may be of another size each', async ({ cognito, pool }) => {
    const own = await pool();
    await populate(cognito, own, names(4));
    const first = await cognito.send(list(own, { Limit: 1 }));

    const rest = await cognito.send(list(own, { Limit: 10, PaginationToken: first.PaginationToken }));

    expect(rest.Users?.map(({ Username }) => Username)).toEqual(['user-1', 'user-2', 'user-3']);
  });

  const filters = [
    undefined,
    'username ^= "user-"',
    'name ^= "Name"',
    'name = "Name 1"',
    'status = "Enabled"',
    'cognito:user_status = "FORCE_CHANGE_PASSWORD"',
    'cognito:user_status ^= ""',
    'sub ^= ""',
  ];

  test.for(filters)('yield each user once, in an order that holds: %s', async (Filter, { cognito, pool }) => {
    const own = await pool();
    await populate(cognito, own, names(12));
    const expected = Filter?.includes('Name 1') ? ['user-1', 'user-11'] : names(12);

    const seen: string[] = [];
    const pages = paginateListUsers({ client: cognito, pageSize: 1 }, { UserPoolId: own.id, Filter });
    for await (const { Users = [] } of pages) seen.push(...Users.map(({ Username = '' }) => Username));

    expect(seen.toSorted()).toEqual(expected.toSorted());
    const whole = await cognito.send(list(own, { Filter }));
    expect(whole.Users?.map(({ Username }) => Username)).toEqual(seen);
  });

  test('yield whoever stays exactly once while others come and go', { timeout: 60_000 }, async ({ cognito, pool }) => {
    const walk = fc.record({
      filter: fc.constantFrom(...filters.slice(0, 3)),
      pageSize: fc.integer({ min: 1, max: 4 }),
      staying: fc.integer({ min: 0, max: 7 }),
      // Between two pages: how many come, and how many of those who came before go.
      changes: fc.array(fc.record({ come: fc.nat({ max: 2 }), go: fc.nat({ max: 2 }) }), { maxLength: 6 }),
    });

    await fc.assert(
      fc.asyncProperty(walk, async ({ filter: Filter, pageSize: Limit, staying, changes }) => {
        const own = await pool();
        const stay = names(staying).map((name) => `${name}-stays`);
        const visitors = ['user-0-visits', 'user-3-visits', 'user-5-visits'];
        await populate(cognito, own, [...visitors.slice(0, 1), ...stay, ...visitors.slice(1)]);
        let arrivals = 0;

        const seen: string[] = [];
        let PaginationToken: string | undefined;
        for (let page = 0; page === 0 || PaginationToken !== undefined; page += 1) {
          const answer = await cognito.send(list(own, { Filter, Limit, PaginationToken }));
          seen.push(...(answer.Users ?? []).map(({ Username = '' }) => Username));
          PaginationToken = answer.PaginationToken;
          const { come = 0, go = 0 } = changes[page] ?? {};
          for (const Username of visitors.splice(0, go))
            await cognito.send(new AdminDeleteUserCommand({ UserPoolId: own.id, Username }));
          for (let count = 0; count < come; count += 1) {
            const arrival = `user-${(arrivals += 1)}-arrives`;
            await populate(cognito, own, [arrival]);
            visitors.push(arrival);
          }
        }

        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toEqual(expect.arrayContaining(stay));
      }),
      { numRuns: 12 },
    );
  });

  describe('go by tokens', () => {
    const bad = invalid('Invalid pagination token.');

    test('of the same question only', async ({ cognito, pool }) => {
      const [own, other] = [await pool(), await pool()];
      await populate(cognito, own, names(3));
      await populate(cognito, other, names(3));
      const input = { Filter: 'name ^= "Name"', AttributesToGet: ['name'], Limit: 1 };
      const { PaginationToken } = await cognito.send(list(own, input));

      for (const change of [
        { Filter: 'name ^= "Nam"' },
        { Filter: undefined },
        { AttributesToGet: ['locale'] },
        { AttributesToGet: undefined },
      ])
        await expect(cognito.send(list(own, { ...input, ...change, PaginationToken }))).rejects.toMatchObject(bad);
      await expect(cognito.send(list(other, { ...input, PaginationToken }))).rejects.toMatchObject(bad);
      await cognito.send(list(own, { ...input, PaginationToken, Limit: 2 }));
    });

    test('that were made here', async ({ cognito, pool }) => {
      const own = await pool();
      await populate(cognito, own, names(2));
      const { PaginationToken = '' } = await cognito.send(list(own, { Limit: 1 }));
      const changed = `${PaginationToken.slice(0, -2)}${PaginationToken.endsWith('AA') ? 'BB' : 'AA'}`;

      for (const token of [changed, PaginationToken.slice(0, 20), 'invented', '.', 'x'.repeat(5000)])
        await expect(cognito.send(list(own, { PaginationToken: token }))).rejects.toMatchObject(bad);
    });

    test('for a day', async ({ clock, cognito, pool }) => {
      const own = await pool();
      await populate(cognito, own, names(2));
      const { PaginationToken } = await cognito.send(list(own, { Limit: 1 }));

      clock.advanceHours(23);
      await cognito.send(list(own, { PaginationToken }));
      clock.advanceDays(3);
      await expect(cognito.send(list(own, { PaginationToken }))).rejects.toMatchObject(bad);
    });

    test('that tell nothing of the users', async ({ cognito, pool }) => {
      const own = await pool();
      await populate(cognito, own, names(2));

      const { PaginationToken = '', Users } = await cognito.send(list(own, { Limit: 1, Filter: 'username ^= "u"' }));

      expect(Buffer.from(PaginationToken, 'base64url').toString('latin1')).not.toContain(Users?.[0]?.Username);
    });
  });
});

test('users who come and go are counted', async ({ cognito, pool }) => {
  const own = await pool();
  await create(cognito, own, 'maya');
  await create(cognito, own, 'noor');
  await cognito.send(new AdminDeleteUserCommand({ UserPoolId: own.id, Username: 'maya' }));

  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: own.id }));

  expect(UserPool?.EstimatedNumberOfUsers).toBe((await cognito.send(list(own))).Users?.length);
});

describe('constraints', () => {
  test.for([
    [{ Limit: 61 }, broken('61', 'limit', 'Member must have value less than or equal to 60')],
    [{ Limit: -1 }, broken('-1', 'limit', 'Member must have value greater than or equal to 0')],
    [
      { Filter: 'x'.repeat(257) },
      broken('x'.repeat(257), 'filter', 'Member must have length less than or equal to 256'),
    ],
    [
      { PaginationToken: 'a b' },
      broken('a b', 'paginationToken', 'Member must satisfy regular expression pattern: [\\S]+'),
    ],
    [
      { AttributesToGet: ['email', 'x'.repeat(33)] },
      broken('x'.repeat(33), 'attributesToGet.2.member', 'Member must have length less than or equal to 32'),
    ],
  ] as const)('%j', async ([input, refusal], { cognito, pool }) => {
    const own = await pool();

    await expect(cognito.send(list(own, input as Partial<ListUsersCommandInput>))).rejects.toMatchObject(refusal);
  });
});

testAccess('ListUsers', ({ id }) => ({ UserPoolId: id }));
testVisibility('ListUsers', ({ id }) => ({ UserPoolId: id }));
