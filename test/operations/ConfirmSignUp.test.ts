import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  type ConfirmSignUpCommandInput,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { asList, asRecord, sms } from '../support/attributes.js';
import type { PoolSettings, TestPool } from '../support/pool.js';
import { broken, brokenSecret, invalid, missingClient, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';
import { disable } from '../support/user-states.js';

const address = 'maya@confirm.example.com';
const email = { email: address };
const mismatch = {
  name: 'CodeMismatchException',
  message: 'Invalid verification code provided, please try again.',
};
const aliasTaken = { name: 'AliasExistsException', message: 'An account with the given email already exists.' };

/** Registers a user whose code goes to the one address of these tests. */
const signUp = (client: CognitoIdentityProviderClient, pool: TestPool, Username = 'maya', attributes: object = email) =>
  client.send(
    new SignUpCommand({
      ClientId: pool.client.id,
      Username,
      Password: 'Correct-horse-1',
      UserAttributes: asList({ ...attributes }),
    }),
  );

const confirm = (pool: TestPool, ConfirmationCode: string, input: Partial<ConfirmSignUpCommandInput> = {}) =>
  new ConfirmSignUpCommand({ ClientId: pool.client.id, Username: 'maya', ConfirmationCode, ...input });

const stored = (pool: TestPool, Username = 'maya') => new AdminGetUserCommand({ UserPoolId: pool.id, Username });

const verifying: PoolSettings = { AutoVerifiedAttributes: ['email'] };
const aliased: PoolSettings = { ...verifying, AliasAttributes: ['email'] };

describe('the right code', () => {
  test('confirms the user and verifies the address that it went to', async ({
    anonymous,
    clock,
    cognito,
    mailbox,
    pool,
  }) => {
    const own = await pool(verifying);
    await signUp(anonymous, own);
    const before = await cognito.send(stored(own));
    clock.advanceSeconds(5);

    const { $metadata, ...output } = await anonymous.send(confirm(own, await mailbox.code(address)));

    expect($metadata.httpStatusCode).toBe(200);
    expect(output).toEqual({});
    const after = await cognito.send(stored(own));
    expect(after.UserStatus).toBe('CONFIRMED');
    expect(asRecord(after.UserAttributes)).toMatchObject({ ...email, email_verified: 'true' });
    expect(after.UserCreateDate).toEqual(before.UserCreateDate);
    expect(after.UserLastModifiedDate?.getTime()).toBeGreaterThan(before.UserLastModifiedDate?.getTime() ?? Infinity);
    const { AuthenticationResult } = await anonymous.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: own.client.id,
        AuthParameters: { USERNAME: 'maya', PASSWORD: 'Correct-horse-1' },
      }),
    );
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  test('by SMS verifies the phone number, not the e-mail address', async ({ anonymous, cognito, mailbox, pool }) => {
    const own = await pool({ AutoVerifiedAttributes: ['email', 'phone_number'], ...sms });
    await signUp(anonymous, own, 'maya', { ...email, phone_number: '+15555550101' });

    await anonymous.send(confirm(own, await mailbox.code('+15555550101')));

    expect(asRecord((await cognito.send(stored(own))).UserAttributes)).toMatchObject({
      email_verified: 'false',
      phone_number_verified: 'true',
    });
  });

  test.for([['maya@confirm.example.com'], ['MAYA@Confirm.example.com']])(
    'is taken under the address that is the name: %s',
    async ([Username], { anonymous, cognito, mailbox, pool }) => {
      const own = await pool({
        ...verifying,
        UsernameAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: false },
      });
      const { UserSub } = await signUp(anonymous, own, address, {});

      await anonymous.send(confirm(own, await mailbox.code(address), { Username }));

      expect(await cognito.send(stored(own, address))).toMatchObject({ Username: UserSub, UserStatus: 'CONFIRMED' });
    },
  );

  test('makes the verified address a name, where addresses are aliases', async ({
    anonymous,
    cognito,
    mailbox,
    pool,
  }) => {
    const own = await pool(aliased);
    await signUp(anonymous, own);
    await expect(cognito.send(stored(own, address))).rejects.toMatchObject({ name: 'UserNotFoundException' });

    await anonymous.send(confirm(own, await mailbox.code(address)));

    expect((await cognito.send(stored(own, address))).Username).toBe('maya');
  });

  test('is taken with everything that only triggers and analytics read', async ({ anonymous, mailbox, pool }) => {
    const own = await pool(verifying);
    await signUp(anonymous, own);

    await anonymous.send(
      confirm(own, await mailbox.code(address), {
        ForceAliasCreation: false,
        ClientMetadata: { campaign: 'spring' },
        AnalyticsMetadata: { AnalyticsEndpointId: 'endpoint' },
        UserContextData: { IpAddress: '192.0.2.1' },
      }),
    );
  });
});

