import {
  AdminGetUserCommand,
  type AttributeType,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  SignUpCommand,
  type SignUpCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { asList, asRecord, sms } from '../support/attributes.js';
import type { PoolSettings, TestPool } from '../support/pool.js';
import { brokenSecret, invalid, missingClient, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const email = { email: 'maya@example.com' };
const phone = { phone_number: '+15555551234' };
const exists = { name: 'UsernameExistsException', message: 'User already exists' };

/** A sign-up that would succeed, but for what the test says. */
const signUp = ({ client }: Pick<TestPool, 'client'>, input: Partial<SignUpCommandInput> = {}) =>
  new SignUpCommand({ ClientId: client.id, Username: 'maya', Password: 'Correct-horse-1', ...input });

const stored = (pool: TestPool, Username = 'maya') => new AdminGetUserCommand({ UserPoolId: pool.id, Username });

describe('a new user', () => {
  test('is unconfirmed and gets a code', async ({ anonymous, cognito, mailbox, pool }) => {
    const own = await pool({ AutoVerifiedAttributes: ['email'] });

    const { $metadata, ...output } = await anonymous.send(
      signUp(own, { UserAttributes: asList({ name: 'Maya', email: 'maya@signup.example.com' }) }),
    );

    expect($metadata.httpStatusCode).toBe(200);
    expect(output).toEqual({
      UserConfirmed: false,
      UserSub: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string,
      CodeDeliveryDetails: { Destination: 'm***@s***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    const { $metadata: _, ...user } = await cognito.send(stored(own));
    expect(user).toEqual({
      Username: 'maya',
      UserAttributes: [
        { Name: 'sub', Value: output.UserSub },
        { Name: 'name', Value: 'Maya' },
        { Name: 'email', Value: 'maya@signup.example.com' },
        { Name: 'email_verified', Value: 'false' },
      ],
      UserCreateDate: expect.any(Date) as Date,
      UserLastModifiedDate: user.UserCreateDate,
      Enabled: true,
      UserStatus: 'UNCONFIRMED',
    });
    const [mail, ...more] = await mailbox.to('maya@signup.example.com');
    expect(more).toEqual([]);
    expect(mail).toMatchObject({
      medium: 'EMAIL',
      subject: 'Your verification code',
      html: expect.stringMatching(/^Your verification code is \d{6}\. $/) as string,
    });
  });

  test('cannot sign in yet', async ({ anonymous, pool }) => {
    const own = await pool();
    await anonymous.send(signUp(own));

    await expect(
      anonymous.send(
        new InitiateAuthCommand({
          AuthFlow: 'USER_PASSWORD_AUTH',
          ClientId: own.client.id,
          AuthParameters: { USERNAME: 'maya', PASSWORD: 'Correct-horse-1' },
        }),
      ),
    ).rejects.toMatchObject({ name: 'UserNotConfirmedException', message: 'User is not confirmed.' });
  });

  test('is counted', async ({ anonymous, cognito, pool }) => {
    const own = await pool();
    await anonymous.send(signUp(own));

    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: own.id }));

    expect(UserPool?.EstimatedNumberOfUsers).toBe(1);
  });

  test('may come with everything that only triggers and analytics read', async ({ anonymous, pool }) => {
    const output = await anonymous.send(
      signUp(await pool(), {
        ValidationData: asList({ invitedBy: 'noor' }),
        ClientMetadata: { campaign: 'spring' },
        AnalyticsMetadata: { AnalyticsEndpointId: 'endpoint' },
        UserContextData: { IpAddress: '192.0.2.1', EncodedData: 'device' },
      }),
    );

    expect(output.UserConfirmed).toBe(false);
  });
});

const byMail = { Destination: 'm***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' };
const bySms = { Destination: '+*******1234', DeliveryMedium: 'SMS', AttributeName: 'phone_number' };

describe('the code goes where the pool verifies by itself', () => {
  const cases: [string, PoolSettings, Record<string, string>, typeof byMail | undefined][] = [
    ['nothing is verified', {}, { ...email, ...phone }, undefined],
    ['e-mail, and the user has one', { AutoVerifiedAttributes: ['email'] }, { ...email, ...phone }, byMail],
    ['e-mail, and the user has none', { AutoVerifiedAttributes: ['email'] }, phone, undefined],
    ['phone, and the user has one', { AutoVerifiedAttributes: ['phone_number'], ...sms }, phone, bySms],
    [
      'both, and the user has both',
      { AutoVerifiedAttributes: ['email', 'phone_number'], ...sms },
      { ...email, ...phone },
      bySms,
    ],
    ['both, and the user has an e-mail', { AutoVerifiedAttributes: ['email', 'phone_number'], ...sms }, email, byMail],
  ];

  test.for(cases)('%s', async ([, settings, given, delivery], { anonymous, cognito, pool, server }) => {
    const own = await pool(settings);

    const output = await anonymous.send(signUp(own, { UserAttributes: asList(given) }));

    expect(output.CodeDeliveryDetails).toEqual(delivery);
    expect('CodeDeliveryDetails' in output).toBe(delivery !== undefined);
    const messages = await server.store.outbox.inbox({ poolId: own.id, last: 10 });
    expect(messages.map(({ message }) => message.medium)).toEqual(delivery ? [delivery.DeliveryMedium] : []);
    const flags = Object.keys(given).map((name) => [`${name}_verified`, 'false']);
    const { UserAttributes } = await cognito.send(stored(own));
    expect(asRecord(UserAttributes)).toMatchObject(Object.fromEntries(flags) as Record<string, string>);
  });
});

describe('constraints', () => {
  const cases: [string, object, ReturnType<typeof invalid>][] = [
    ['no client', { ClientId: undefined }, brokenSecret('clientId', 'Member must not be null')],
    ['no name', { Username: undefined }, brokenSecret('username', 'Member must not be null')],
    [
      'a blank in the name',
      { Username: 'maya b' },
      brokenSecret('username', 'Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+'),
    ],
    [
      'a name of 129 characters',
      { Username: 'm'.repeat(129) },
      brokenSecret('username', 'Member must have length less than or equal to 128'),
    ],
    [
      'a password that begins with a blank',
      { Password: ' Correct-horse-1' },
      brokenSecret('password', 'Member must satisfy regular expression pattern: [\\S]+'),
    ],
    ['no password', { Password: undefined }, brokenSecret('password', 'Member must not be null')],
    ['an empty password', { Password: '' }, brokenSecret('password', 'Member must not be null')],
    [
      'an attribute value of 2049 characters',
      { UserAttributes: asList({ name: 'x'.repeat(2049) }) },
      brokenSecret('userAttributes.1.member.value', 'Member must have length less than or equal to 2048'),
    ],
    [
      'an attribute without a name',
      { UserAttributes: [...asList({ name: 'Maya' }), { Value: 'x' }] },
      invalid(
        "1 validation error detected: Value null at 'userAttributes.2.member.name' failed to satisfy constraint: Member must not be null",
      ),
    ],
    [
      'an attribute with an empty name',
      { UserAttributes: asList({ '': 'x' }) },
      invalid(
        "2 validation errors detected: Value '' at 'userAttributes.1.member.name' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
          "Value '' at 'userAttributes.1.member.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r ]+",
      ),
    ],
    [
      'an attribute name of 33 characters',
      { UserAttributes: asList({ ['x'.repeat(33)]: '' }) },
      invalid(
        `1 validation error detected: Value '${'x'.repeat(33)}' at 'userAttributes.1.member.name' failed to satisfy constraint: Member must have length less than or equal to 32`,
      ),
    ],
  ];

  test.for(cases)('%s', async ([, input, refusal], { pool, raw }) => {
    const { client } = await pool();
    const { json } = await raw('SignUp', {
      ClientId: client.id,
      Username: 'maya',
      Password: 'Correct-horse-1',
      ...input,
    });

    expect(json).toEqual({ __type: refusal.name, message: refusal.message });
  });

  test('a blank within the password is allowed', async ({ anonymous, pool }) => {
    const output = await anonymous.send(signUp(await pool(), { Password: 'Correct horse 1' }));

    expect(output.UserConfirmed).toBe(false);
  });
});

describe('the client', () => {
  test('must exist', async ({ anonymous }) => {
    await expect(
      anonymous.send(signUp({ client: { id: 'nobody', secret: undefined, secretHash: () => ({}) } })),
    ).rejects.toMatchObject(missingClient('nobody'));
  });

  test('with a secret wants the hash of the name', async ({ anonymous, pool }) => {
    const own = await pool({ client: { GenerateSecret: true } });
    const { id } = own.client;
    const wrong = notAuthorized(`Unable to verify secret hash for client ${id}`);

    await expect(anonymous.send(signUp(own))).rejects.toMatchObject(
      notAuthorized(`Client ${id} is configured with secret but SECRET_HASH was not received`),
    );
    await expect(anonymous.send(signUp(own, { SecretHash: 'd3Jvbmc=' }))).rejects.toMatchObject(wrong);
    await expect(anonymous.send(signUp(own, own.client.secretHash('noor')))).rejects.toMatchObject(wrong);
    const output = await anonymous.send(signUp(own, own.client.secretHash('maya')));
    expect(output.UserConfirmed).toBe(false);
  });

  test('without a secret takes no hash', async ({ anonymous, pool }) => {
    const own = await pool();

    await expect(anonymous.send(signUp(own, { SecretHash: 'd3Jvbmc=' }))).rejects.toMatchObject(
      notAuthorized(`Unable to verify secret hash for client ${own.client.id}`),
    );
  });
});

test('a pool may leave new users to its administrators', async ({ anonymous, pool }) => {
  const own = await pool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });

  await expect(anonymous.send(signUp(own))).rejects.toMatchObject(
    notAuthorized('SignUp is not permitted for this user pool'),
  );
});

