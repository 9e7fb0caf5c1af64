import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { CognitoUserSession } from 'amazon-cognito-identity-js';
import { answered, attributesOf, credentials, signIn } from './callbacks.js';
import { notAuthorized, refusal, userNotFound, wrongPassword } from './refusals.js';
import { expect, test } from './test.js';

const password = 'Correct-horse-1';
const email = { email: 'maya@example.com' };

test.for([
  ['plain', 'maya', 'Correct-horse-1'],
  ['of other scripts and with spaces', 'Zoë-花子', 'Pâss wörd-1 ✓'],
  ['long', 'u'.repeat(128), `Aa1-${'x'.repeat(252)}`],
] as const)(
  'a user signs in by SRP and by password with a name and a password that are %s',
  async ([, name, secret], { app, pool }) => {
    const its = await pool();
    await its.user(name, { password: secret });
    const own = await app(its);
    const [bySrp, byPassword] = [own.user(name), own.user(name)];
    byPassword.setAuthenticationFlowType('USER_PASSWORD_AUTH');

    expect((await signIn(bySrp, secret)).getAccessToken().payload['username']).toBe(name);
    expect((await signIn(byPassword, secret)).getAccessToken().payload['username']).toBe(name);
  },
);

test.for(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH'])(
  'signing in by %s is refused in AWS’s words',
  async (flow, { app, pool }) => {
    const its = await pool();
    await its.user('maya');
    const own = await app(its);
    const hiding = await app(its, await its.newClient({ PreventUserExistenceErrors: 'ENABLED' }));
    const attempt = (username: string, typed: string, { user } = own) => {
      const somebody = user(username);
      somebody.setAuthenticationFlowType(flow);
      return signIn(somebody, typed);
    };

    await expect(attempt('maya', 'Wrong-horse-1')).rejects.toMatchObject(wrongPassword);
    await expect(attempt('nobody', password)).rejects.toMatchObject(userNotFound);
    await expect(attempt('nobody', password, hiding)).rejects.toMatchObject(wrongPassword);
  },
);

test('a flow that the client does not allow is refused', async ({ app, pool }) => {
  const its = await pool({ client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] } });
  await its.user('maya');
  const user = (await app(its)).user('maya');
  user.setAuthenticationFlowType('USER_PASSWORD_AUTH');

  await expect(signIn(user, password)).rejects.toMatchObject(
    refusal('InvalidParameterException', 'USER_PASSWORD_AUTH flow not enabled for this client'),
  );
});

test('a client with a secret is refused to a browser, which has none', async ({ app, pool }) => {
  const its = await pool({ client: { GenerateSecret: true } });
  const user = (await app(its)).user('maya');

  await expect(signIn(user, password)).rejects.toMatchObject(
    notAuthorized(`Client ${its.client.id} is configured with secret but SECRET_HASH was not received`),
  );
});

test('a temporary password is replaced, with the attributes that the pool requires', async ({ app, cognito, pool }) => {
  const its = await pool({ Schema: [{ Name: 'given_name', Required: true, Mutable: true }] });
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: its.id,
      Username: 'maya',
      TemporaryPassword: 'Temporary-1',
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email.email },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  const user = (await app(its)).user('maya');
  const asked = await new Promise((newPasswordRequired, onFailure) =>
    user.authenticateUser(credentials(user, 'Temporary-1'), {
      onSuccess: () => onFailure(new Error('No new password was asked for')),
      onFailure,
      newPasswordRequired: (attributes: unknown, required: unknown) => newPasswordRequired({ attributes, required }),
    }),
  );
  expect(asked).toEqual({ attributes: { ...email, email_verified: 'true' }, required: ['given_name'] });
  const complete = (typed: string, attributes: Record<string, string>) =>
    answered<CognitoUserSession>((callbacks) => user.completeNewPasswordChallenge(typed, attributes, callbacks));
  await expect(complete('short', { given_name: 'Maya' })).rejects.toMatchObject({ code: 'InvalidPasswordException' });

  const session = await complete(password, { given_name: 'Maya' });

  expect(session.getIdToken().payload).toMatchObject({ given_name: 'Maya', ...email });
  expect((await signIn(user, password)).isValid()).toBe(true);
});

test('an alias leads to the user’s own name', async ({ app, pool }) => {
  const its = await pool({ AliasAttributes: ['email', 'preferred_username'] });
  await its.user('maya', { attributes: { ...email, preferred_username: 'may' } });
  const own = await app(its);

  for (const alias of [email.email, 'may', 'maya']) {
    const user = own.user(alias);
    await signIn(user, password);
    expect(user.getUsername()).toBe('maya');
  }
});

test('an e-mail address, where that is the username, leads to the sub', async ({ app, pool }) => {
  const its = await pool({ UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'] });
  const { sub } = await its.user(email.email);
  const own = await app(its);
  const user = own.user(email.email);
  await signIn(user, password);

  expect(user.getUsername()).toBe(sub);
  expect(own.pool.getCurrentUser()?.getUsername()).toBe(sub);
  expect(await attributesOf(user)).toMatchObject({ sub, ...email });
});

test('a name is found in any case, or only in its own', async ({ app, pool }) => {
  const any = await pool({ UsernameConfiguration: { CaseSensitive: false } });
  const exact = await pool({ UsernameConfiguration: { CaseSensitive: true } });
  await any.user('maya');
  await exact.user('maya');
  const user = (await app(any)).user('MAYA');
  await signIn(user, password);

  expect(user.getUsername()).toBe('maya');
  await expect(signIn((await app(exact)).user('MAYA'), password)).rejects.toMatchObject(userNotFound);
});
