import {
  AdminGetUserCommand,
  type AuthFlowType,
  ChangePasswordCommand,
  type CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  DescribeUserPoolCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, expect, test } from 'vitest';
import { silentLog } from '#lib/log.js';
import { openDatabase } from '#store/open.js';
import { statement } from '#store/statement.js';
import type { Env } from '../../src/config-values.js';
import { startMailServer } from '../delivery/mail-server.js';
import { engineEnv } from '../support/engine.js';
import { poolMaker, present } from '../support/pool.js';
import { clientOf } from '../support/server-client.js';
import { killProcesses, runCommand, startReadyServer, until } from '../support/server-process.js';

afterEach(killProcesses);

/** A server that is killed and followed by others on the same store and port. */
const mortalServer = async (settings: Env = {}) => {
  const env = { ...(await engineEnv('acknowledged')), ...settings };
  let server = await startReadyServer(env);
  const restart = async (changes: Env = {}) => {
    server = await startReadyServer({ ...server.env, ...changes });
  };
  return {
    env,
    client: () => clientOf(server.url),
    kill: () => server.end('SIGKILL'),
    restart,
    /** Kills the server the moment that it has answered. */
    async killAfter<T>(answer: Promise<T>): Promise<T> {
      const acknowledged = await answer;
      await server.end('SIGKILL');
      await restart();
      return acknowledged;
    },
  };
};

/** A pool with an app client. */
const newPool = async (client: CognitoIdentityProviderClient): Promise<{ UserPoolId: string; ClientId: string }> => {
  const pool = await poolMaker(client, client)({ AutoVerifiedAttributes: ['email'] });
  return { UserPoolId: pool.id, ClientId: pool.client.id };
};

const signUp = (ClientId: string) =>
  new SignUpCommand({
    ClientId,
    Username: 'maya',
    Password: 'Correct-horse-1',
    UserAttributes: [{ Name: 'email', Value: 'maya@example.com' }],
  });

const signIn = (ClientId: string, AuthFlow: AuthFlowType, AuthParameters: Record<string, string>) =>
  new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters });

const byPassword = (ClientId: string, PASSWORD: string) =>
  signIn(ClientId, 'USER_PASSWORD_AUTH', { USERNAME: 'maya', PASSWORD });

const notAuthorized = { name: 'NotAuthorizedException' };

test('what is acknowledged survives a kill at once after it', async () => {
  const { env, client, killAfter } = await mortalServer();
  const { UserPoolId, ClientId } = await killAfter(newPool(client()));
  const { UserPool } = await client().send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool?.Id).toBe(UserPoolId);

  await killAfter(client().send(signUp(ClientId)));
  const user = await client().send(new AdminGetUserCommand({ UserPoolId, Username: 'maya' }));
  expect(user.UserStatus).toBe('UNCONFIRMED');

  const inbox = await runCommand(env, 'messages', '--json', '--to', 'maya@example.com');
  const ConfirmationCode = /\b\d{6}\b/.exec((JSON.parse(inbox.stdout) as { text: string }).text)?.[0];
  await killAfter(client().send(new ConfirmSignUpCommand({ ClientId, Username: 'maya', ConfirmationCode })));
  const first = await client().send(byPassword(ClientId, 'Correct-horse-1'));
  const AccessToken = present(first.AuthenticationResult?.AccessToken);

  const change = { AccessToken, PreviousPassword: 'Correct-horse-1', ProposedPassword: 'Better-battery-2' };
  await killAfter(client().send(new ChangePasswordCommand(change)));
  await expect(client().send(byPassword(ClientId, 'Correct-horse-1'))).rejects.toMatchObject(notAuthorized);
  const second = await client().send(byPassword(ClientId, 'Better-battery-2'));
  const Token = present(second.AuthenticationResult?.RefreshToken);

  await killAfter(client().send(new RevokeTokenCommand({ ClientId, Token })));
  const refresh = signIn(ClientId, 'REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: Token });
  await expect(client().send(refresh)).rejects.toMatchObject(notAuthorized);
  const revoked = new GetUserCommand({ AccessToken: present(second.AuthenticationResult?.AccessToken) });
  await expect(client().send(revoked)).rejects.toMatchObject(notAuthorized);
  await expect(client().send(new GetUserCommand({ AccessToken }))).resolves.toMatchObject({ Username: 'maya' });
});

/** Lets the minute pass for which a killed process still owns the messages that it was sending. */
const expireLeases = async (env: Env): Promise<void> => {
  const { POOLHOUSE_DATA_DIR: dataDir = '', DATABASE_URL: url } = env;
  const database = await openDatabase({ dataDir, url, log: silentLog });
  const expired = statement<object, never>('test.expire_leases', `update outbox set due_at = now()`);
  await database.sql.query(expired, {});
  await database.close();
};

test('a message that is acknowledged and not sent yet goes out after the restart, once', async () => {
  const silent = await startMailServer({ onMailFrom: () => undefined });
  const mailServer = await startMailServer();
  const { env, client, kill, restart } = await mortalServer({
    POOLHOUSE_SMTP_URL: `smtp://127.0.0.1:${silent.port}`,
    POOLHOUSE_EMAIL_FROM: 'accounts@example.com',
  });
  const { ClientId } = await newPool(client());
  await client().send(signUp(ClientId));
  await kill();
  await expireLeases(env);

  await restart({ POOLHOUSE_SMTP_URL: `smtp://127.0.0.1:${mailServer.port}` });
  await until(() => mailServer.received.length > 0);
  const ConfirmationCode = /\b\d{6}\b/.exec(mailServer.received[0]?.mail.text ?? '')?.[0];
  await client().send(new ConfirmSignUpCommand({ ClientId, Username: 'maya', ConfirmationCode }));
  expect(mailServer.received.map(({ recipients }) => recipients)).toEqual([['maya@example.com']]);
  await Promise.all([silent.close(), mailServer.close()]);
});
