import {
  CreateUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { testAccess, testVisibility } from '../support/access.js';
import { choiceFlows, noChoice } from '../support/choice.js';
import { clientRefusals, unbuiltClientSettings } from '../support/client-refusals.js';
import { invalid, unbuilt } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test("a bare request gets all of AWS's defaults", async ({ cognito, pool }) => {
  const { id } = await pool();

  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({ UserPoolId: id, ClientName: 'bare' }),
  );

  expect(UserPoolClient).toEqual({
    UserPoolId: id,
    ClientName: 'bare',
    ClientId: expect.stringMatching(/^[0-9a-v]{25,26}$/) as string,
    CreationDate: expect.any(Date) as Date,
    LastModifiedDate: UserPoolClient?.CreationDate,
    RefreshTokenValidity: 30,
    EnableTokenRevocation: true,
    EnablePropagateAdditionalUserContextData: false,
    AllowedOAuthFlowsUserPoolClient: false,
    AuthSessionValidity: 3,
    ClientType: 'REGULAR',
  });
});

test('what is set is what comes back, at once and later', async ({ cognito, pool }) => {
  const { id } = await pool({ Schema: [{ Name: 'tier', AttributeDataType: 'String' }] });
  const settings = {
    ClientName: 'full',
    RefreshTokenValidity: 60,
    AccessTokenValidity: 10,
    IdTokenValidity: 15,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
    ReadAttributes: ['email', 'email_verified', 'custom:tier'],
    WriteAttributes: ['email', 'custom:tier'],
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    SupportedIdentityProviders: ['COGNITO'],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: false,
    AuthSessionValidity: 15,
    RefreshTokenRotation: { Feature: 'DISABLED', RetryGracePeriodSeconds: 10 },
  } satisfies Partial<CreateUserPoolClientCommandInput>;

  const { UserPoolClient } = await cognito.send(new CreateUserPoolClientCommand({ UserPoolId: id, ...settings }));

  expect(UserPoolClient).toMatchObject(settings);
  const described = await cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId: id, ClientId: UserPoolClient?.ClientId }),
  );
  expect(described.UserPoolClient).toEqual(UserPoolClient);
});

test('of token units that are partly given the rest is filled in', async ({ cognito, pool }) => {
  const { id } = await pool();

  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: id,
      ClientName: 'units',
      AccessTokenValidity: 5,
      TokenValidityUnits: { AccessToken: 'minutes' },
      RefreshTokenValidity: 0,
    }),
  );

  expect(UserPoolClient?.TokenValidityUnits).toEqual({
    AccessToken: 'minutes',
    IdToken: 'hours',
    RefreshToken: 'days',
  });
  expect(UserPoolClient?.RefreshTokenValidity).toBe(30);
});

describe('secrets', () => {
  test('one is made on request, and shown from then on', async ({ cognito, pool }) => {
    const { id } = await pool();

    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({ UserPoolId: id, ClientName: 'secret', GenerateSecret: true }),
    );

    expect(UserPoolClient?.ClientSecret).toMatch(/^[0-9a-v]{51,52}$/);
    expect(UserPoolClient).not.toHaveProperty('GenerateSecret');
    const described = await cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId: id, ClientId: UserPoolClient?.ClientId }),
    );
    expect(described.UserPoolClient?.ClientSecret).toBe(UserPoolClient?.ClientSecret);
  });

  test('or brought along', async ({ cognito, pool }) => {
    const { id } = await pool();
    const own = { ClientSecret: 'a-secret-of-ones-own+1234'.replaceAll('-', '_') };

    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({ UserPoolId: id, ClientName: 'secret', ...own }),
    );

    expect(UserPoolClient?.ClientSecret).toBe(own.ClientSecret);
  });

  test('but not both', async ({ cognito, pool }) => {
    const { id } = await pool();
    const both = { GenerateSecret: true, ClientSecret: 'abcdefghijklmnopqrstuvwxyz' };
    await expect(
      cognito.send(new CreateUserPoolClientCommand({ UserPoolId: id, ClientName: 'x', ...both })),
    ).rejects.toMatchObject(invalid('GenerateSecret and ClientSecret cannot be used together.'));
  });

  test('and is never named by a refusal', async ({ cognito, pool }) => {
    const { id } = await pool();
    await expect(
      cognito.send(new CreateUserPoolClientCommand({ UserPoolId: id, ClientName: 'x', ClientSecret: 'too short' })),
    ).rejects.toMatchObject(
      invalid(
        "2 validation errors detected: Value at 'clientSecret' failed to satisfy constraint: Member must have length greater than or equal to 24; Value at 'clientSecret' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+]+",
      ),
    );
  });
});

describe('refusals', () => {
  test.for(clientRefusals)('$what', async ({ settings, refusal, confidential = false }, { cognito, pool }) => {
    const { id } = await pool();
    const input = { UserPoolId: id, ClientName: 'refused', GenerateSecret: confidential, ...settings };
    await expect(cognito.send(new CreateUserPoolClientCommand(input))).rejects.toMatchObject(refusal);
  });

  test('the choice of a first factor in the cheapest tier', async ({ cognito, pool }) => {
    const { id } = await pool({ UserPoolTier: 'LITE' });
    const input = { UserPoolId: id, ClientName: 'refused', ...choiceFlows };
    await expect(cognito.send(new CreateUserPoolClientCommand(input))).rejects.toMatchObject(noChoice);
  });

  test.for(unbuiltClientSettings)(
    '$name is not built yet',
    async ({ name, settings, confidential = false }, { cognito, pool }) => {
      const { id } = await pool();
      const input = { UserPoolId: id, ClientName: 'refused', GenerateSecret: confidential, ...settings };
      await expect(cognito.send(new CreateUserPoolClientCommand(input))).rejects.toMatchObject(unbuilt(name));
    },
  );

  test.for([
    ['read', { ReadAttributes: ['email', 'custom:unknown'] }],
    ['read', { ReadAttributes: ['dev:custom:note'] }],
    ['write', { WriteAttributes: ['custom:unknown'] }],
    ['write', { WriteAttributes: ['sub'] }],
    ['write', { WriteAttributes: ['email_verified'] }],
    ['write', { WriteAttributes: ['phone_number_verified'] }],
  ] as const)('%s attributes: %o', async ([kind, settings], { cognito, pool }) => {
    const { id } = await pool({
      Schema: [{ Name: 'note', AttributeDataType: 'String', DeveloperOnlyAttribute: true }],
    });
    const input = { UserPoolId: id, ClientName: 'x', ...settings } as unknown as CreateUserPoolClientCommandInput;
    await expect(cognito.send(new CreateUserPoolClientCommand(input))).rejects.toMatchObject(
      invalid(`Invalid ${kind} attributes specified while creating a client`),
    );
  });

  test('an unknown provider', async ({ cognito, pool }) => {
    const { id } = await pool();
    const input = { UserPoolId: id, ClientName: 'x', SupportedIdentityProviders: ['COGNITO', 'Google'] };
    await expect(cognito.send(new CreateUserPoolClientCommand(input))).rejects.toMatchObject(
      invalid(`The provider Google does not exist for User Pool ${id}`),
    );
  });
});

testAccess('CreateUserPoolClient', ({ id }) => ({ UserPoolId: id, ClientName: 'access' }));
testVisibility('CreateUserPoolClient', ({ id }) => ({ UserPoolId: id, ClientName: 'access' }));
