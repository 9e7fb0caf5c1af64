import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  SignUpCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, vi } from 'vitest';
import { outcomeOf, publicApi, startByPassword, startBySrp } from '../support/sign-in.js';
import { srpTimestamp } from '../support/srp-client.js';
import { invite, setPassword } from '../support/temporary-password.js';
import { expect, test } from '../support/test.js';

const taken = (message: string) => ({ name: 'UsernameExistsException', message });

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('what no pool can be called leads to none', () => {
  test.for(['us-east-1_%00', '%00', 'us-east-1_%C3%A9', '%ED%A0%80', '%', 'a'.repeat(5000), '__proto__'])(
    'in an address: %s',
    async (id, { server }) => {
      for (const document of ['jwks.json', 'openid-configuration']) {
        const answer = await server.fetch(new Request(`http://localhost:9229/${id}/.well-known/${document}`));
        expect(answer.status).toBe(404);
      }
    },
  );

  test.for(['us-east-1_\0', '\ud800', '__proto__', '', 'a'.repeat(5000)])(
    'in a token of nobody’s: %j',
    async (id, { raw }) => {
      const claims = encode({ iss: `http://localhost:9229/${id}`, token_use: 'access' });
      const answer = await raw('GetUser', { AccessToken: `${encode({ kid: 'x', alg: 'RS256' })}.${claims}.AAAA` });
      expect(answer.json).toEqual({ __type: 'NotAuthorizedException', message: 'Invalid Access Token' });
    },
  );
});

describe('a name that leads to somebody is no name for somebody else', () => {
  test.for([true, false])('where case counts: %s', async (CaseSensitive, { pool, cognito, anonymous }) => {
    const own = await pool({ AliasAttributes: ['preferred_username'], UsernameConfiguration: { CaseSensitive } });
    const maya = await own.user('maya', { attributes: { preferred_username: 'mm' } });

    for (const name of [maya.sub, 'mm', ...(CaseSensitive ? [] : [maya.sub.toUpperCase(), 'MM'])]) {
      const signUp = new SignUpCommand({ ClientId: own.client.id, Username: name, Password: 'Correct-horse-1' });
      await expect(anonymous.send(signUp)).rejects.toMatchObject(taken('User already exists'));
      const create = new AdminCreateUserCommand({ UserPoolId: own.id, Username: name, MessageAction: 'SUPPRESS' });
      await expect(cognito.send(create)).rejects.toMatchObject(taken('User account already exists'));
    }
    for (const name of [maya.sub, 'mm']) {
      const found = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: name }));
      expect(found.Username).toBe('maya');
    }
  });
});

test.for([
  ['maya@example.com', 'email'],
  ['+15550101234', 'phone number'],
] as const)('nobody can choose %s as a preferred username and shadow its owner', async ([name, kind], { pool }) => {
  const own = await pool({ AliasAttributes: ['email', 'phone_number', 'preferred_username'] });
  const mallory = await invite(own, 'mallory');
  const { Session: session } = await startByPassword(publicApi, own, mallory);
  const choose = (preferred: string) =>
    publicApi.respond(own, {
      challenge: 'NEW_PASSWORD_REQUIRED',
      session,
      responses: {
        USERNAME: 'mallory',
        NEW_PASSWORD: 'Correct-horse-1',
        'userAttributes.preferred_username': preferred,
      },
    });

  await expect(choose(name)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: `Username cannot be of ${kind} format, since user pool is configured for ${kind} alias.`,
  });
  expect(await outcomeOf(choose('mal'))).toBe('tokens');
});

test('a used exchange stays used when sessions become shorter meanwhile', async ({ pool, cognito, server, clock }) => {
  const own = await pool({ client: { AuthSessionValidity: 15 } });
  const { name, password } = await own.user('maya');
  const exchange = await startBySrp(publicApi, own, name);
  const shorter = new UpdateUserPoolClientCommand({
    UserPoolId: own.id,
    ClientId: own.client.id,
    AuthSessionValidity: 3,
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
  });
  await cognito.send(shorter);
  const recorded = { timestamp: srpTimestamp(clock.now()) };
  expect(await outcomeOf(exchange.answer(password, recorded))).toBe('tokens');

  clock.advanceMinutes(7);
  await server.store.settlements.purgeSpent(clock.now(), 1000);
  expect(await outcomeOf(exchange.answer(password, recorded))).toBe(
    'NotAuthorizedException: Invalid session for the user, session can only be used once.',
  );
});

test('a password that is replaced while it is checked opens nothing', async ({ pool, server }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const { settlements } = server.store;
  const settle = settlements.settle.bind(settlements);
  const settling = vi.spyOn(settlements, 'settle').mockImplementationOnce(async (settlement) => {
    await setPassword(own, 'maya', 'Another-horse-2', { permanent: true });
    return settle(settlement);
  });

  expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe(
    'NotAuthorizedException: Incorrect username or password.',
  );
  settling.mockRestore();
});
