import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import pg from 'pg';
import { describe, vi } from 'vitest';
import { asList, sms } from '../support/attributes.js';
import type { PoolSettings, TestClient, TestPool } from '../support/pool.js';
import { invalid, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';
import { disable } from '../support/user-states.js';

const hiding: PoolSettings = {
  AutoVerifiedAttributes: ['email'],
  client: { PreventUserExistenceErrors: 'ENABLED' },
};
const mismatch = {
  name: 'CodeMismatchException',
  message: 'Invalid verification code provided, please try again.',
};
const limitExceeded = {
  name: 'LimitExceededException',
  message: 'Attempt limit exceeded, please try after some time.',
};

const signUp = ({ id }: TestClient, Username: string, attributes: Record<string, string> = {}) =>
  new SignUpCommand({ ClientId: id, Username, Password: 'Correct-horse-1', UserAttributes: asList(attributes) });

/** The operations that anybody may ask of any name, with what each answers. */
const ask = {
  ConfirmSignUp: (client: CognitoIdentityProviderClient, { id }: TestClient, Username: string) =>
    client.send(new ConfirmSignUpCommand({ ClientId: id, Username, ConfirmationCode: '123456' })),
  ResendConfirmationCode: (client: CognitoIdentityProviderClient, { id }: TestClient, Username: string) =>
    client.send(new ResendConfirmationCodeCommand({ ClientId: id, Username })),
  ForgotPassword: (client: CognitoIdentityProviderClient, { id }: TestClient, Username: string) =>
    client.send(new ForgotPasswordCommand({ ClientId: id, Username })),
  ConfirmForgotPassword: (client: CognitoIdentityProviderClient, { id }: TestClient, Username: string) =>
    client.send(
      new ConfirmForgotPasswordCommand({
        ClientId: id,
        Username,
        ConfirmationCode: '123456',
        Password: 'Battery-staple-2',
      }),
    ),
};

type Operation = keyof typeof ask;
const confirming: Operation[] = ['ConfirmSignUp', 'ConfirmForgotPassword'];
const sending: Operation[] = ['ResendConfirmationCode', 'ForgotPassword'];

/** Users who cannot be sent a code, each in its own way. */
const makeUnusable = async (
  cognito: CognitoIdentityProviderClient,
  anonymous: CognitoIdentityProviderClient,
  pool: TestPool,
) => {
  await pool.user('without-address');
  await pool.user('without-verified-address', { attributes: { email: 'maya@example.com', email_verified: 'false' } });
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: pool.id,
      Username: 'invited',
      UserAttributes: asList({ email: 'maya@example.com', email_verified: 'true' }),
    }),
  );
  await anonymous.send(signUp(pool.client, 'unconfirmed', { email: 'maya@example.com' }));
  return ['without-address', 'without-verified-address', 'invited', 'unconfirmed'];
};

/** How many messages a pool has sent. */
const count = async (
  store: { outbox: { inbox(of: { poolId: string; last: number }): Promise<unknown[]> } },
  poolId: string,
) => (await store.outbox.inbox({ poolId, last: 100 })).length;

/** Signs a user up with an address, and says its sub. */
const subOf = async (anonymous: CognitoIdentityProviderClient, { client }: TestPool, name: string) =>
  (await anonymous.send(signUp(client, name, { email: 'maya@example.com' }))).UserSub ?? '';

/** The statements that a request sends to the database, each with the size of what goes with it. */
const statementsOf = async (request: () => Promise<unknown>): Promise<{ name: string; bytes: number }[]> => {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await request();
    return query.mock.calls.flatMap(([sent]) => {
      const { name, values } = sent as unknown as { name?: string; values?: unknown[] };
      return name === undefined ? [] : [{ name, bytes: JSON.stringify(values).length }];
    });
  } finally {
    query.mockRestore();
  }
};

const simulated = {
  CodeDeliveryDetails: {
    Destination: expect.stringMatching(/^[a-z]\*\*\*@[a-z]\*\*\*$/) as string,
    DeliveryMedium: 'EMAIL',
    AttributeName: 'email',
  },
};

describe('where users are shown', () => {
  test.for([...confirming, ...sending])('%s says that nobody bears a name', async (operation, { anonymous, pool }) => {
    for (const client of [{}, { PreventUserExistenceErrors: 'LEGACY' as const }]) {
      const own = await pool({ AutoVerifiedAttributes: ['email'], client });

      await expect(ask[operation](anonymous, own.client, 'nobody')).rejects.toMatchObject({
        name: 'UserNotFoundException',
        message: 'Username/client id combination not found.',
      });
    }
  });
});

