import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { testAccess, testVisibility } from '../support/access.js';
import { asList, asRecord, sms } from '../support/attributes.js';
import type { PoolSettings, TestPool } from '../support/pool.js';
import { broken, brokenSecret, invalid, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const email = { email: 'maya@example.com' };
const verified = { ...email, email_verified: 'true' };
const phone = { phone_number: '+15555551234' };
const exists = { name: 'UsernameExistsException', message: 'User account already exists' };

const create = ({ id }: TestPool, input: Partial<AdminCreateUserCommandInput> = {}) =>
  new AdminCreateUserCommand({ UserPoolId: id, Username: 'maya', ...input });

const stored = ({ id }: TestPool, Username = 'maya') => new AdminGetUserCommand({ UserPoolId: id, Username });

const signIn = ({ client }: TestPool, password: string) =>
  new InitiateAuthCommand({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: client.id,
    AuthParameters: { USERNAME: 'maya', PASSWORD: password },
  });

describe('a new user', () => {
  test('must change the temporary password that came by mail', async ({ anonymous, cognito, mailbox, pool }) => {
    const own = await pool();
    const address = 'maya@invited.example.com';

    const { $metadata, User, ...rest } = await cognito.send(
      create(own, { UserAttributes: asList({ name: 'Maya', email: address }), DesiredDeliveryMediums: ['EMAIL'] }),
    );

    expect($metadata.httpStatusCode).toBe(200);
    expect(rest).toEqual({});
    expect(User).toEqual({
      Username: 'maya',
      Attributes: [
        { Name: 'sub', Value: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
        { Name: 'name', Value: 'Maya' },
        { Name: 'email', Value: address },
      ],
      UserCreateDate: expect.any(Date) as Date,
      UserLastModifiedDate: User?.UserCreateDate,
      Enabled: true,
      UserStatus: 'FORCE_CHANGE_PASSWORD',
    });
    const { Username, UserAttributes, UserCreateDate, UserStatus } = await cognito.send(stored(own));
    expect({ Username, Attributes: UserAttributes, UserCreateDate, UserStatus }).toEqual({
      Username: User?.Username,
      Attributes: User?.Attributes,
      UserCreateDate: User?.UserCreateDate,
      UserStatus: User?.UserStatus,
    });
    const [mail, ...more] = await mailbox.to(address);
    expect(more).toEqual([]);
    expect(mail).toMatchObject({
      subject: 'Your temporary password',
      html: expect.stringMatching(/^Your username is maya and temporary password is \S{12}\. $/) as string,
    });
    const { ChallengeName } = await anonymous.send(signIn(own, await mailbox.code(address)));
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  test('may be given a temporary password', async ({ anonymous, cognito, pool }) => {
    const own = await pool();

    await cognito.send(create(own, { TemporaryPassword: 'Correct-horse-1' }));

    expect((await anonymous.send(signIn(own, 'Correct-horse-1'))).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  test('is made where sign-up is closed', async ({ cognito, pool }) => {
    await cognito.send(create(await pool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } })));
  });

  test('may come with everything that only triggers read', async ({ cognito, pool }) => {
    await cognito.send(
      create(await pool(), { ValidationData: asList({ from: 'hr' }), ClientMetadata: { campaign: 'spring' } }),
    );
  });

  test.for([
    ['long', { MinimumLength: 40 }, 40],
    ['any', { MinimumLength: 6 }, 12],
  ] as const)(
    'gets a made-up password that satisfies the policy: %s',
    async ([, policy, length], { anonymous, cognito, mailbox, pool }) => {
      const own = await pool({
        Policies: { PasswordPolicy: { ...policy, RequireSymbols: true, RequireNumbers: true } },
      });

      await cognito.send(create(own, { UserAttributes: asList(email), DesiredDeliveryMediums: ['EMAIL'] }));

      const password = await mailbox.code('maya@example.com');
      expect(password).toHaveLength(length);
      expect((await anonymous.send(signIn(own, password))).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    },
  );
});

describe('the temporary password', () => {
  test.for([
    [{}, 7],
    [{ TemporaryPasswordValidityDays: 1 }, 1],
    [{ TemporaryPasswordValidityDays: 0 }, 7],
  ] as const)(
    'in a pool with %j is good for %i days, and RESEND begins again',
    async ([policy, days], { anonymous, clock, cognito, pool }) => {
      const own = await pool({ Policies: { PasswordPolicy: { MinimumLength: 8, ...policy } } });
      await cognito.send(create(own, { TemporaryPassword: 'temporary-1' }));

      clock.advanceSeconds(days * 86_400 - 60);
      expect((await anonymous.send(signIn(own, 'temporary-1'))).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
      clock.advanceSeconds(120);
      await expect(anonymous.send(signIn(own, 'temporary-1'))).rejects.toMatchObject(
        notAuthorized('Temporary password has expired and must be reset by an administrator.'),
      );
      await cognito.send(create(own, { TemporaryPassword: 'temporary-1', MessageAction: 'RESEND' }));
      clock.advanceSeconds(days * 86_400 - 60);
      expect((await anonymous.send(signIn(own, 'temporary-1'))).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    },
  );

  test('is good to its last millisecond', async ({ anonymous, clock, cognito, pool }) => {
    const own = await pool();
    const invited = clock.now();
    clock.stopAt(invited);
    await cognito.send(create(own, { TemporaryPassword: 'Temporary-1' }));

    clock.stopAt(invited, 7 * 86_400_000 - 1);
    expect((await anonymous.send(signIn(own, 'Temporary-1'))).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    clock.stopAt(invited, 7 * 86_400_000);
    await expect(anonymous.send(signIn(own, 'Temporary-1'))).rejects.toMatchObject(
      notAuthorized('Temporary password has expired and must be reset by an administrator.'),
    );
  });

  test('of a pool with the older setting is good for as long as that says', async ({
    anonymous,
    clock,
    cognito,
    pool,
  }) => {
    const own = await pool({ AdminCreateUserConfig: { UnusedAccountValidityDays: 3 } });
    await cognito.send(create(own, { TemporaryPassword: 'Correct-horse-1' }));

    clock.advanceSeconds(3 * 86_400 + 60);

    await expect(anonymous.send(signIn(own, 'Correct-horse-1'))).rejects.toThrow('Temporary password has expired');
  });

  test.for([
    ['Short-1', 'Password not long enough'],
    ['correct-horse-1', 'Password must have uppercase characters'],
    ['CORRECT-HORSE-1', 'Password must have lowercase characters'],
    ['Correct-horse', 'Password must have numeric characters'],
    ['Correct1horse', 'Password must have symbol characters'],
  ] as const)(
    'must satisfy the policy, of a new invitation as well: %s',
    async ([TemporaryPassword, why], { cognito, pool }) => {
      const own = await pool();
      const refusal = {
        name: 'InvalidPasswordException',
        message: `Password did not conform with password policy: ${why}`,
      };

      await expect(cognito.send(create(own, { TemporaryPassword }))).rejects.toMatchObject(refusal);
      await expect(cognito.send(stored(own))).rejects.toMatchObject({ name: 'UserNotFoundException' });
      await cognito.send(create(own));
      await expect(cognito.send(create(own, { TemporaryPassword, MessageAction: 'RESEND' }))).rejects.toMatchObject(
        refusal,
      );
    },
  );
});

describe('the invitation', () => {
  type Mediums = AdminCreateUserCommandInput['DesiredDeliveryMediums'];
  const sends: [string, Mediums, Record<string, string>, string[]][] = [
    ['by SMS when nothing is said', undefined, { ...email, ...phone }, ['SMS']],
    ['not at all when nothing is said and there is no phone', undefined, email, []],
    ['not at all without any address', undefined, {}, []],
    ['by mail when that is asked for', ['EMAIL'], { ...email, ...phone }, ['EMAIL']],
    ['by SMS when that is asked for', ['SMS'], { ...email, ...phone }, ['SMS']],
    ['by both when both are asked for', ['SMS', 'EMAIL'], { ...email, ...phone }, ['EMAIL', 'SMS']],
  ];

  test.for(sends)(
    'goes out %s, and again with RESEND',
    async ([, DesiredDeliveryMediums, attributes, mediums], { cognito, pool, server }) => {
      const own = await pool(sms);
      const sent = async () => {
        const messages = await server.store.outbox.inbox({ poolId: own.id, last: 10 });
        return messages.map(({ message }) => message.medium).toSorted();
      };
      const input = { UserAttributes: asList(attributes), DesiredDeliveryMediums };

      await cognito.send(create(own, { ...input, MessageAction: 'SUPPRESS' }));
      expect(await sent()).toEqual([]);
      await cognito.send(create(own, { ...input, MessageAction: 'RESEND' }));
      expect(await sent()).toEqual(mediums);
      await cognito.send(create(own, { ...input, Username: 'noor' }));
      expect(await sent()).toEqual([...mediums, ...mediums].toSorted());
    },
  );

  const refused: [string, PoolSettings, Mediums, Record<string, string>, string][] = [
    ['mail', sms, ['EMAIL'], phone, 'No email provided but desired delivery medium was Email'],
    ['SMS', sms, ['SMS'], email, 'No phone number provided but desired delivery medium was SMS'],
    ['both', sms, ['SMS', 'EMAIL'], phone, 'No email provided but desired delivery medium was Email'],
    [
      'SMS of a pool that sends none',
      {},
      ['SMS'],
      phone,
      'User pool does not have SMS configuration to send messages.',
    ],
    ['SMS when nothing is said', {}, undefined, phone, 'User pool does not have SMS configuration to send messages.'],
  ];

  test.for(refused)(
    'by %s that cannot be leaves no user, unless nothing is to be sent',
    async ([, settings, DesiredDeliveryMediums, attributes, message], { cognito, pool }) => {
      const own = await pool(settings);
      const input = { UserAttributes: asList(attributes), DesiredDeliveryMediums };

      await expect(cognito.send(create(own, input))).rejects.toMatchObject(invalid(message));
      await expect(cognito.send(stored(own))).rejects.toMatchObject({ name: 'UserNotFoundException' });
      await cognito.send(create(own, { ...input, MessageAction: 'SUPPRESS' }));
    },
  );

  test('names the user as the administrator did', async ({ cognito, mailbox, pool }) => {
    const own = await pool({ UsernameAttributes: ['email'] });
    const address = 'maya@named.example.com';

    await cognito.send(create(own, { Username: address, DesiredDeliveryMediums: ['EMAIL'] }));

    expect((await mailbox.mail(address)).html).toContain(`Your username is ${address} and`);
  });

  test('has the words of the pool', async ({ cognito, mailbox, pool }) => {
    const own = await pool({
      AdminCreateUserConfig: {
        InviteMessageTemplate: { EmailSubject: 'Welcome', EmailMessage: 'Dear {username}, try {####}' },
      },
    });
    const address = 'maya@welcome.example.com';

    await cognito.send(
      create(own, {
        UserAttributes: asList({ email: address }),
        DesiredDeliveryMediums: ['EMAIL'],
        TemporaryPassword: 'Correct-horse-1',
      }),
    );

    expect(await mailbox.mail(address)).toMatchObject({ subject: 'Welcome', html: 'Dear maya, try Correct-horse-1' });
  });
});

describe('RESEND', () => {
  test('gives a new temporary password and changes nothing else of the user', async ({
    anonymous,
    clock,
    cognito,
    mailbox,
    pool,
  }) => {
    const own = await pool();
    const attributes = { email: 'maya@again.example.com' };
    const { User } = await cognito.send(
      create(own, { UserAttributes: asList(attributes), TemporaryPassword: 'Correct-horse-1' }),
    );
    clock.advanceSeconds(5);

    const again = await cognito.send(
      create(own, {
        MessageAction: 'RESEND',
        DesiredDeliveryMediums: ['EMAIL'],
        UserAttributes: asList({ name: 'Noor', email: 'noor@example.com' }),
      }),
    );

    expect(again.User).toEqual({ ...User, UserLastModifiedDate: again.User?.UserLastModifiedDate });
    expect(again.User?.UserLastModifiedDate?.getTime()).toBeGreaterThan(User?.UserCreateDate?.getTime() ?? Infinity);
    const { UserLastModifiedDate } = await cognito.send(stored(own));
    expect(UserLastModifiedDate).toEqual(again.User?.UserLastModifiedDate);
    const password = await mailbox.code('maya@again.example.com');
    expect((await anonymous.send(signIn(own, password))).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    await expect(anonymous.send(signIn(own, 'Correct-horse-1'))).rejects.toMatchObject(
      notAuthorized('Incorrect username or password.'),
    );
  });

  test('finds the user by an alias', async ({ cognito, pool }) => {
    const own = await pool({ AliasAttributes: ['email'] });
    await cognito.send(create(own, { UserAttributes: asList(verified) }));

    const { User } = await cognito.send(create(own, { Username: 'maya@example.com', MessageAction: 'RESEND' }));

    expect(User?.Username).toBe('maya');
  });

  test('is refused for a user who chose a password', async ({ cognito, pool }) => {
    const own = await pool();
    await own.user('maya');

    await expect(cognito.send(create(own, { MessageAction: 'RESEND' }))).rejects.toMatchObject({
      name: 'UnsupportedUserStateException',
      message: 'Resend not possible. maya status is not FORCE_CHANGE_PASSWORD',
    });
  });

  test('is refused for nobody', async ({ cognito, pool }) => {
    await expect(cognito.send(create(await pool(), { MessageAction: 'RESEND' }))).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });
});

describe('a name that is taken', () => {
  test.for([undefined, 'SUPPRESS'] as const)(
    'is refused with MessageAction %s',
    async (MessageAction, { anonymous, cognito, pool }) => {
      const own = await pool();
      await anonymous.send(
        new SignUpCommand({ ClientId: own.client.id, Username: 'maya', Password: 'Correct-horse-1' }),
      );

      await expect(cognito.send(create(own, { MessageAction }))).rejects.toMatchObject(exists);
    },
  );

  test('in other letters is taken only where case does not count', async ({ cognito, pool }) => {
    const [counts, ignored] = [await pool(), await pool({ UsernameConfiguration: { CaseSensitive: false } })];
    await cognito.send(create(counts));
    await cognito.send(create(ignored));

    await cognito.send(create(counts, { Username: 'Maya' }));
    await expect(cognito.send(create(ignored, { Username: 'Maya' }))).rejects.toMatchObject(exists);
  });

  test.for([
    ['email', 'maya@example.com', {}],
    ['phone_number', 'noor@example.com', phone],
  ] as const)(
    'by an address by which users are named, not even by force: %s',
    async ([kind, Username, attributes], { cognito, pool }) => {
      const own = await pool({ UsernameAttributes: ['email', 'phone_number'] });
      await cognito.send(
        create(own, { Username: 'maya@example.com', UserAttributes: asList(phone), MessageAction: 'SUPPRESS' }),
      );

      for (const ForceAliasCreation of [false, true])
        await expect(
          cognito.send(
            create(own, {
              Username,
              UserAttributes: asList({ ...attributes, [`${kind}_verified`]: 'true' }),
              ForceAliasCreation,
              MessageAction: 'SUPPRESS',
            }),
          ),
        ).rejects.toMatchObject({
          name: 'UsernameExistsException',
          message: `An account with the given ${kind} already exists.`,
        });
    },
  );

  test('comes before everything else of the user', async ({ cognito, pool }) => {
    const own = await pool();
    await cognito.send(create(own));

    await expect(
      cognito.send(create(own, { UserAttributes: asList({ email: 'nobody' }), TemporaryPassword: 'short' })),
    ).rejects.toMatchObject(exists);
  });
});

describe('an alias that somebody else holds', () => {
  const aliased: PoolSettings = { AliasAttributes: ['email', 'preferred_username'] };

  test('is refused', async ({ cognito, pool }) => {
    const own = await pool(aliased);
    await own.user('noor', { attributes: email });

    await expect(cognito.send(create(own, { UserAttributes: asList(verified) }))).rejects.toMatchObject({
      name: 'AliasExistsException',
      message: 'An account with the given email already exists.',
    });

    await expect(cognito.send(stored(own))).rejects.toMatchObject({ name: 'UserNotFoundException' });
    expect((await cognito.send(stored(own, 'maya@example.com'))).Username).toBe('noor');
  });

  test('moves when that is asked for', async ({ clock, cognito, pool }) => {
    const own = await pool(aliased);
    const noor = await own.user('noor', { attributes: { ...email, preferred_username: 'noo' } });
    const before = await cognito.send(stored(own, 'noor'));
    clock.advanceSeconds(5);

    await cognito.send(create(own, { UserAttributes: asList(verified), ForceAliasCreation: true }));

    expect((await cognito.send(stored(own, 'maya@example.com'))).Username).toBe('maya');
    const after = await cognito.send(stored(own, 'noo'));
    expect(asRecord(after.UserAttributes)).toEqual({
      sub: noor.sub,
      ...email,
      email_verified: 'false',
      preferred_username: 'noo',
    });
    expect(after.UserLastModifiedDate?.getTime()).toBeGreaterThan(before.UserLastModifiedDate?.getTime() ?? Infinity);
  });

  test('stays where it is while the new user is not verified, force or not', async ({ cognito, pool }) => {
    const own = await pool(aliased);
    await own.user('noor', { attributes: email });

    await cognito.send(create(own, { UserAttributes: asList(email), ForceAliasCreation: true }));

    expect((await cognito.send(stored(own, 'maya@example.com'))).Username).toBe('noor');
  });

  test('of a preferred username is refused even so', async ({ cognito, pool }) => {
    const own = await pool(aliased);
    await own.user('noor', { attributes: { preferred_username: 'may' } });

    for (const ForceAliasCreation of [false, true])
      await expect(
        cognito.send(
          create(own, {
            UserAttributes: asList({ ...verified, preferred_username: 'may' }),
            ForceAliasCreation,
          }),
        ),
      ).rejects.toMatchObject({
        name: 'AliasExistsException',
        message: 'An account with the given preferred_username already exists.',
      });

    expect((await cognito.send(stored(own, 'may'))).Username).toBe('noor');
  });
});

describe('attributes', () => {
  const settings: PoolSettings = {
    Schema: [
      { Name: 'given_name', AttributeDataType: 'String', Required: true },
      { Name: 'badge', AttributeDataType: 'String', Mutable: false },
      { Name: 'note', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
    ],
    client: { WriteAttributes: ['email', 'given_name'] },
  };

  test('need not be complete, may be immutable or for developers only, and no client limits them', async ({
    cognito,
    pool,
  }) => {
    const own = await pool(settings);
    const given = { 'custom:badge': '1', 'dev:custom:note': 'x', ...email, email_verified: 'TRUE' };

    const { User } = await cognito.send(create(own, { UserAttributes: asList(given) }));

    const { sub, ...attributes } = asRecord(User?.Attributes);
    expect(sub).toBeDefined();
    expect(attributes).toEqual({ ...given, email_verified: 'true' });
  });

  test('of developers may be named without `custom:`', async ({ cognito, pool }) => {
    const { User } = await cognito.send(create(await pool(settings), { UserAttributes: asList({ 'dev:note': 'x' }) }));

    expect(asRecord(User?.Attributes)).toMatchObject({ 'dev:custom:note': 'x' });
  });

  const refusals: [string, AttributeType[], string][] = [
    [
      'unknown ones',
      asList({ 'custom:a': 'x', 'custom:b': 'y' }),
      'Attributes did not conform to the schema: custom:a: Attribute does not exist in the schema.\ncustom:b: Attribute does not exist in the schema.\n',
    ],
    ['a sub', asList({ sub: 'mine' }), 'Cannot modify the non-mutable attribute sub'],
    ['no value', [{ Name: 'name' }], 'Attribute value for name must not be null'],
    ['a malformed e-mail', asList({ email: 'nobody' }), 'Invalid email address format.'],
    ['a malformed phone number', asList({ phone_number: '555' }), 'Invalid phone number format.'],
    [
      'a verified address that is not there',
      asList({ email_verified: 'true' }),
      'email is required when email_verified is true',
    ],
  ];

  test.for(refusals)('are refused: %s', async ([, UserAttributes, message], { cognito, pool }) => {
    const own = await pool(settings);

    await expect(cognito.send(create(own, { UserAttributes }))).rejects.toMatchObject(invalid(message));

    await expect(cognito.send(stored(own))).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});

describe('the form of the name', () => {
  const cases: [PoolSettings, string, string][] = [
    [{ UsernameAttributes: ['email'] }, 'maya', 'Username should be an email.'],
    [{ UsernameAttributes: ['phone_number'] }, 'maya', 'Username should be a phone number.'],
    [
      { UsernameAttributes: ['email', 'phone_number'] },
      'maya',
      'Username should be either an email or a phone number.',
    ],
    [
      { AliasAttributes: ['email'] },
      'maya@example.com',
      'Username cannot be of email format, since user pool is configured for email alias.',
    ],
    [
      { AliasAttributes: ['phone_number'] },
      '+15555551234',
      'Username cannot be of phone number format, since user pool is configured for phone number alias.',
    ],
  ];

  test.for(cases)('%j refuses %s', async ([settings, Username, message], { cognito, pool }) => {
    await expect(cognito.send(create(await pool(settings), { Username }))).rejects.toMatchObject(invalid(message));
  });

  test('an address that is the name becomes the attribute, and the sub the name', async ({ cognito, pool }) => {
    const own = await pool({ UsernameAttributes: ['email', 'phone_number'] });

    const { User } = await cognito.send(
      create(own, { Username: 'maya@example.com', UserAttributes: asList({ email_verified: 'true' }) }),
    );

    expect(asRecord(User?.Attributes)).toEqual({ sub: User?.Username, ...verified });
  });
});

describe('constraints', () => {
  test.for([
    [
      { Username: 'maya b' },
      brokenSecret('username', 'Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+'),
    ],
    [
      { MessageAction: 'TELL' },
      broken('TELL', 'messageAction', 'Member must satisfy enum value set: [RESEND, SUPPRESS]'),
    ],
    [
      { DesiredDeliveryMediums: ['EMAIL', 'PIGEON'] },
      broken('PIGEON', 'desiredDeliveryMediums.2.member', 'Member must satisfy enum value set: [SMS, EMAIL]'),
    ],
    [
      { TemporaryPassword: ' blank-first' },
      brokenSecret('temporaryPassword', 'Member must satisfy regular expression pattern: [\\S]+'),
    ],
  ] as const)('%j', async ([input, refusal], { cognito, pool }) => {
    const own = await pool();

    await expect(
      cognito.send(create(own, input as unknown as Partial<AdminCreateUserCommandInput>)),
    ).rejects.toMatchObject(refusal);
  });
});

test('a user whose password an administrator set is no longer invited', async ({ cognito, pool }) => {
  const own = await pool();
  await cognito.send(create(own));
  await cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: own.id,
      Username: 'maya',
      Password: 'Correct-horse-1',
      Permanent: true,
    }),
  );

  await expect(cognito.send(create(own, { MessageAction: 'RESEND' }))).rejects.toMatchObject({
    name: 'UnsupportedUserStateException',
  });
});

testAccess('AdminCreateUser', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
testVisibility('AdminCreateUser', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