describe('an alias that somebody else holds', () => {
  test('is refused, and the code stays usable', async ({ anonymous, cognito, mailbox, pool }) => {
    const own = await pool(aliased);
    await own.user('noor', { attributes: email });
    await signUp(anonymous, own);
    const code = await mailbox.code(address);

    await expect(anonymous.send(confirm(own, code))).rejects.toMatchObject(aliasTaken);

    expect(await cognito.send(stored(own))).toMatchObject({ UserStatus: 'UNCONFIRMED' });
    expect((await cognito.send(stored(own, address))).Username).toBe('noor');
    await cognito.send(new AdminDeleteUserCommand({ UserPoolId: own.id, Username: 'noor' }));
    await anonymous.send(confirm(own, code));
    expect((await cognito.send(stored(own, address))).Username).toBe('maya');
  });

  test('of a phone number is named as such', async ({ anonymous, mailbox, pool }) => {
    const own = await pool({ AutoVerifiedAttributes: ['phone_number'], AliasAttributes: ['phone_number'], ...sms });
    const phone = { phone_number: '+15555550102' };
    await own.user('noor', { attributes: { ...phone, phone_number_verified: 'true' } });
    await signUp(anonymous, own, 'maya', phone);

    await expect(anonymous.send(confirm(own, await mailbox.code('+15555550102')))).rejects.toMatchObject({
      name: 'AliasExistsException',
      message: 'An account with the given phone_number already exists.',
    });
  });

  test('moves when that is asked for: the old holder keeps the value, but not as a name', async ({
    anonymous,
    clock,
    cognito,
    mailbox,
    pool,
  }) => {
    const own = await pool(aliased);
    const noor = await own.user('noor', { attributes: email });
    await signUp(anonymous, own);
    const before = await cognito.send(stored(own, 'noor'));
    clock.advanceSeconds(5);

    await anonymous.send(confirm(own, await mailbox.code(address), { ForceAliasCreation: true }));

    expect((await cognito.send(stored(own, address))).Username).toBe('maya');
    const after = await cognito.send(stored(own, 'noor'));
    expect(asRecord(after.UserAttributes)).toEqual({ sub: noor.sub, ...email, email_verified: 'false' });
    expect(after.UserLastModifiedDate?.getTime()).toBeGreaterThan(before.UserLastModifiedDate?.getTime() ?? Infinity);
  });

  test('does not move by a wrong or a used code', async ({ anonymous, cognito, mailbox, pool }) => {
    const own = await pool(aliased);
    await own.user('noor', { attributes: email });
    await signUp(anonymous, own);
    const code = await mailbox.code(address);

    await expect(anonymous.send(confirm(own, otherThan(code), { ForceAliasCreation: true }))).rejects.toMatchObject(
      mismatch,
    );

    const { UserAttributes, Username } = await cognito.send(stored(own, address));
    expect(Username).toBe('noor');
    expect(asRecord(UserAttributes)).toMatchObject({ email_verified: 'true' });
  });
});