describe('where users are hidden', () => {
  test('SignUp still says that a name is taken', async ({ anonymous, pool }) => {
    const own = await pool(hiding);
    await anonymous.send(signUp(own.client, 'maya'));

    await expect(anonymous.send(signUp(own.client, 'maya'))).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'User already exists',
    });
  });

  test.for(confirming)('%s answers nobody as a wrong code', async (operation, { anonymous, pool }) => {
    const own = await pool(hiding);

    await expect(ask[operation](anonymous, own.client, 'nobody')).rejects.toMatchObject(mismatch);
  });

  test.for(sending)(
    '%s pretends to nobody that a code was sent, and always the same',
    async (operation, { anonymous, pool, server }) => {
      const own = await pool(hiding);
      const first = await ask[operation](anonymous, own.client, 'nobody');
      const again = await ask[operation](anonymous, own.client, 'nobody');

      const { $metadata, ...output } = first;
      expect($metadata.httpStatusCode).toBe(200);
      expect(output).toEqual(simulated);
      expect({ ...again, $metadata }).toEqual(first);
      expect(await count(server.store, own.id)).toBe(0);
    },
  );

  test.for(sending)('%s pretends differently for names and for pools', async (operation, { anonymous, pool }) => {
    const [own, other] = [await pool(hiding), await pool(hiding)];
    const names = Array.from({ length: 8 }, (_, index) => `nobody-${index}`);
    const destinations = (client: TestClient) =>
      Promise.all(
        names.map(async (name) => {
          const { $metadata: _, ...output } = await ask[operation](anonymous, client, name);
          return JSON.stringify(output);
        }),
      );

    const [here, there] = [await destinations(own.client), await destinations(other.client)];

    expect(new Set(here).size).toBeGreaterThan(4);
    expect(there).not.toEqual(here);
  });

  test.for(sending)('%s pretends the same for spellings that are one name', async (operation, { anonymous, pool }) => {
    const own = await pool({ ...hiding, UsernameConfiguration: { CaseSensitive: false } });
    const { $metadata: _first, ...first } = await ask[operation](anonymous, own.client, 'nobody');
    const { $metadata: _second, ...second } = await ask[operation](anonymous, own.client, 'NoBody');

    expect(second).toEqual(first);
  });

  test('ForgotPassword pretends to everybody who cannot be sent a code', async ({
    anonymous,
    cognito,
    pool,
    server,
  }) => {
    const own = await pool(hiding);
    const names = await makeUnusable(cognito, anonymous, own);
    const { sub } = await own.user('disabled', { attributes: { email: 'maya@example.com' } });
    disable(server, sub);
    const before = await count(server.store, own.id);

    for (const name of [...names, 'disabled']) {
      const { $metadata: _, ...output } = await ask.ForgotPassword(anonymous, own.client, name);
      expect(output).toEqual(simulated);
    }

    expect(await count(server.store, own.id)).toBe(before);
  });

  test('ResendConfirmationCode pretends to the disabled and to those without an address', async ({
    anonymous,
    pool,
    server,
  }) => {
    const own = await pool(hiding);
    await anonymous.send(signUp(own.client, 'without-address'));
    const { UserSub = '' } = await anonymous.send(signUp(own.client, 'disabled', { email: 'maya@example.com' }));
    disable(server, UserSub);
    const before = await count(server.store, own.id);

    for (const name of ['without-address', 'disabled']) {
      const { $metadata: _, ...output } = await ask.ResendConfirmationCode(anonymous, own.client, name);
      expect(output).toEqual(simulated);
    }

    expect(await count(server.store, own.id)).toBe(before);
  });

  test('a real answer has the shape of a pretended one', async ({ anonymous, pool }) => {
    const own = await pool(hiding);
    await own.user('maya', { attributes: { email: 'maya@example.com' } });
    await anonymous.send(signUp(own.client, 'noor', { email: 'noor@example.com' }));

    const { $metadata: _forgot, ...forgot } = await ask.ForgotPassword(anonymous, own.client, 'maya');
    const { $metadata: _resent, ...resent } = await ask.ResendConfirmationCode(anonymous, own.client, 'noor');

    expect(forgot).toEqual(simulated);
    expect(resent).toEqual(simulated);
  });

  test('ConfirmSignUp tells the disabled so, whatever the setting', async ({ anonymous, pool, server }) => {
    const own = await pool(hiding);
    const { UserSub = '' } = await anonymous.send(signUp(own.client, 'maya'));
    disable(server, UserSub);

    await expect(ask.ConfirmSignUp(anonymous, own.client, 'maya')).rejects.toMatchObject(
      notAuthorized('User is disabled.'),
    );
  });

  test('ConfirmForgotPassword answers the disabled as a wrong code, others without a code as an expired one', async ({
    anonymous,
    cognito,
    pool,
    server,
  }) => {
    const own = await pool(hiding);
    const names = await makeUnusable(cognito, anonymous, own);
    disable(server, (await own.user('disabled')).sub);

    await expect(ask.ConfirmForgotPassword(anonymous, own.client, 'disabled')).rejects.toMatchObject(mismatch);
    for (const name of names)
      await expect(ask.ConfirmForgotPassword(anonymous, own.client, name)).rejects.toMatchObject({
        name: 'ExpiredCodeException',
        message: 'Invalid code provided, please request a code again.',
      });
  });

  test('ConfirmSignUp answers who has no code, or an old one, as nobody, and tells only who has it that it is old', async ({
    anonymous,
    clock,
    mailbox,
    pool,
  }) => {
    const own = await pool(hiding);
    const email = `maya@${own.id.toLowerCase()}.example.com`;
    await anonymous.send(signUp(own.client, 'without-address'));
    await anonymous.send(signUp(own.client, 'maya', { email }));
    const ConfirmationCode = await mailbox.code(email);
    const wrong = ConfirmationCode === '123456' ? '654321' : '123456';
    const confirm = (Username: string, code: string) =>
      anonymous.send(new ConfirmSignUpCommand({ ClientId: own.client.id, Username, ConfirmationCode: code }));
    clock.advanceSeconds(86_401);

    for (const name of ['without-address', 'maya', 'nobody'])
      await expect(confirm(name, wrong)).rejects.toMatchObject(mismatch);
    await expect(confirm('maya', ConfirmationCode)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  test('where no SMS is sent, nobody is told of a phone', async ({ anonymous, cognito, pool }) => {
    for (const AccountRecoverySetting of [
      {},
      {
        RecoveryMechanisms: [
          { Name: 'verified_phone_number' as const, Priority: 1 },
          { Name: 'verified_email' as const, Priority: 2 },
        ],
      },
    ]) {
      const own = await pool({ ...hiding, AccountRecoverySetting });
      await own.user('by-mail', { attributes: { email: 'maya@example.com' } });
      await own.user('by-phone', { attributes: { phone_number: '+15555550100', phone_number_verified: 'true' } });
      for (const name of ['by-mail', 'by-phone', 'nobody', '+15555550100']) {
        const { $metadata: _, ...output } = await ask.ForgotPassword(anonymous, own.client, name);
        expect(output, name).toEqual(simulated);
      }
      expect(
        (await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'by-phone' }))).UserStatus,
      ).toBe('CONFIRMED');
    }
  });

  // docs/adr/0006: not by the clock, which a busy machine sets.
  describe('the time of an answer does not tell: it takes the same statements, as large', () => {
    const kinds: [Operation, string[]][] = [
      ['ForgotPassword', ['without-address', 'without-verified-address', 'invited', 'unconfirmed', 'disabled']],
      ['ResendConfirmationCode', ['without-address', 'disabled']],
    ];

    test.for(kinds)('%s', async ([operation, unusable], { anonymous, clock, cognito, pool, server }) => {
      const own = await pool(hiding);
      await own.user('maya-can-be-sent-a-code', { attributes: { email: 'm@example.com' } });
      await anonymous.send(signUp(own.client, 'noor-can-be-sent-a-code', { email: 'n@example.com' }));
      if (operation === 'ForgotPassword') await makeUnusable(cognito, anonymous, own);
      else await anonymous.send(signUp(own.client, 'without-address'));
      disable(server, await subOf(anonymous, own, 'disabled'));
      // After a second pools are asked for their version again: one statement more, whoever is asked for.
      clock.stopAt(clock.now());
      const asked = (name: string) => statementsOf(() => ask[operation](anonymous, own.client, name));
      await asked('warms-what-is-cached');

      const known = operation === 'ForgotPassword' ? 'maya-can-be-sent-a-code' : 'noor-can-be-sent-a-code';
      const real = await asked(known);
      expect(real.map(({ name }) => name)).toEqual(['codes.find', 'codes.send', 'outbox.keep']);
      for (const name of ['nobody-by-that-name-at-all', ...unusable]) {
        const pretended = await asked(name);
        expect(
          pretended.map((statement) => statement.name),
          name,
        ).toEqual(real.map((statement) => statement.name));
        for (const [index, { bytes }] of pretended.entries())
          expect(Math.abs(bytes - (real[index]?.bytes ?? 0)), `${name}: ${real[index]?.name}`).toBeLessThan(150);
      }
    });
  });

  describe('the pretended destination follows from the name that was typed', () => {
    const cases: [string, PoolSettings, string, object][] = [
      [
        'a mail',
        { UsernameAttributes: ['email'] },
        'Nobody@Example.com',
        { Destination: 'N***@E***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
      ],
      [
        'a phone number',
        { ...sms, UsernameAttributes: ['email', 'phone_number'], AutoVerifiedAttributes: ['email', 'phone_number'] },
        '+15555559876',
        { Destination: '+*******9876', DeliveryMedium: 'SMS', AttributeName: 'phone_number' },
      ],
      [
        'a phone number where only mails are sent',
        { AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] } },
        '+15555559876',
        simulated.CodeDeliveryDetails,
      ],
      [
        'a word, in a pool that sends SMS first',
        {
          ...sms,
          AutoVerifiedAttributes: ['phone_number'],
          AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_phone_number', Priority: 1 }] },
        },
        'nobody',
        {
          Destination: expect.stringMatching(/^\+\*{7}\d{4}$/) as string,
          DeliveryMedium: 'SMS',
          AttributeName: 'phone_number',
        },
      ],
    ];

    test.for(
      cases.flatMap(([what, ...rest]) =>
        sending.map((operation) => [`${what}: ${operation}`, ...rest, operation] as const),
      ),
    )('%s', async ([, settings, name, details, operation], { anonymous, pool }) => {
      const own = await pool({ ...hiding, ...settings });

      const { $metadata: _, ...output } = await ask[operation](anonymous, own.client, name);

      expect(output).toEqual({ CodeDeliveryDetails: details });
    });
  });

  test.for([
    ['ResendConfirmationCode', 5],
    ['ForgotPassword', 5],
    ['ConfirmSignUp', 15],
    ['ConfirmForgotPassword', 20],
  ] as const)(
    '%s is as limited for nobody as for anybody: %i an hour, whatever the spelling',
    async ([operation, limit], { anonymous, clock, pool }) => {
      const own = await pool({ ...hiding, UsernameConfiguration: { CaseSensitive: false } });
      const outcome = (name: string) =>
        ask[operation](anonymous, own.client, name).then(
          () => 'sent',
          (error: Error) => error.name,
        );
      for (let asked = 0; asked < limit; asked += 1)
        expect(await outcome(asked % 2 === 0 ? 'nobody' : 'NOBODY')).toBe(
          sending.includes(operation) ? 'sent' : 'CodeMismatchException',
        );

      await expect(ask[operation](anonymous, own.client, 'Nobody')).rejects.toMatchObject(limitExceeded);

      expect(await outcome('somebody-else')).not.toBe('LimitExceededException');
      clock.advanceSeconds(3601);
      expect(await outcome('nobody')).not.toBe('LimitExceededException');
    },
  );

  test('a pool that leaves recovery to its administrator says so to everybody', async ({ anonymous, pool }) => {
    const own = await pool({
      ...hiding,
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
    });
    await own.user('maya', { attributes: { email: 'maya@example.com' } });

    for (const name of ['maya', 'nobody'])
      await expect(ask.ForgotPassword(anonymous, own.client, name)).rejects.toMatchObject(
        notAuthorized('Contact administrator to reset password.'),
      );
  });

  test('a pool that verifies nothing by itself says so to everybody who is not confirmed', async ({
    anonymous,
    pool,
  }) => {
    const own = await pool({ client: { PreventUserExistenceErrors: 'ENABLED' } });
    await anonymous.send(signUp(own.client, 'maya', { email: 'maya@example.com' }));

    for (const name of ['maya', 'nobody'])
      await expect(ask.ResendConfirmationCode(anonymous, own.client, name)).rejects.toMatchObject(
        invalid('Cannot resend codes. Auto verification not turned on.'),
      );
  });

  test('the secret hash comes first, and says nothing of the user', async ({ anonymous, pool }) => {
    const own = await pool({ client: { PreventUserExistenceErrors: 'ENABLED', GenerateSecret: true } });
    await own.user('maya');

    for (const name of ['maya', 'nobody'])
      for (const operation of [...confirming, ...sending])
        await expect(ask[operation](anonymous, own.client, name)).rejects.toMatchObject(
          notAuthorized(`Client ${own.client.id} is configured with secret but SECRET_HASH was not received`),
        );
  });
});

test('who is not confirmed yet is shown one place by both requests for a code, as nobody is', async ({
  anonymous,
  pool,
}) => {
  const own = await pool(hiding);
  await anonymous.send(signUp(own.client, 'maya', { email: 'quinn@example.org' }));
  const placesOf = async (name: string) => {
    const [resent, forgotten] = [
      await ask.ResendConfirmationCode(anonymous, own.client, name),
      await ask.ForgotPassword(anonymous, own.client, name),
    ];
    return [resent.CodeDeliveryDetails?.Destination, forgotten.CodeDeliveryDetails?.Destination];
  };

  expect(await placesOf('maya')).toEqual(['q***@e***', 'q***@e***']);
  expect(new Set(await placesOf('nobody')).size).toBe(1);
});
