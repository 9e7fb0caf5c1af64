import {
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
  type UpdateUserPoolClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { testAccess, testVisibility } from '../support/access.js';
import { choiceFlows, noChoice } from '../support/choice.js';
import { clientRefusals, unbuiltClientSettings } from '../support/client-refusals.js';
import { invalid, missingClient, unbuilt } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test('what is left out returns to its default; id, secret, name and creation stay', async ({
  clock,
  cognito,
  pool,
}) => {
  const { id, client } = await pool({
    client: {
      ClientName: 'full',
      GenerateSecret: true,
      RefreshTokenValidity: 60,
      AccessTokenValidity: 10,
      TokenValidityUnits: { AccessToken: 'minutes' },
      ReadAttributes: ['email'],
      WriteAttributes: ['email'],
      SupportedIdentityProviders: ['COGNITO'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: false,
      AuthSessionValidity: 15,
      RefreshTokenRotation: { Feature: 'DISABLED' },
    },
  });
  const named = { UserPoolId: id, ClientId: client.id };
  const before = (await cognito.send(new DescribeUserPoolClientCommand(named))).UserPoolClient;
  clock.advanceSeconds(5);

  const { UserPoolClient } = await cognito.send(new UpdateUserPoolClientCommand(named));

  expect(UserPoolClient).toEqual({
    ...named,
    ClientName: 'full',
    ClientSecret: client.secret,
    CreationDate: before?.CreationDate,
    LastModifiedDate: expect.any(Date) as Date,
    RefreshTokenValidity: 30,
    EnableTokenRevocation: true,
    EnablePropagateAdditionalUserContextData: false,
    AllowedOAuthFlowsUserPoolClient: false,
    AuthSessionValidity: 3,
    ClientType: 'REGULAR',
  });
  expect(UserPoolClient?.LastModifiedDate?.getTime()).toBeGreaterThan(before?.CreationDate?.getTime() ?? Infinity);
  expect((await cognito.send(new DescribeUserPoolClientCommand(named))).UserPoolClient).toEqual(UserPoolClient);
});

test('what is named is what the client has from then on', async ({ cognito, pool }) => {
  const { id, client } = await pool();
  const settings = {
    ClientName: 'renamed',
    RefreshTokenValidity: 90,
    IdTokenValidity: 2,
    ReadAttributes: ['name'],
    WriteAttributes: ['name'],
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    PreventUserExistenceErrors: 'LEGACY',
    AuthSessionValidity: 5,
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
  } satisfies Partial<UpdateUserPoolClientCommandInput>;

  const { UserPoolClient } = await cognito.send(
    new UpdateUserPoolClientCommand({ UserPoolId: id, ClientId: client.id, ...settings }),
  );

  expect(UserPoolClient).toMatchObject(settings);
  expect(UserPoolClient).not.toHaveProperty('ClientSecret');
});

test('a change shows at once to who signs in', async ({ cognito, pool, user }) => {
  const own = await pool();
  const maya = await user(own, 'maya');
  await maya.signIn();

  const ExplicitAuthFlows = ['ALLOW_USER_SRP_AUTH' as const];
  await cognito.send(
    new UpdateUserPoolClientCommand({ UserPoolId: own.id, ClientId: own.client.id, ExplicitAuthFlows }),
  );

  await expect(maya.signIn()).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'USER_PASSWORD_AUTH flow not enabled for this client',
  });
});

test('a client that does not exist, or not in this pool', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];

  for (const ClientId of ['nobodysclient', other.client.id])
    await expect(cognito.send(new UpdateUserPoolClientCommand({ UserPoolId: own.id, ClientId }))).rejects.toMatchObject(
      missingClient(ClientId),
    );
});

describe('refusals', () => {
  test.for(clientRefusals)('$what', async ({ settings, refusal, confidential = false }, { cognito, pool }) => {
    const { id, client } = await pool({ client: { GenerateSecret: confidential } });
    const named = { UserPoolId: id, ClientId: client.id };
    const before = await cognito.send(new DescribeUserPoolClientCommand(named));

    const update = new UpdateUserPoolClientCommand({ ...named, ...settings });

    await expect(cognito.send(update)).rejects.toMatchObject(refusal);
    const after = await cognito.send(new DescribeUserPoolClientCommand(named));
    expect(after.UserPoolClient).toEqual(before.UserPoolClient);
  });

  test('the choice of a first factor in the cheapest tier', async ({ cognito, pool }) => {
    const { id, client } = await pool({ UserPoolTier: 'LITE' });
    const input = { UserPoolId: id, ClientId: client.id, ...choiceFlows };
    await expect(cognito.send(new UpdateUserPoolClientCommand(input))).rejects.toMatchObject(noChoice);
  });

  test.for(unbuiltClientSettings)(
    '$name is not built yet',
    async ({ name, settings, confidential = false }, { cognito, pool }) => {
      const { id, client } = await pool({ client: { GenerateSecret: confidential } });
      const update = new UpdateUserPoolClientCommand({ UserPoolId: id, ClientId: client.id, ...settings });
      await expect(cognito.send(update)).rejects.toMatchObject(unbuilt(name));
    },
  );

  test.for([
    ['read', { ReadAttributes: ['custom:unknown'] }],
    ['write', { WriteAttributes: ['sub'] }],
  ] as const)('%s attributes: %o', async ([kind, settings], { cognito, pool }) => {
    const { id, client } = await pool();
    const input = { UserPoolId: id, ClientId: client.id, ...settings } as unknown as UpdateUserPoolClientCommandInput;
    await expect(cognito.send(new UpdateUserPoolClientCommand(input))).rejects.toMatchObject(
      invalid(`Invalid ${kind} attributes specified while updating a client`),
    );
  });

  test('an unknown provider', async ({ cognito, pool }) => {
    const { id, client } = await pool();
    const input = { UserPoolId: id, ClientId: client.id, SupportedIdentityProviders: ['Google'] };
    await expect(cognito.send(new UpdateUserPoolClientCommand(input))).rejects.toMatchObject(
      invalid(`The provider Google does not exist for User Pool ${id}`),
    );
  });
});

testAccess('UpdateUserPoolClient', ({ id, client }) => ({ UserPoolId: id, ClientId: client.id }));
testVisibility('UpdateUserPoolClient', ({ id, client }) => ({ UserPoolId: id, ClientId: client.id }));
