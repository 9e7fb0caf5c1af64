import {
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { standardAttributes } from '#domain/schema-attributes.js';
import { testAccess } from '../support/access.js';
import { poolRefusals, unbuiltPoolSettings } from '../support/pool-refusals.js';
import { broken, invalid, unbuilt } from '../support/refusals.js';
import { rootKey } from '../support/engine.js';
import { sdkClient } from '../support/sdk-client.js';
import { expect, test } from '../support/test.js';
import { watchedFetch } from '../support/watched-fetch.js';

test("a bare request gets all of AWS's defaults", async ({ cognito }) => {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'bare' }));

  expect(UserPool).toEqual({
    Id: expect.stringMatching(/^us-east-1_[A-Za-z0-9]{9}$/) as string,
    Name: 'bare',
    Arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPool?.Id}`,
    CreationDate: expect.any(Date) as Date,
    LastModifiedDate: UserPool?.CreationDate,
    EstimatedNumberOfUsers: 0,
    Policies: {
      PasswordPolicy: {
        MinimumLength: 8,
        RequireUppercase: true,
        RequireLowercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        TemporaryPasswordValidityDays: 7,
      },
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
    },
    DeletionProtection: 'INACTIVE',
    LambdaConfig: {},
    SchemaAttributes: standardAttributes,
    VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
    MfaConfiguration: 'OFF',
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
    UserPoolTags: {},
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
    AccountRecoverySetting: {
      RecoveryMechanisms: [
        { Priority: 1, Name: 'verified_email' },
        { Priority: 2, Name: 'verified_phone_number' },
      ],
    },
    UserPoolTier: 'ESSENTIALS',
    KeyConfiguration: { KeyType: 'AWS_OWNED_KEY' },
    IssuerConfiguration: { Type: 'ORIGINAL' },
    AcrConfiguration: {
      Level1: { AcrValue: 'urn:cognito:loa:1' },
      Level2: { AcrValue: 'urn:cognito:loa:2' },
      Level3: { AcrValue: 'urn:cognito:loa:3' },
      Level4: { AcrValue: 'urn:cognito:loa:4' },
    },
  });
});

test('what is set is what comes back, at once and later', async ({ cognito }) => {
  const settings = {
    Policies: { PasswordPolicy: { MinimumLength: 12, RequireNumbers: true, PasswordHistorySize: 4 } },
    DeletionProtection: 'ACTIVE',
    AutoVerifiedAttributes: ['phone_number', 'email'],
    AliasAttributes: ['preferred_username', 'email'],
    UsernameConfiguration: { CaseSensitive: false },
    VerificationMessageTemplate: { EmailMessage: 'Code {####}', EmailSubject: 'Welcome' },
    SmsVerificationMessage: 'SMS {####}',
    EmailConfiguration: {
      EmailSendingAccount: 'DEVELOPER',
      SourceArn: 'arn:aws:ses:us-east-1:111122223333:identity/example.com',
      From: 'Staff <staff@example.com>',
      ReplyToEmailAddress: 'help@example.com',
      ConfigurationSet: 'mails',
    },
    SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::111122223333:role/sms', ExternalId: 'x', SnsRegion: 'us-east-1' },
    UserPoolTags: { team: 'staff', 'cost centre': '7' },
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: true,
      InviteMessageTemplate: {
        EmailMessage: 'Hello {username}, {####}',
        SMSMessage: '{username} {####}',
        EmailSubject: 'Hi',
      },
    },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'admin_only' }] },
    UserPoolTier: 'PLUS',
    UserPoolAddOns: { AdvancedSecurityMode: 'OFF' },
  } satisfies Partial<CreateUserPoolCommandInput>;

  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'full', ...settings }));

  expect(UserPool).toMatchObject({
    ...settings,
    Policies: {
      PasswordPolicy: {
        MinimumLength: 12,
        RequireUppercase: false,
        RequireLowercase: false,
        RequireNumbers: true,
        RequireSymbols: false,
        PasswordHistorySize: 4,
        TemporaryPasswordValidityDays: 7,
      },
    },
    VerificationMessageTemplate: {
      DefaultEmailOption: 'CONFIRM_WITH_CODE',
      EmailMessage: 'Code {####}',
      EmailSubject: 'Welcome',
      SmsMessage: 'SMS {####}',
    },
    EmailVerificationMessage: 'Code {####}',
    EmailVerificationSubject: 'Welcome',
  });
  const described = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: UserPool?.Id }));
  expect(described.UserPool).toEqual(UserPool);
});

test('custom attributes follow the standard ones, under their prefixes', async ({ cognito }) => {
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'schema',
      Schema: [
        { Name: 'email', AttributeDataType: 'String', Required: true, Mutable: false },
        { Name: 'tier', AttributeDataType: 'String' },
        { Name: 'level', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '1', MaxValue: '9' } },
        { Name: 'note', AttributeDataType: 'DateTime', DeveloperOnlyAttribute: true, Mutable: false },
      ],
    }),
  );

  expect(UserPool?.SchemaAttributes?.find(({ Name }) => Name === 'email')).toEqual({
    Name: 'email',
    AttributeDataType: 'String',
    DeveloperOnlyAttribute: false,
    Mutable: false,
    Required: true,
    StringAttributeConstraints: { MinLength: '0', MaxLength: '2048' },
  });
  const custom = { DeveloperOnlyAttribute: false, Mutable: true, Required: false };
  expect(UserPool?.SchemaAttributes?.slice(20)).toEqual([
    { ...custom, Name: 'custom:tier', AttributeDataType: 'String', StringAttributeConstraints: {} },
    {
      ...custom,
      Name: 'custom:level',
      AttributeDataType: 'Number',
      NumberAttributeConstraints: { MinValue: '1', MaxValue: '9' },
    },
    {
      Name: 'dev:custom:note',
      AttributeDataType: 'DateTime',
      DeveloperOnlyAttribute: true,
      Mutable: false,
      Required: false,
    },
  ]);
});

test('an empty recovery setting is the legacy mode, and reads back without mechanisms', async ({ cognito }) => {
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({ PoolName: 'legacy', AccountRecoverySetting: {} }),
  );

  expect(UserPool?.AccountRecoverySetting).toEqual({});
});

test('the days of an unused account are those of its temporary password', async ({ cognito }) => {
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({ PoolName: 'days', AdminCreateUserConfig: { UnusedAccountValidityDays: 3 } }),
  );

  expect(UserPool?.AdminCreateUserConfig?.UnusedAccountValidityDays).toBe(3);
  expect(UserPool?.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays).toBe(3);
});

test('two pools may have one name', async ({ cognito }) => {
  const name = `twins ${Date.now()}`;
  const twins = [
    await cognito.send(new CreateUserPoolCommand({ PoolName: name })),
    await cognito.send(new CreateUserPoolCommand({ PoolName: name })),
  ].map(({ UserPool }) => UserPool?.Id);

  expect(new Set(twins).size).toBe(2);
});

test('a pool has two keys of its own, those of ID tokens first', async ({ pool, server }) => {
  const { id } = await pool();

  const { keys } = JSON.parse((await server.store.keys.jwks(id)).bytes.toString()) as {
    keys: Record<string, string>[];
  };

  expect(keys).toHaveLength(2);
  for (const key of keys) {
    expect(Object.keys(key)).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(key).toMatchObject({ alg: 'RS256', e: 'AQAB', kty: 'RSA', use: 'sig' });
    expect(key['kid']).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  }
  expect((await server.store.keys.signing(id, 'id')).kid).toBe(keys[0]?.['kid']);
  expect((await server.store.keys.signing(id, 'access')).kid).toBe(keys[1]?.['kid']);
});

test('a pool belongs to the region that its request is signed for', async () => {
  const credentials = { accessKeyId: rootKey.id, secretAccessKey: rootKey.secret };
  const elsewhere = sdkClient(watchedFetch, { region: 'on-prem-1', credentials });

  const { UserPool } = await elsewhere.send(new CreateUserPoolCommand({ PoolName: 'regional' }));

  expect(UserPool?.Id).toMatch(/^on-prem-1_/);
  expect(UserPool?.Arn).toBe(`arn:aws:cognito-idp:on-prem-1:000000000000:userpool/${UserPool?.Id}`);
});

describe('refusals', () => {
  test.for(poolRefusals)('$what', async ({ settings, refusal }, { cognito }) => {
    await expect(cognito.send(new CreateUserPoolCommand({ PoolName: 'refused', ...settings }))).rejects.toMatchObject(
      refusal,
    );
  });

  test.for(unbuiltPoolSettings)('$name is not built yet', async ({ name, settings }, { cognito }) => {
    await expect(cognito.send(new CreateUserPoolCommand({ PoolName: 'refused', ...settings }))).rejects.toMatchObject(
      unbuilt(name),
    );
  });

  test('only one of the two ways to sign in by address', async ({ cognito }) => {
    const both = { AliasAttributes: ['email' as const], UsernameAttributes: ['phone_number' as const] };
    await expect(cognito.send(new CreateUserPoolCommand({ PoolName: 'x', ...both }))).rejects.toMatchObject(
      invalid('Only one of the aliasAttributes or usernameAttributes can be set in a User pool.'),
    );
  });

  test.for([
    [
      'PoolName',
      { PoolName: 'a/b' },
      broken('a/b', 'poolName', 'Member must satisfy regular expression pattern: [\\w\\s+=,.@-]+'),
    ],
    [
      'AliasAttributes',
      { AliasAttributes: ['sub'] },
      broken(
        'sub',
        'aliasAttributes.1.member',
        'Member must satisfy enum value set: [phone_number, email, preferred_username]',
      ),
    ],
    [
      'UsernameAttributes',
      { UsernameAttributes: ['sub'] },
      broken('sub', 'usernameAttributes.1.member', 'Member must satisfy enum value set: [phone_number, email]'),
    ],
    [
      'Schema.AttributeDataType',
      { Schema: [{ Name: 'a', AttributeDataType: 'Text' }] },
      broken(
        'Text',
        'schema.1.member.attributeDataType',
        'Member must satisfy enum value set: [Boolean, Number, String, DateTime]',
      ),
    ],
    [
      'Schema.Name',
      { Schema: [{ Name: 'phone_number_verified' }] },
      broken('phone_number_verified', 'schema.1.member.name', 'Member must have length less than or equal to 20'),
    ],
    ['Schema', { Schema: [] }, broken('[]', 'schema', 'Member must have length greater than or equal to 1')],
  ] as const)('%s against its constraints', async ([, settings, refusal], { cognito }) => {
    const input = { PoolName: 'refused', ...settings } as unknown as CreateUserPoolCommandInput;
    await expect(cognito.send(new CreateUserPoolCommand(input))).rejects.toMatchObject(refusal);
  });

  test('a request without a name', async ({ cognito }) => {
    await expect(cognito.send(new CreateUserPoolCommand({ PoolName: undefined }))).rejects.toMatchObject(
      invalid(
        "1 validation error detected: Value null at 'poolName' failed to satisfy constraint: Member must not be null",
      ),
    );
  });

  test('a schema that is refused leaves no pool behind', async ({ cognito }) => {
    const name = `nothing ${Date.now()}`;
    await expect(
      cognito.send(new CreateUserPoolCommand({ PoolName: name, Schema: [{ Name: 'a' }] })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });

    const { UserPools } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    expect(UserPools?.map(({ Name }) => Name)).not.toContain(name);
  });
});

testAccess('CreateUserPool', () => ({ PoolName: 'access' }));

test('functions need not exist to be named', async ({ cognito }) => {
  const LambdaConfig = Object.fromEntries(
    ['DefineAuthChallenge', 'CreateAuthChallenge', 'VerifyAuthChallengeResponse'].map((name) => [
      name,
      `arn:aws:lambda:us-east-1:000000000000:function:${name}:live`,
    ]),
  );
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'functions', LambdaConfig }));
  const described = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: UserPool?.Id }));

  expect(UserPool?.LambdaConfig).toEqual(LambdaConfig);
  expect(described.UserPool?.LambdaConfig).toEqual(LambdaConfig);
});
