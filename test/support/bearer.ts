import { createHmac, generateKeyPairSync } from 'node:crypto';
import { DeleteUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { signJwt } from '#lib/jwt.js';
import { expect, test, type RawAnswer } from './test.js';
import { disable, setStatus } from './user-states.js';

type Part = Readonly<Record<string, unknown>>;

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const partsOf = (token: string): { header: Part; claims: Part } => {
  const [header = '', claims = ''] = token.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Part;
  return { header: read(header), claims: read(claims) };
};

const encode = (part: Part): string => Buffer.from(JSON.stringify(part)).toString('base64url');

const refusal = (__type: string, message: string) => ({ __type, message });
const notAuthorized = (message: string) => refusal('NotAuthorizedException', message);

/** Tokens that nobody was given, made from one that somebody was. */
const forgeries: Readonly<Record<string, { forge: (token: string) => string | Promise<string>; message: string }>> = {
  'something else': { forge: () => 'no.token.at-all', message: 'Invalid Access Token' },
  'a token without a signature': {
    forge: (token) => `${encode({ ...partsOf(token).header, alg: 'none' })}.${encode(partsOf(token).claims)}.`,
    message: 'Invalid Access Token',
  },
  'a token of the algorithm none': {
    forge: (token) => `${encode({ ...partsOf(token).header, alg: 'none' })}.${token.split('.').slice(1).join('.')}`,
    message: 'Could not verify signature for Access Token',
  },
  'a token of another key': {
    forge: (token) => {
      const { header, claims } = partsOf(token);
      return signJwt({ kid: String(header['kid']), privateKey: stranger }, claims);
    },
    message: 'Could not verify signature for Access Token',
  },
  'a token of an unknown key': {
    forge: (token) => signJwt({ kid: 'unknown', privateKey: stranger }, partsOf(token).claims),
    message: 'Invalid Access Token',
  },
  'a token signed by HMAC': {
    forge: (token) => {
      const { header, claims } = partsOf(token);
      const signed = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
      return `${signed}.${createHmac('sha256', String(header['kid'])).update(signed).digest('base64url')}`;
    },
    message: 'Could not verify signature for Access Token',
  },
  'a token with changed claims': {
    forge: (token) => {
      const [header = '', , signature = ''] = token.split('.');
      const claims = { ...partsOf(token).claims, sub: '00000000-0000-4000-8000-000000000000' };
      return `${header}.${encode(claims)}.${signature}`;
    },
    message: 'Could not verify signature for Access Token',
  },
  'a token of another issuer': {
    forge: (token) => {
      const { header, claims } = partsOf(token);
      const iss = String(claims['iss']).replace('localhost', 'elsewhere.example.com');
      return signJwt({ kid: String(header['kid']), privateKey: stranger }, { ...claims, iss });
    },
    message: 'Invalid Access Token',
  },
};

/** The tests of who may call an operation that wants an access token. */
export const testBearer = (
  operation: string,
  inputOf: (accessToken: string) => object,
  { deleted = refusal('UserNotFoundException', 'User does not exist.') } = {},
): void => {
  const ask = (
    raw: (target: string, body: object) => Promise<RawAnswer>,
    accessToken: string,
  ): Promise<RawAnswer['json']> => raw(operation, inputOf(accessToken)).then(({ json }) => json);

  test.for(Object.entries(forgeries))(`${operation} refuses %s`, async ([, { forge, message }], { pool, raw }) => {
    const { accessToken } = await (await (await pool()).user('maya')).signIn();
    expect(await ask(raw, await forge(accessToken))).toEqual(notAuthorized(message));
  });

  test(`${operation} wants a token of AWS's form`, async ({ raw }) => {
    const pattern = 'Member must satisfy regular expression pattern: [A-Za-z0-9-_=.]+';
    const text = `1 validation error detected: Value at 'accessToken' failed to satisfy constraint: ${pattern}`;
    expect(await ask(raw, 'n/a')).toEqual(refusal('InvalidParameterException', text));
    expect(await ask(raw, '')).toEqual(refusal('InvalidParameterException', text));
  });

  test(`${operation} wants an access token, not another one of the sign-in`, async ({ pool, raw }) => {
    const { idToken, refreshToken } = await (await (await pool()).user('maya')).signIn();
    expect(await ask(raw, idToken)).toEqual(notAuthorized('Invalid Access Token'));
    expect(await ask(raw, refreshToken)).toEqual(notAuthorized('Invalid Access Token'));
  });

  test(`${operation} refuses an access token that lacks the scope of the user's own operations`, async ({
    pool,
    raw,
    server,
  }) => {
    const own = await pool();
    const { accessToken } = await (await own.user('maya')).signIn();
    const key = await server.store.keys.signing(own.id, 'access');
    const token = await signJwt(key, { ...partsOf(accessToken).claims, scope: 'openid' });
    expect(await ask(raw, token)).toEqual(notAuthorized('Access Token does not have required scopes'));
  });

  test(`${operation} refuses an access token after its hour`, async ({ clock, pool, raw }) => {
    const { accessToken } = await (await (await pool()).user('maya')).signIn();
    clock.advanceSeconds(3601);
    expect(await ask(raw, accessToken)).toEqual(notAuthorized('Access Token has expired'));
  });

  test(`${operation} refuses an access token of a client that is gone`, async ({ cognito, pool, raw }) => {
    const own = await pool();
    const client = await own.newClient();
    const { accessToken } = await (await own.user('maya')).signIn(client);
    await cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: own.id, ClientId: client.id }));
    expect(await ask(raw, accessToken)).toEqual(
      refusal('ResourceNotFoundException', `User pool client ${client.id} does not exist.`),
    );
  });

  test(`${operation} refuses the access token of a user who is gone`, async ({ pool, raw }) => {
    const { accessToken } = await (await (await pool()).user('maya')).signIn();
    await raw('DeleteUser', { AccessToken: accessToken });
    expect(await ask(raw, accessToken)).toEqual(deleted);
  });

  test(`${operation} refuses an access token after the sign-out of all devices`, async ({ pool, raw }) => {
    const maya = await (await pool()).user('maya');
    const [{ accessToken }, other] = [await maya.signIn(), await maya.signIn()];
    await raw('GlobalSignOut', { AccessToken: other.accessToken });
    expect(await ask(raw, accessToken)).toEqual(notAuthorized('Access Token has been revoked'));
  });

  test(`${operation} refuses an access token whose sign-in was revoked`, async ({ pool, raw }) => {
    const own = await pool();
    const { accessToken, refreshToken } = await (await own.user('maya')).signIn();
    await raw('RevokeToken', { Token: refreshToken, ClientId: own.client.id });
    expect(await ask(raw, accessToken)).toEqual(notAuthorized('Access Token has been revoked'));
  });

  test(`${operation} refuses users by their state`, async ({ pool, raw, server }) => {
    const own = await pool();
    const maya = await own.user('maya');
    const { accessToken } = await maya.signIn();
    await setStatus(server, own.id, maya.sub, 'RESET_REQUIRED');
    expect(await ask(raw, accessToken)).toEqual(
      refusal('PasswordResetRequiredException', 'Password reset required for the user'),
    );
    await setStatus(server, own.id, maya.sub, 'UNCONFIRMED');
    expect(await ask(raw, accessToken)).toEqual(refusal('UserNotConfirmedException', 'User is not confirmed.'));
    disable(server, maya.sub);
    expect(await ask(raw, accessToken)).toEqual(notAuthorized('User is disabled.'));
  });
};
