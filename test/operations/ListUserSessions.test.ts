import { ListUserSessionsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import type { TestPool } from '../support/pool.js';
import { invalid } from '../support/refusals.js';
import { refreshed, track, trackedSignIn } from '../support/sessions.js';
import { expect, test } from '../support/test.js';

const list = ({ accessToken: AccessToken }: { accessToken: string }) => new ListUserSessionsCommand({ AccessToken });
const chrome =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36';

test("lists the user's sessions on every client, the latest first, and says which one asks", async ({
  anonymous,
  cognito,
  clock,
  pool,
}) => {
  const own = await pool();
  const other = await own.newClient();
  await track(cognito, own);
  const [maya, noor] = [await own.user('maya'), await own.user('noor')];
  await noor.signIn();
  const first = await maya.signIn();
  clock.advanceSeconds(5);
  const second = await maya.signIn(other);

  const { $metadata, ...answer } = await anonymous.send(list(first));

  expect($metadata.httpStatusCode).toBe(200);
  const session = {
    SessionId: expect.stringMatching(/^tkn[a-z0-9]{25}$/) as string,
    SessionType: 'TOKEN',
    CreateDate: expect.any(Date) as Date,
    LastActiveDate: expect.any(Date) as Date,
    DeviceType: expect.any(String) as string,
  };
  expect(answer).toEqual({
    Sessions: [
      { ...session, ClientId: other.id, IsCurrentSession: false },
      { ...session, ClientId: own.client.id, IsCurrentSession: true },
    ],
  });
  const [latest, earliest] = answer.Sessions ?? [];
  expect(latest?.SessionId).not.toBe(earliest?.SessionId);
  expect(Number(latest?.CreateDate) - Number(earliest?.CreateDate)).toBeGreaterThanOrEqual(5000);
  const asked = (await anonymous.send(list(second))).Sessions ?? [];
  expect(asked.map(({ IsCurrentSession }) => IsCurrentSession)).toEqual([true, false]);
});

test('a refresh moves the date, the address and the device, and nothing else', async ({
  anonymous,
  clock,
  cognito,
  pool,
  server,
}) => {
  const own = await pool();
  await track(cognito, own);
  const maya = await own.user('maya');
  const call = callFrom(server, own);
  const { RefreshToken, AccessToken } = await call('192.0.2.1', 'okhttp/4.9', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: maya.name, PASSWORD: maya.password },
  });
  const [before] = (await anonymous.send(list({ accessToken: AccessToken }))).Sessions ?? [];
  expect(before).toMatchObject({ DeviceType: 'unknown', LastIPAddress: '192.0.2.1' });

  clock.advanceMinutes(30);
  await call('2001:db8::7', chrome, {
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: RefreshToken },
  });

  const [after] = (await anonymous.send(list({ accessToken: AccessToken }))).Sessions ?? [];
  expect(after).toEqual({
    ...before,
    DeviceType: 'Chrome 125 / macOS 15.0',
    LastIPAddress: '2001:db8::7',
    LastActiveDate: after?.LastActiveDate,
  });
  expect(Number(after?.LastActiveDate) - Number(before?.LastActiveDate)).toBeGreaterThanOrEqual(30 * 60_000);
});

/** InitiateAuth from an address, by a program. */
const callFrom =
  (server: { fetch: (request: Request, connection: never) => Promise<Response> }, { client }: TestPool) =>
  async (
    remoteAddress: string,
    userAgent: string,
    input: object,
  ): Promise<{ AccessToken: string; RefreshToken: string }> => {
    const response = await server.fetch(
      new Request('http://localhost:9229/', {
        method: 'POST',
        headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth', 'user-agent': userAgent },
        body: JSON.stringify({ ClientId: client.id, ...input }),
      }),
      { incoming: { socket: { remoteAddress }, rawHeaders: [] } } as never,
    );
    return ((await response.json()) as { AuthenticationResult: { AccessToken: string; RefreshToken: string } })
      .AuthenticationResult;
  };

test('sessions end with their refresh tokens, and with a sign-out', async ({
  anonymous,
  clock,
  cognito,
  pool,
  raw,
}) => {
  const own = await pool({ client: { RefreshTokenValidity: 1 } });
  await track(cognito, own);
  const maya = await own.user('maya');
  const first = await trackedSignIn(cognito, own, maya);
  clock.advanceHours(23);
  const second = await trackedSignIn(cognito, own, maya);
  expect((await anonymous.send(list(second))).Sessions).toHaveLength(2);

  clock.advanceHours(1);
  expect(await refreshed(own, first)).toBe('NotAuthorizedException: Refresh Token has expired');
  const third = await trackedSignIn(cognito, own, maya);
  const { Sessions = [] } = await anonymous.send(list(third));
  expect(Sessions.map(({ SessionId }) => SessionId)).toEqual([third.id, second.id]);

  await raw('RevokeToken', { Token: second.refreshToken, ClientId: own.client.id, RevokeAssociatedSessions: 'LINKED' });
  expect((await anonymous.send(list(third))).Sessions).toHaveLength(1);
});

test('of a pool that tracks nothing the list is empty', async ({ anonymous, pool }) => {
  const maya = await (await pool()).user('maya');
  expect((await anonymous.send(list(await maya.signIn()))).Sessions).toEqual([]);
});

test('a page token is foreign: none is handed out', async ({ anonymous, pool }) => {
  const { accessToken: AccessToken } = await (await (await pool()).user('maya')).signIn();
  await expect(anonymous.send(new ListUserSessionsCommand({ AccessToken, NextToken: 'next' }))).rejects.toMatchObject(
    invalid('Invalid pagination token.'),
  );
});

testBearer('ListUserSessions', (AccessToken) => ({ AccessToken }));
