import {
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
  type CognitoIdentityProviderClient,
  type CreateUserPoolCommandInput,
  type UpdateUserPoolCommandInput,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { testAccess, testVisibility } from '../support/access.js';
import { present } from '../support/pool.js';
import { poolRefusals, tierFeatures, unbuiltPoolSettings } from '../support/pool-refusals.js';
import { invalid, unbuilt } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const sms = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' };

const describePool = async (cognito: CognitoIdentityProviderClient, id: string): Promise<UserPoolType> =>
  present((await cognito.send(new DescribeUserPoolCommand({ UserPoolId: id }))).UserPool);

const newPool = async (
  cognito: CognitoIdentityProviderClient,
  settings: Partial<CreateUserPoolCommandInput> = {},
): Promise<UserPoolType & { Id: string }> => {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'before', ...settings }));
  return { ...UserPool, Id: present(UserPool?.Id) };
};

test('answers with nothing, and leaves what AWS leaves', async ({ cognito, clock }) => {
  const before = await newPool(cognito, {
    Policies: { PasswordPolicy: { MinimumLength: 10 } },
    AutoVerifiedAttributes: ['email', 'phone_number'],
    SmsConfiguration: sms,
    EmailConfiguration: { From: 'staff@example.com' },
    EmailVerificationMessage: 'Code {####}',
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true, InviteMessageTemplate: { EmailSubject: 'Hi' } },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'verified_email' }] },
    UserPoolTags: { team: 'staff' },
    UserPoolTier: 'PLUS',
    UserPoolAddOns: { AdvancedSecurityMode: 'OFF' },
    DeletionProtection: 'ACTIVE',
    Schema: [{ Name: 'tier', AttributeDataType: 'String' }],
  });
  clock.advanceSeconds(5);

  const answer = await cognito.send(new UpdateUserPoolCommand({ UserPoolId: before.Id }));

  const { $metadata: _, ...output } = answer;
  expect(output).toEqual({});
  const after = await describePool(cognito, before.Id);
  // Reset: what verifies by itself, texts, who may create users, add-ons.
  const {
    AutoVerifiedAttributes: _verified,
    EmailVerificationMessage: _text,
    UserPoolAddOns: _addOns,
    ...kept
  } = before;
  expect(after).toEqual({
    ...kept,
    VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
    LastModifiedDate: expect.any(Date) as Date,
  });
  expect(present(after.LastModifiedDate).getTime()).toBeGreaterThan(present(before.CreationDate).getTime());
});

test('replaces what it names, each policy by itself', async ({ cognito }) => {
  const { Id } = await newPool(cognito, { UserPoolTags: { team: 'staff', room: '7' } });
  const settings = {
    PoolName: 'after',
    DeletionProtection: 'ACTIVE',
    AutoVerifiedAttributes: ['email'],
    EmailConfiguration: { From: 'staff@example.com', EmailSendingAccount: 'COGNITO_DEFAULT' },
    SmsConfiguration: sms,
    UserPoolTags: { team: 'guests' },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'admin_only' }] },
    UserPoolTier: 'LITE',
    VerificationMessageTemplate: { SmsMessage: 'SMS {####}' },
  } satisfies Partial<UpdateUserPoolCommandInput>;

  await cognito.send(
    new UpdateUserPoolCommand({ UserPoolId: Id, ...settings, Policies: { PasswordPolicy: { MinimumLength: 20 } } }),
  );
  await cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId: Id,
      ...settings,
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } },
    }),
  );

  const { PoolName, ...rest } = settings;
  const after = await describePool(cognito, Id);
  expect(after).toMatchObject({ ...rest, Name: PoolName, SmsVerificationMessage: 'SMS {####}' });
  expect(after.Policies).toEqual({
    PasswordPolicy: {
      MinimumLength: 20,
      RequireUppercase: false,
      RequireLowercase: false,
      RequireNumbers: false,
      RequireSymbols: false,
      TemporaryPasswordValidityDays: 7,
    },
    SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
  });
  expect(after.UserPoolTags).toEqual({ team: 'guests' });
});

test('days of unused accounts change the password policy, which keeps the rest', async ({ cognito }) => {
  const { Id } = await newPool(cognito, { Policies: { PasswordPolicy: { MinimumLength: 10 } } });

  await cognito.send(
    new UpdateUserPoolCommand({ UserPoolId: Id, AdminCreateUserConfig: { UnusedAccountValidityDays: 3 } }),
  );

  const { Policies, AdminCreateUserConfig } = await describePool(cognito, Id);
  expect(Policies?.PasswordPolicy).toMatchObject({ MinimumLength: 10, TemporaryPasswordValidityDays: 3 });
  expect(AdminCreateUserConfig?.UnusedAccountValidityDays).toBe(3);
});

