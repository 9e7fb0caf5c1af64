import { AdminGetUserCommand, type SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { asRecord } from './attributes.js';
import { claimsOf } from './claims.js';
import type { PoolSettings, TestPool } from './pool.js';
import { invalid } from './refusals.js';
import { outcomeOf, type SignInApi, type SignInAnswer, signInBySrp, startByPassword } from './sign-in.js';
import { type Invited, invite, setPassword } from './temporary-password.js';
import { expect, test } from './test.js';

const newPassword = 'Another-horse-2';
const notAuthorized = (message: string) => ({ name: 'NotAuthorizedException', message });

const required = (name: string, changes: Partial<SchemaAttributeType> = {}): SchemaAttributeType => ({
  Name: name,
  AttributeDataType: 'String',
  Mutable: true,
  Required: true,
  ...changes,
});

/** The tests of NEW_PASSWORD_REQUIRED: what it shows, and what a user may and may not answer. */
export const testNewPassword = (api: SignInApi): void => {
  const answer = (
    own: TestPool,
    session: string | undefined,
    responses: Record<string, string> = { NEW_PASSWORD: newPassword },
  ): Promise<SignInAnswer> =>
    api.respond(own, { challenge: 'NEW_PASSWORD_REQUIRED', session, responses: { USERNAME: 'maya', ...responses } });

  const challenged = async (own: TestPool, invited: Invited): Promise<string | undefined> =>
    (await startByPassword(api, own, invited)).Session;

  const begin = { 'a password in clear': startByPassword, SRP: signInBySrp };
  for (const [how, start] of Object.entries(begin)) {
    test(`a temporary password proven by ${how} answers NEW_PASSWORD_REQUIRED`, async ({ pool }) => {
      const own = await pool({ Schema: [required('given_name'), required('email'), required('family_name')] });
      const maya = await invite(own, 'maya', {
        attributes: { email: 'maya@example.com', email_verified: 'true', locale: 'en' },
      });

      const { ChallengeParameters: shown = {}, ...rest } = await start(api, own, maya);

      expect(rest).toEqual({
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: expect.stringMatching(/^[\w-]{1000,2048}$/),
      });
      expect(Object.keys(shown).toSorted()).toEqual(['USER_ID_FOR_SRP', 'requiredAttributes', 'userAttributes']);
      expect(shown['USER_ID_FOR_SRP']).toBe('maya');
      const read = (name: string): unknown => JSON.parse(shown[name] ?? '');
      expect(read('requiredAttributes')).toEqual(['userAttributes.given_name', 'userAttributes.family_name']);
      expect(read('userAttributes')).toEqual({ email: 'maya@example.com', email_verified: 'true', locale: 'en' });
    });

    test(`after ${how}, a new password signs in and takes the place of the temporary one`, async ({
      cognito,
      pool,
    }) => {
      const own = await pool();
      const maya = await invite(own);
      const { Session: session } = await start(api, own, maya);

      const signedIn = await answer(own, session);

      expect(signedIn).toMatchObject({ ChallengeParameters: {}, AuthenticationResult: { TokenType: 'Bearer' } });
      expect(claimsOf(signedIn.AuthenticationResult?.AccessToken)).toMatchObject({ username: 'maya' });
      const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
      expect(user.UserStatus).toBe('CONFIRMED');
      expect(await outcomeOf(start(api, own, maya))).toMatch(/Incorrect username or password/);
      expect(await outcomeOf(start(api, own, { name: 'maya', password: newPassword }))).toBe('tokens');
    });
  }

  test('nothing is required and nothing is shown of a user without attributes', async ({ pool }) => {
    const own = await pool();
    const { ChallengeParameters: shown } = await startByPassword(api, own, await invite(own));
    expect(shown).toMatchObject({ requiredAttributes: '[]', userAttributes: '{}' });
  });

  test('only what the client may read is shown', async ({ pool }) => {
    const own = await pool({ client: { ReadAttributes: ['locale'] } });
    const maya = await invite(own, 'maya', { attributes: { locale: 'en', nickname: 'M' } });
    const { ChallengeParameters: shown } = await startByPassword(api, own, maya);
    expect(shown?.['userAttributes']).toBe('{"locale":"en"}');
  });

  test('the new password may be the temporary one', async ({ pool }) => {
    const own = await pool();
    const maya = await invite(own);
    expect(await outcomeOf(answer(own, await challenged(own, maya), { NEW_PASSWORD: maya.password }))).toBe('tokens');
    expect(await outcomeOf(startByPassword(api, own, maya))).toBe('tokens');
  });

  test('a refused answer leaves the session as it was', async ({ pool }) => {
    const own = await pool();
    const session = await challenged(own, await invite(own));

    await expect(answer(own, session, {})).rejects.toMatchObject(invalid('Missing required parameter NEW_PASSWORD'));
    for (const [password, why] of [
      ['Short-1', 'Password not long enough'],
      ['another-horse-2', 'Password must have uppercase characters'],
      ['ANOTHER-HORSE-2', 'Password must have lowercase characters'],
      ['Another-horse', 'Password must have numeric characters'],
      ['AnotherHorse2', 'Password must have symbol characters'],
    ] as const)
      await expect(answer(own, session, { NEW_PASSWORD: password })).rejects.toMatchObject({
        name: 'InvalidPasswordException',
        message: `Password does not conform to policy: ${why}`,
      });
    expect(await outcomeOf(answer(own, session))).toBe('tokens');
  });

  test('a permanent password may not come back while the pool remembers it', async ({ pool }) => {
    const own = await pool({ Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 3 } } });
    await own.user('maya', { password: 'password-1' });
    for (const password of ['password-2', 'password-3', 'password-4'])
      await setPassword(own, 'maya', password, { permanent: true });
    const maya = { name: 'maya', password: 'temporary-1' };
    await setPassword(own, 'maya', maya.password);
    const session = await challenged(own, maya);

    for (const password of ['password-2', 'password-3', 'password-4'])
      await expect(answer(own, session, { NEW_PASSWORD: password }), password).rejects.toMatchObject({
        name: 'PasswordHistoryPolicyViolationException',
        message: 'Password has previously been used',
      });
    expect(await outcomeOf(answer(own, session, { NEW_PASSWORD: 'password-1' }))).toBe('tokens');
  });

  const attributeRefusals: readonly {
    what: string;
    settings?: PoolSettings;
    held?: Record<string, string>;
    given: Record<string, string>;
    refusal: { name: string; message: string };
  }[] = [
    {
      what: 'a required attribute that is still missing',
      settings: { Schema: [required('email'), required('given_name')] },
      given: { 'userAttributes.email': 'maya@example.com' },
      refusal: invalid('Invalid attributes given, given_name is missing'),
    },
    {
      what: 'a required attribute that the user has',
      settings: { Schema: [required('email')] },
      held: { email: 'maya@example.com' },
      given: { 'userAttributes.email': 'maya@example.com' },
      refusal: notAuthorized('Cannot modify an already provided email'),
    },
    {
      what: 'an attribute that the client may not write',
      settings: { client: { WriteAttributes: ['given_name'] } },
      given: { 'userAttributes.nickname': 'M' },
      refusal: notAuthorized('A client attempted to write unauthorized attribute'),
    },
    {
      what: 'an attribute that the pool does not have',
      given: { 'userAttributes.custom:shoe': '38' },
      refusal: invalid('Invalid user attributes: custom:shoe: Attribute does not exist in the schema.\n'),
    },
    {
      what: 'an e-mail address that is none',
      given: { 'userAttributes.email': 'maya' },
      refusal: invalid('Invalid email address format.'),
    },
    {
      what: 'a verified e-mail address by its own word',
      given: { 'userAttributes.email': 'maya@example.com', 'userAttributes.email_verified': 'true' },
      refusal: invalid('Cannot modify the non-mutable attribute email_verified'),
    },
    {
      what: 'another sub',
      given: { 'userAttributes.sub': '00000000-0000-4000-8000-000000000000' },
      refusal: invalid('Cannot modify the non-mutable attribute sub'),
    },
  ];
  for (const { what, settings, held, given, refusal } of attributeRefusals)
    test(`an answer cannot bring ${what}`, async ({ cognito, pool }) => {
      const own = await pool(settings);
      const session = await challenged(own, await invite(own, 'maya', { attributes: held ?? {} }));

      await expect(answer(own, session, { NEW_PASSWORD: newPassword, ...given })).rejects.toMatchObject(refusal);
      const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
      expect(user.UserStatus).toBe('FORCE_CHANGE_PASSWORD');
    });

  test('what the administrator left out is supplied with the new password', async ({ cognito, pool }) => {
    const own = await pool({ Schema: [required('email'), required('birthdate', { Mutable: false })] });
    const session = await challenged(own, await invite(own, 'maya', { attributes: { locale: 'en' } }));

    const { AuthenticationResult: result } = await answer(own, session, {
      NEW_PASSWORD: newPassword,
      'userAttributes.email': 'maya@example.com',
      'userAttributes.birthdate': '1990-01-31',
      'userAttributes.locale': 'fr',
      'clientMetadata.ignored': 'x',
    });

    const expected = { email: 'maya@example.com', birthdate: '1990-01-31', locale: 'fr' };
    expect(claimsOf(result?.IdToken)).toMatchObject({ ...expected, email_verified: false });
    const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
    expect(asRecord(user.UserAttributes)).toMatchObject({ ...expected, email_verified: 'false' });
  });

  test('an e-mail address that is the name of another user is refused', async ({ pool }) => {
    const own = await pool({ UsernameAttributes: ['email', 'phone_number'] });
    await own.user('noah@example.com');
    const maya = await invite(own, '+15550100');
    const responses = {
      USERNAME: maya.name,
      NEW_PASSWORD: newPassword,
      'userAttributes.email': 'noah@example.com',
    };
    await expect(answer(own, await challenged(own, maya), responses)).rejects.toMatchObject({
      name: 'AliasExistsException',
      message: 'An account with the given email already exists.',
    });
  });

  test.for<[string, PoolSettings, string]>([
    ['by an alias', { AliasAttributes: ['email', 'preferred_username'] }, 'maya'],
    ['by its address', { UsernameAttributes: ['email'] }, 'old@example.com'],
  ])(
    'names that the user gives up lead nowhere and are free: a user named %s',
    async ([, settings, name], { pool }) => {
      const own = await pool(settings);
      const named = settings.AliasAttributes !== undefined;
      const attributes = {
        email: 'old@example.com',
        email_verified: 'true',
        ...(named && { preferred_username: 'old' }),
      };
      const maya = await invite(own, name, { attributes });
      await answer(own, await challenged(own, maya), {
        USERNAME: name,
        NEW_PASSWORD: newPassword,
        'userAttributes.email': 'new@example.com',
        ...(named && { 'userAttributes.preferred_username': 'new' }),
      });

      const outcome = (as: string) => outcomeOf(startByPassword(api, own, { name: as, password: newPassword }));
      for (const old of ['old@example.com', ...(named ? ['old'] : [])]) expect(await outcome(old)).not.toBe('tokens');
      expect(await outcome(named ? 'new' : 'new@example.com')).toBe('tokens');
      if (named) expect(await outcome('maya')).toBe('tokens');
      await own.user(named ? 'noor' : 'old@example.com', { attributes });
    },
  );
};
