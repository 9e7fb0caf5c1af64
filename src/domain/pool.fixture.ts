/** Pools, clients and schemas for the unit tests of this folder. */
import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import type { Client, ClientSettings } from './client.js';
import type { Pool, PoolSettings } from './pool.js';

const text = (name: string, changes: Partial<SchemaAttributeType> = {}): SchemaAttributeType => ({
  Name: name,
  AttributeDataType: 'String',
  Mutable: true,
  Required: false,
  StringAttributeConstraints: { MinLength: '0', MaxLength: '2048' },
  ...changes,
});

const flag = (name: string): SchemaAttributeType => ({ Name: name, AttributeDataType: 'Boolean', Mutable: true });

/** The standard attributes that the tests use, in AWS's order. */
const standardSchema: readonly SchemaAttributeType[] = [
  text('sub', { Mutable: false, Required: true, StringAttributeConstraints: { MinLength: '1', MaxLength: '2048' } }),
  text('name'),
  text('given_name'),
  text('family_name'),
  text('preferred_username'),
  text('email'),
  flag('email_verified'),
  text('birthdate', { StringAttributeConstraints: { MinLength: '10', MaxLength: '10' } }),
  text('phone_number'),
  flag('phone_number_verified'),
  { Name: 'updated_at', AttributeDataType: 'Number', Mutable: true, NumberAttributeConstraints: { MinValue: '0' } },
];

/** A pool with these settings; each entry of `schema` replaces the standard attribute of its name or adds a custom one. */
export const poolOf = (settings: Partial<PoolSettings> = {}, schema: readonly SchemaAttributeType[] = []): Pool => ({
  id: 'us-east-1_Ab12Cd34E',
  account: '000000000000',
  region: 'us-east-1',
  name: 'test',
  createdAt: new Date(0),
  modifiedAt: new Date(0),
  settings: {
    Policies: { PasswordPolicy: { MinimumLength: 8 }, SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } },
    SchemaAttributes: [
      ...standardSchema.map((standard) => {
        const changed = schema.find(({ Name: name }) => name === standard.Name);
        return changed ? { ...standard, ...changed } : standard;
      }),
      ...schema.filter(({ Name: name }) => !standardSchema.some((standard) => standard.Name === name)),
    ],
    LambdaConfig: {},
    AdminCreateUserConfig: {},
    EmailConfiguration: {},
    AccountRecoverySetting: {
      RecoveryMechanisms: [
        { Name: 'verified_email', Priority: 1 },
        { Name: 'verified_phone_number', Priority: 2 },
      ],
    },
    ...settings,
  },
  mfa: {},
  sessionConfiguration: {},
});

/** A client with these settings and secrets. */
export const clientOf = (settings: Partial<ClientSettings> = {}, secrets: readonly string[] = []): Client => ({
  id: 'client1',
  poolId: 'us-east-1_Ab12Cd34E',
  name: 'app',
  createdAt: new Date(0),
  modifiedAt: new Date(0),
  settings: { AuthSessionValidity: 3, RefreshTokenValidity: 30, EnableTokenRevocation: true, ...settings },
  sessionConfiguration: {},
  secrets,
});

/** Attributes as requests carry them. */
export const given = (attributes: Readonly<Record<string, string | undefined>>) =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