test('a pool can be sent back as it was read', async ({ cognito }) => {
  const before = await newPool(cognito, { AutoVerifiedAttributes: ['email'], EmailVerificationMessage: 'Code {####}' });
  const { AdminCreateUserConfig, Id, Name, ...rest } = before;
  const { UnusedAccountValidityDays: _, ...adminConfig } = present(AdminCreateUserConfig);

  await cognito.send(
    new UpdateUserPoolCommand({ ...rest, UserPoolId: Id, PoolName: Name, AdminCreateUserConfig: adminConfig }),
  );

  expect(await describePool(cognito, Id)).toEqual({ ...before, LastModifiedDate: expect.any(Date) as Date });
});

test('a change shows at once to who uses the pool', async ({ cognito, pool, server }) => {
  const { id } = await pool();
  expect((await server.store.pools.get(id)).settings.Policies.PasswordPolicy.MinimumLength).toBe(8);

  const Policies = { PasswordPolicy: { MinimumLength: 30 } };
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId: id, Policies }));

  expect((await server.store.pools.get(id)).settings.Policies.PasswordPolicy.MinimumLength).toBe(30);
});

test('of updates at the same time none is lost', async ({ cognito }) => {
  const { Id } = await newPool(cognito);
  const updates: Partial<UpdateUserPoolCommandInput>[] = [
    { Policies: { PasswordPolicy: { MinimumLength: 20 } } },
    { UserPoolTags: { team: 'staff' } },
    { DeletionProtection: 'ACTIVE' },
    { SmsConfiguration: sms },
    { EmailConfiguration: { From: 'staff@example.com' } },
    { AccountRecoverySetting: {} },
    { UserPoolTier: 'PLUS' },
    { PoolName: 'after' },
  ];

  await Promise.all(updates.map((update) => cognito.send(new UpdateUserPoolCommand({ UserPoolId: Id, ...update }))));

  expect(await describePool(cognito, Id)).toMatchObject({
    Name: 'after',
    Policies: { PasswordPolicy: { MinimumLength: 20 } },
    UserPoolTags: { team: 'staff' },
    DeletionProtection: 'ACTIVE',
    SmsConfiguration: sms,
    EmailConfiguration: { From: 'staff@example.com' },
    AccountRecoverySetting: {},
    UserPoolTier: 'PLUS',
  });
});

describe('refusals', () => {
  test.for(poolRefusals)('$what', async ({ settings, refusal }, { cognito }) => {
    // A pool in the tier of the case, so that the case is no change of the tier.
    const tier = settings.UserPoolTier === 'LITE' ? { UserPoolTier: settings.UserPoolTier } : {};
    const before = await newPool(cognito, tier);

    const update = new UpdateUserPoolCommand({ UserPoolId: before.Id, ...settings });

    await expect(cognito.send(update)).rejects.toMatchObject(refusal);
    expect(await describePool(cognito, before.Id)).toEqual(before);
  });

  test.for(unbuiltPoolSettings)('$name is not built yet', async ({ name, settings }, { cognito }) => {
    const { Id } = await newPool(cognito);
    await expect(cognito.send(new UpdateUserPoolCommand({ UserPoolId: Id, ...settings }))).rejects.toMatchObject(
      unbuilt(name),
    );
  });

  test.for(tierFeatures)('a step down to a tier without $feature', async ({ settings }, { cognito }) => {
    const { Id } = await newPool(cognito, { UserPoolTier: 'PLUS' });
    const update = new UpdateUserPoolCommand({ UserPoolId: Id, UserPoolTier: 'LITE', ...settings });
    await expect(cognito.send(update)).rejects.toMatchObject({ name: 'TierChangeNotAllowedException' });
  });

  test('phone numbers verified without the SMS settings that the pool keeps', async ({ cognito }) => {
    const { Id } = await newPool(cognito, { SmsConfiguration: sms });
    const verified = { AutoVerifiedAttributes: ['phone_number' as const] };
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId: Id, ...verified }));
    await expect(
      cognito.send(new UpdateUserPoolCommand({ UserPoolId: Id, ...verified, SmsConfiguration: { SnsCallerArn: '' } })),
    ).rejects.toMatchObject(
      invalid('SMS configuration is required when phone_number is selected for auto verification'),
    );
  });
});

testAccess('UpdateUserPool', ({ id }) => ({ UserPoolId: id }));
testVisibility('UpdateUserPool', ({ id }) => ({ UserPoolId: id }));