describe('the form of the name', () => {
  const cases: [string, PoolSettings, string, string][] = [
    ['an e-mail pool', { UsernameAttributes: ['email'] }, 'maya', 'Username should be an email.'],
    ['an e-mail pool', { UsernameAttributes: ['email'] }, '+15555551234', 'Username should be an email.'],
    [
      'a phone pool',
      { UsernameAttributes: ['phone_number'] },
      'maya@example.com',
      'Username should be a phone number.',
    ],
    [
      'a pool of both',
      { UsernameAttributes: ['email', 'phone_number'] },
      'maya',
      'Username should be either an email or a phone number.',
    ],
    [
      'a pool with e-mail aliases',
      { AliasAttributes: ['email'] },
      'maya@example.com',
      'Username cannot be of email format, since user pool is configured for email alias.',
    ],
    [
      'a pool with phone aliases',
      { AliasAttributes: ['phone_number'] },
      '+15555551234',
      'Username cannot be of phone number format, since user pool is configured for phone number alias.',
    ],
  ];

  test.for(cases)('%s refuses it: %s %s', async ([, settings, Username, message], { anonymous, pool }) => {
    await expect(anonymous.send(signUp(await pool(settings), { Username }))).rejects.toMatchObject(invalid(message));
  });

  test('a plain pool takes an address for a name like any other', async ({ anonymous, cognito, pool }) => {
    const own = await pool();
    await anonymous.send(signUp(own, { Username: 'maya@example.com' }));

    const { Username, UserAttributes } = await cognito.send(stored(own, 'maya@example.com'));

    expect(Username).toBe('maya@example.com');
    expect(asRecord(UserAttributes)['email']).toBeUndefined();
  });
});

