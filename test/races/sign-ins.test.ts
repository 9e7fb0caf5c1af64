import {
  AdminDeleteUserCommand,
  ChangePasswordCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  GetUserCommand,
  GlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { outcomeOf, publicApi, type SignInAnswer, signInBySrp, startByPassword } from '../support/sign-in.js';
import type { TestPool } from '../support/pool.js';
import { expect, test } from '../support/test.js';

const wrong = 'NotAuthorizedException: Incorrect username or password.';
const sessionInvalid = 'NotAuthorizedException: Invalid session for the user.';
const unknown = 'UserNotFoundException: User does not exist.';

type Start = (own: TestPool, user: { name: string; password: string }) => Promise<SignInAnswer>;
const ways: Readonly<Record<string, Start>> = {
  'by a password in clear': (own, user) => startByPassword(publicApi, own, user),
  'by SRP': (own, user) => signInBySrp(publicApi, own, user),
};

describe.for(Object.entries(ways))('a sign-in %s', ([, start]) => {
  test('while the password changes succeeds or fails, and afterwards only the new one is good', async ({
    anonymous,
    pool,
  }) => {
    const own = await pool();
    const maya = await own.user('maya');
    const { accessToken } = await maya.signIn();
    const changed = { name: 'maya', password: 'Another-horse-2' };
    const change = { AccessToken: accessToken, PreviousPassword: maya.password, ProposedPassword: changed.password };
    const [, ...outcomes] = await Promise.all([
      anonymous.send(new ChangePasswordCommand(change)),
      ...[maya, changed, maya, changed].map((user) => outcomeOf(start(own, user))),
    ]);

    // An exchange that began with the password before cannot end with it.
    for (const outcome of outcomes) expect(['tokens', wrong, sessionInvalid]).toContain(outcome);
    expect(await outcomeOf(start(own, maya))).toBe(wrong);
    expect(await outcomeOf(start(own, changed))).toBe('tokens');
  });

  test('while the user is deleted fails, or gives tokens that are worth nothing', async ({
    anonymous,
    cognito,
    pool,
  }) => {
    const own = await pool();
    const maya = await own.user('maya');
    const [, ...answers] = await Promise.allSettled([
      cognito.send(new AdminDeleteUserCommand({ UserPoolId: own.id, Username: 'maya' })),
      ...Array.from({ length: 6 }, () => start(own, maya)),
    ]);

    for (const answer of answers) {
      if (answer.status === 'rejected') {
        const { name, message } = answer.reason as Error;
        expect([wrong, sessionInvalid, unknown]).toContain(`${name}: ${message}`);
        continue;
      }
      const { AccessToken, RefreshToken = '' } = answer.value.AuthenticationResult ?? {};
      await expect(anonymous.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
        name: 'UserNotFoundException',
      });
      const parameters = { REFRESH_TOKEN: RefreshToken };
      expect(await outcomeOf(publicApi.start(own, { flow: 'REFRESH_TOKEN_AUTH', parameters }))).toBe(
        'NotAuthorizedException: Invalid Refresh Token',
      );
    }
    expect(await outcomeOf(start(own, maya))).toBe(unknown);
  });

  test('while its client is deleted never makes a fault', async ({ cognito, pool }) => {
    const own = await pool();
    const maya = await own.user('maya');
    const client = await own.newClient();
    const given = { ...own, client };
    const [, ...outcomes] = await Promise.all([
      cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: own.id, ClientId: client.id })),
      ...Array.from({ length: 4 }, () => outcomeOf(start(given, maya))),
    ]);
    for (const outcome of outcomes) expect(outcome).toMatch(/^(tokens$|ResourceNotFoundException: User pool client )/);
    expect(await outcomeOf(start(given, maya))).toMatch(/^ResourceNotFoundException/);
  });

  test('while its pool is deleted never makes a fault', async ({ cognito, pool }) => {
    const own = await pool();
    const maya = await own.user('maya');
    const [, ...outcomes] = await Promise.all([
      cognito.send(new DeleteUserPoolCommand({ UserPoolId: own.id })),
      ...Array.from({ length: 6 }, () => outcomeOf(start(own, maya))),
    ]);
    for (const outcome of outcomes) expect(outcome).toMatch(/^(tokens$|ResourceNotFoundException: User pool )/);
    expect(await outcomeOf(start(own, maya))).toMatch(/^ResourceNotFoundException/);
  });
});

test('after a sign-out of all devices no earlier token is good, whatever signed in and refreshed meanwhile', async ({
  anonymous,
  pool,
}) => {
  const own = await pool();
  const maya = await own.user('maya');
  const first = await maya.signIn();
  const parameters = { REFRESH_TOKEN: first.refreshToken };
  const [, ...refreshed] = await Promise.allSettled([
    anonymous.send(new GlobalSignOutCommand({ AccessToken: first.accessToken })),
    ...Array.from({ length: 6 }, () => publicApi.start(own, { flow: 'REFRESH_TOKEN_AUTH', parameters })),
  ]);

  for (const answer of refreshed) {
    if (answer.status === 'rejected') {
      expect(answer.reason).toMatchObject({ message: 'Refresh Token has been revoked' });
      continue;
    }
    const { AccessToken } = answer.value.AuthenticationResult ?? {};
    await expect(anonymous.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    });
  }
});