/** A code of the same form that is another one. */
const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('the code is refused', () => {
  test.for([
    ['one digit off', (code: string) => otherThan(code)],
    ['cut short', (code: string) => code.slice(0, 5)],
    ['with a digit more', (code: string) => `${code}0`],
    ['of other characters', () => 'abcdef'],
  ] as const)('when it is wrong, and the right one stays good: %s', async ([, wrong], { anonymous, mailbox, pool }) => {
    const own = await pool(verifying);
    await signUp(anonymous, own);
    const code = await mailbox.code(address);

    await expect(anonymous.send(confirm(own, wrong(code)))).rejects.toMatchObject(mismatch);

    await anonymous.send(confirm(own, code));
  });

  const states = [
    ['CONFIRMED', true],
    ['FORCE_CHANGE_PASSWORD', false],
  ] as const;

  test.for(states)('when the user is %s', async ([status, Permanent], { anonymous, cognito, mailbox, pool }) => {
    const own = await pool(verifying);
    await signUp(anonymous, own);
    const code = await mailbox.code(address);
    await cognito.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: own.id,
        Username: 'maya',
        Password: 'Battery-staple-2',
        Permanent,
      }),
    );

    for (const tried of [code, otherThan(code)])
      await expect(anonymous.send(confirm(own, tried))).rejects.toMatchObject(
        notAuthorized(`User cannot be confirmed. Current status is ${status}`),
      );
  });

  test('when the user is disabled', async ({ anonymous, mailbox, pool, server }) => {
    const own = await pool(verifying);
    const { UserSub = '' } = await signUp(anonymous, own);
    disable(server, UserSub);

    await expect(anonymous.send(confirm(own, await mailbox.code(address)))).rejects.toMatchObject(
      notAuthorized('User is disabled.'),
    );
  });

  test('when none was sent', async ({ anonymous, pool }) => {
    const own = await pool();
    await signUp(anonymous, own);

    await expect(anonymous.send(confirm(own, '123456'))).rejects.toMatchObject({
      name: 'ExpiredCodeException',
      message: 'Invalid code provided, please request a code again.',
    });
  });

  test('when a session comes along: no sign-up hands one out yet', async ({ anonymous, mailbox, pool }) => {
    const own = await pool(verifying);
    await signUp(anonymous, own);

    await expect(
      anonymous.send(confirm(own, await mailbox.code(address), { Session: 'x'.repeat(20) })),
    ).rejects.toMatchObject(notAuthorized('Invalid session for the user.'));
  });

  test('for nobody', async ({ anonymous, pool }) => {
    await expect(anonymous.send(confirm(await pool(), '123456'))).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'Username/client id combination not found.',
    });
  });
});

describe('the client', () => {
  test('must exist', async ({ anonymous, pool }) => {
    await expect(anonymous.send(confirm(await pool(), '123456', { ClientId: 'nobody' }))).rejects.toMatchObject(
      missingClient('nobody'),
    );
  });

  test('with a secret wants the hash of the name as it was sent', async ({ anonymous, mailbox, pool }) => {
    const own = await pool({ ...verifying, client: { GenerateSecret: true } });
    const hash = own.client.secretHash('maya');
    await anonymous.send(
      new SignUpCommand({
        ClientId: own.client.id,
        Username: 'maya',
        Password: 'Correct-horse-1',
        UserAttributes: asList(email),
        ...hash,
      }),
    );
    const code = await mailbox.code(address);

    await expect(anonymous.send(confirm(own, code))).rejects.toMatchObject(
      notAuthorized(`Client ${own.client.id} is configured with secret but SECRET_HASH was not received`),
    );
    await expect(anonymous.send(confirm(own, code, { SecretHash: 'd3Jvbmc=' }))).rejects.toMatchObject(
      notAuthorized(`Unable to verify secret hash for client ${own.client.id}`),
    );
    await anonymous.send(confirm(own, code, hash));
  });

  test('may be any of the pool', async ({ anonymous, mailbox, pool }) => {
    const own = await pool(verifying);
    await signUp(anonymous, own);
    const { id } = await own.newClient();

    await anonymous.send(confirm(own, await mailbox.code(address), { ClientId: id }));
  });
});

describe('constraints', () => {
  test.for([
    [
      { ConfirmationCode: '' },
      invalid(
        "2 validation errors detected: Value '' at 'confirmationCode' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
          "Value '' at 'confirmationCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\S]+",
      ),
    ],
    [
      { ConfirmationCode: '123 456' },
      broken('123 456', 'confirmationCode', 'Member must satisfy regular expression pattern: [\\S]+'),
    ],
    [
      { ConfirmationCode: '1'.repeat(2049) },
      broken('1'.repeat(2049), 'confirmationCode', 'Member must have length less than or equal to 2048'),
    ],
    [{ Session: 'short' }, brokenSecret('session', 'Member must have length greater than or equal to 20')],
  ] as const)('%j', async ([input, refusal], { anonymous, pool }) => {
    await expect(anonymous.send(confirm(await pool(), '123456', input))).rejects.toMatchObject(refusal);
  });

  test('all that is missing', async ({ raw }) => {
    const { json } = await raw('ConfirmSignUp', {});

    expect(json).toEqual({
      __type: 'InvalidParameterException',
      message:
        "3 validation errors detected: Value at 'clientId' failed to satisfy constraint: Member must not be null; " +
        "Value at 'username' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'confirmationCode' failed to satisfy constraint: Member must not be null",
    });
  });
});