describe('where users are named by an address', () => {
  const named: [string, PoolSettings, string, Record<string, string>][] = [
    ['e-mail', { UsernameAttributes: ['email'] }, 'maya@example.com', { ...email, email_verified: 'false' }],
    ['phone', { UsernameAttributes: ['phone_number'] }, '+15555551234', { ...phone, phone_number_verified: 'false' }],
    [
      'both',
      { UsernameAttributes: ['email', 'phone_number'] },
      '+15555551234',
      { ...phone, phone_number_verified: 'false' },
    ],
  ];

  test.for(named)(
    '%s: the name becomes the attribute, and the sub the name',
    async ([, settings, Username, attributes], { anonymous, cognito, pool }) => {
      const own = await pool(settings);
      const { UserSub } = await anonymous.send(signUp(own, { Username }));

      const user = await cognito.send(stored(own, Username));

      expect(user.Username).toBe(UserSub);
      expect(asRecord(user.UserAttributes)).toEqual({ sub: UserSub, ...attributes });
    },
  );

  test('an attribute may repeat the name, but not differ from it', async ({ anonymous, pool }) => {
    const own = await pool({ UsernameAttributes: ['email'] });
    const name = { Username: 'maya@example.com' };

    await expect(
      anonymous.send(signUp(own, { ...name, UserAttributes: asList({ email: 'noor@example.com' }) })),
    ).rejects.toMatchObject(invalid('Username and the attribute email must be equal.'));
    await anonymous.send(signUp(own, { ...name, UserAttributes: asList(email) }));
  });

  test('the code goes to the name', async ({ anonymous, mailbox, pool }) => {
    const own = await pool({ UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'] });

    const output = await anonymous.send(signUp(own, { Username: 'maya@named.example.com' }));

    expect(output.CodeDeliveryDetails?.Destination).toBe('m***@n***');
    expect(await mailbox.code('maya@named.example.com')).toMatch(/^\d{6}$/);
  });
});

describe('a name that is taken', () => {
  test('by an unconfirmed user, too', async ({ anonymous, pool }) => {
    const own = await pool();
    await anonymous.send(signUp(own));

    await expect(anonymous.send(signUp(own))).rejects.toMatchObject(exists);
  });

  test('in another pool is free here', async ({ anonymous, pool }) => {
    await anonymous.send(signUp(await pool()));
    await anonymous.send(signUp(await pool()));
  });

  test('in other letters is free where case counts, as it does without a setting', async ({ anonymous, pool }) => {
    for (const settings of [{}, { UsernameConfiguration: { CaseSensitive: true } }]) {
      const own = await pool(settings);
      await anonymous.send(signUp(own));
      await anonymous.send(signUp(own, { Username: 'Maya' }));
    }
  });

  test('in other letters is taken where case does not count, and is stored in lower case', async ({
    anonymous,
    cognito,
    pool,
  }) => {
    const own = await pool({ UsernameConfiguration: { CaseSensitive: false } });
    await anonymous.send(signUp(own, { Username: 'Maya' }));

    await expect(anonymous.send(signUp(own, { Username: 'mAYA' }))).rejects.toMatchObject(exists);

    expect((await cognito.send(stored(own, 'MAYA'))).Username).toBe('maya');
  });

  test('an address by which a user is named is taken before it is verified', async ({ anonymous, pool }) => {
    const own = await pool({ UsernameAttributes: ['email'], UsernameConfiguration: { CaseSensitive: false } });
    await anonymous.send(signUp(own, { Username: 'maya@example.com' }));

    await expect(anonymous.send(signUp(own, { Username: 'maya@example.com' }))).rejects.toMatchObject(exists);
    await expect(anonymous.send(signUp(own, { Username: 'Maya@Example.com' }))).rejects.toMatchObject(exists);
  });

  test.for([
    ['phone_number', 'noor@example.com', phone],
    ['email', '+15555550000', email],
  ] as const)(
    'the other address by which users are named: %s',
    async ([kind, name, other], { anonymous, cognito, pool }) => {
      const own = await pool({ UsernameAttributes: ['email', 'phone_number'] });
      await anonymous.send(signUp(own, { Username: 'maya@example.com', UserAttributes: asList(phone) }));

      await expect(
        anonymous.send(signUp(own, { Username: name, UserAttributes: asList(other) })),
      ).rejects.toMatchObject({
        name: 'UsernameExistsException',
        message: `An account with the given ${kind} already exists.`,
      });

      await expect(cognito.send(stored(own, name))).rejects.toMatchObject({ name: 'UserNotFoundException' });
    },
  );

  test('an alias of somebody else is no reason to refuse', async ({ anonymous, cognito, pool }) => {
    const own = await pool({ AliasAttributes: ['email'] });
    const maya = await own.user('maya', { attributes: email });

    await anonymous.send(signUp(own, { Username: 'noor', UserAttributes: asList(email) }));

    expect((await cognito.send(stored(own, 'maya@example.com'))).Username).toBe(maya.name);
  });

  test('is told before the password is looked at, and before the attributes', async ({ anonymous, pool }) => {
    const own = await pool();
    await anonymous.send(signUp(own));

    await expect(
      anonymous.send(signUp(own, { Password: 'short', UserAttributes: asList({ email: 'nobody' }) })),
    ).rejects.toMatchObject(exists);
  });
});

describe('attributes', () => {
  const settings: PoolSettings = {
    Schema: [
      { Name: 'given_name', AttributeDataType: 'String', Required: true },
      {
        Name: 'code',
        AttributeDataType: 'String',
        Mutable: false,
        StringAttributeConstraints: { MinLength: '3', MaxLength: '5' },
      },
      { Name: 'age', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '18', MaxValue: '120' } },
      { Name: 'member', AttributeDataType: 'Boolean' },
      { Name: 'since', AttributeDataType: 'DateTime' },
      { Name: 'note', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
    ],
  };
  const required = { given_name: 'Maya' };

  test('are stored as they are given, booleans in lower case', async ({ anonymous, cognito, pool }) => {
    const own = await pool(settings);
    const given = {
      ...required,
      family_name: '',
      'custom:code': 'ab€',
      'custom:age': '18',
      'custom:member': 'True',
      'custom:since': '2024-02-29T12:00:00Z',
    };
    const { UserSub } = await anonymous.send(signUp(own, { UserAttributes: asList(given) }));

    const { UserAttributes } = await cognito.send(stored(own));

    expect(asRecord(UserAttributes)).toEqual({ sub: UserSub, ...given, 'custom:member': 'true' });
  });

  test('that are named twice count as they are named last', async ({ anonymous, cognito, pool }) => {
    const own = await pool();
    const twice: AttributeType[] = [...asList({ name: 'Noor', locale: 'en' }), ...asList({ name: 'Maya' })];
    await anonymous.send(signUp(own, { UserAttributes: twice }));

    const { UserAttributes } = await cognito.send(stored(own));

    expect(asRecord(UserAttributes)).toMatchObject({ name: 'Maya', locale: 'en' });
  });

  const schema: [string, Record<string, string>, string][] = [
    [
      'unknown',
      { ...required, 'custom:firstName': 'x', 'custom:lastName': 'y' },
      'custom:firstName: Attribute does not exist in the schema.\ncustom:lastName: Attribute does not exist in the schema.\n',
    ],
    ['too short', { ...required, 'custom:code': 'ab' }, 'custom:code: String must be no shorter than 3 characters\n'],
    ['too long', { ...required, 'custom:code': 'abcdef' }, 'custom:code: String must be no longer than 5 characters\n'],
    ['too small', { ...required, 'custom:age': '17' }, 'custom:age: Number must be no less than 18\n'],
    ['too large', { ...required, 'custom:age': '121' }, 'custom:age: Number must be no greater than 120\n'],
    ['no number', { ...required, 'custom:age': 'old' }, 'custom:age: Value is not a valid Number\n'],
    ['no boolean', { ...required, 'custom:member': 'yes' }, 'custom:member: Value is not a valid Boolean\n'],
    ['no date', { ...required, 'custom:since': '2023-02-29' }, 'custom:since: Value is not a valid DateTime\n'],
    [
      'of the wrong length',
      { ...required, birthdate: '1990-1-1' },
      'birthdate: String must be no shorter than 10 characters\n',
    ],
    ['missing', {}, 'given_name: The attribute is required.\n'],
    ['empty', { given_name: '' }, 'given_name: The attribute is required.\n'],
    ['reserved', { ...required, identities: '[]' }, 'identities: Attribute does not exist in the schema.\n'],
    [
      "Cognito's own",
      { ...required, 'cognito:groups': 'x' },
      'cognito:groups: Attribute does not exist in the schema.\n',
    ],
    [
      'wrong in several ways',
      { 'custom:code': 'ab', 'custom:x': 'y' },
      'custom:code: String must be no shorter than 3 characters\ncustom:x: Attribute does not exist in the schema.\ngiven_name: The attribute is required.\n',
    ],
  ];

  test.for(schema)('must conform to the schema: %s', async ([, given, lines], { anonymous, pool }) => {
    await expect(anonymous.send(signUp(await pool(settings), { UserAttributes: asList(given) }))).rejects.toMatchObject(
      invalid(`Attributes did not conform to the schema: ${lines}`),
    );
  });

  const single: [string, AttributeType[], { name: string; message: string }][] = [
    ...['nobody', 'a@b@c', '@example.com', 'maya@', 'maya @example.com'].map(
      (value): [string, AttributeType[], { name: string; message: string }] => [
        `the e-mail ${value}`,
        asList({ email: value }),
        invalid('Invalid email address format.'),
      ],
    ),
    ...['5555551234', '+', '+1 555 555', '+1234567890123456', '+1555a'].map(
      (value): [string, AttributeType[], { name: string; message: string }] => [
        `the phone number ${value}`,
        asList({ phone_number: value }),
        invalid('Invalid phone number format.'),
      ],
    ),
    ['no value', [{ Name: 'name' }], invalid('Attribute value for name must not be null')],
    ['a sub', asList({ sub: 'mine' }), invalid('Cannot modify the non-mutable attribute sub')],
    ['a sub without a value', [{ Name: 'sub' }], invalid('Cannot modify the non-mutable attribute sub')],
    ...['email_verified', 'phone_number_verified', 'dev:custom:note'].map(
      (name): [string, AttributeType[], { name: string; message: string }] => [
        name,
        asList({ ...email, ...phone, [name]: 'true' }),
        notAuthorized('A client attempted to write unauthorized attribute'),
      ],
    ),
    [
      'a malformed address before a broken schema',
      asList({ 'custom:x': 'y', email: 'nobody' }),
      invalid('Invalid email address format.'),
    ],
  ];

  test.for(single)('are refused one at a time: %s', async ([, UserAttributes, refusal], { anonymous, pool }) => {
    await expect(anonymous.send(signUp(await pool(settings), { UserAttributes }))).rejects.toMatchObject(refusal);
  });

  test('must be writable for the client, whether they exist or not', async ({ anonymous, pool }) => {
    const own = await pool({ client: { WriteAttributes: ['email'] } });
    const unauthorized = notAuthorized('A client attempted to write unauthorized attribute');

    for (const name of ['name', 'custom:unknown'])
      await expect(anonymous.send(signUp(own, { UserAttributes: asList({ [name]: 'x' }) }))).rejects.toMatchObject(
        unauthorized,
      );
    await anonymous.send(signUp(own, { UserAttributes: asList(email) }));
  });

  test('a preferred username that is a name comes after the confirmation only', async ({ anonymous, pool }) => {
    const given = { UserAttributes: asList({ preferred_username: 'may' }) };

    await expect(
      anonymous.send(signUp(await pool({ AliasAttributes: ['preferred_username'] }), given)),
    ).rejects.toMatchObject(
      invalid(
        'Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.',
      ),
    );
    await anonymous.send(signUp(await pool(), given));
  });
});

describe('the password policy', () => {
  test.for([
    ['Short-1', 'Password not long enough'],
    ['correct-horse-1', 'Password must have uppercase characters'],
    ['CORRECT-HORSE-1', 'Password must have lowercase characters'],
    ['Correct-horse', 'Password must have numeric characters'],
    ['Correct1horse', 'Password must have symbol characters'],
    ['short', 'Password not long enough'],
    ['ÄÖÜäöü€123', 'Password must have uppercase characters'],
  ])('%s: %s', async ([Password, why], { anonymous, cognito, pool }) => {
    const own = await pool();

    await expect(anonymous.send(signUp(own, { Password }))).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: `Password did not conform with policy: ${why}`,
    });

    await expect(cognito.send(stored(own))).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  test('is the one of the pool', async ({ anonymous, pool }) => {
    const own = await pool({ Policies: { PasswordPolicy: { MinimumLength: 6 } } });

    await expect(anonymous.send(signUp(own, { Password: 'abcde' }))).rejects.toThrow('Password not long enough');
    await anonymous.send(signUp(own, { Password: 'abcdef' }));
  });

  test('is looked at after the attributes', async ({ anonymous, pool }) => {
    await expect(
      anonymous.send(signUp(await pool(), { Password: 'short', UserAttributes: asList({ email: 'nobody' }) })),
    ).rejects.toMatchObject(invalid('Invalid email address format.'));
  });
});
