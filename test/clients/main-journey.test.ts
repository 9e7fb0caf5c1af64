import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import type { UserData } from 'amazon-cognito-identity-js';
import { expect, onTestFinished, test } from 'vitest';
import type { Env } from '../../src/config-values.js';
import { startMailServer } from '../delivery/mail-server.js';
import { engineEnv, rootKey } from '../support/engine.js';
import { present } from '../support/pool.js';
import { killProcesses, type ServerProcess, startReadyServer, until } from '../support/server-process.js';
import { type App, openApp } from './amazon-cognito-identity-js/app.js';
import { answered, attributeList, attributesOf, called, signIn } from './amazon-cognito-identity-js/callbacks.js';
import { pasteExportLines, setEnvironment, startEmbedded } from './started-server.js';

const onPostgres = process.env['POOLHOUSE_TEST_ENGINE'] === 'postgres';
const maya = {
  email: 'maya@example.com',
  username: 'maya',
  password: 'Correct-horse-1',
  nextPassword: 'Better-horse-2',
};

/** A server as in production, and the access key and address as its operator sets them for an app. */
const startOnPostgres = async (settings: Env): Promise<ServerProcess> => {
  const { POOLHOUSE_ARGON2: _, ...env } = await engineEnv('main_journey');
  onTestFinished(killProcesses);
  const server = await startReadyServer({ ...env, POOLHOUSE_WORKERS: '2', ...settings });
  setEnvironment({
    AWS_ACCESS_KEY_ID: rootKey.id,
    AWS_SECRET_ACCESS_KEY: rootKey.secret,
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: server.url,
  });
  return server;
};

const startOnFolder = async (settings: Env): Promise<ServerProcess> => {
  const server = await startEmbedded(settings);
  pasteExportLines(server);
  return server;
};

/** Ends the server, in whatever way, and starts it again on what it left. */
const restarted = async (server: ServerProcess, signal: NodeJS.Signals): Promise<ServerProcess> => {
  await server.end(signal);
  return startReadyServer(server.env);
};

const startMail = async () => {
  const mail = await startMailServer();
  onTestFinished(() => mail.close());
  const code = async (): Promise<string> => {
    await until(() => mail.received.length > 0);
    return present(/\b\d{6}\b/.exec(mail.received[0]?.mail.text ?? '')?.[0]);
  };
  return { url: `smtp://127.0.0.1:${mail.port}`, code };
};

test('a user signs up, confirms, signs in, changes the password and signs out, while the server is restarted and killed', async () => {
  const mail = await startMail();
  const settings = { POOLHOUSE_SMTP_URL: mail.url, POOLHOUSE_EMAIL_FROM: 'Example <no-reply@example.com>' };
  let server = await (onPostgres ? startOnPostgres(settings) : startOnFolder(settings));
  const cognito = new CognitoIdentityProvider();

  const { UserPool } = await cognito.createUserPool({ PoolName: 'main', AutoVerifiedAttributes: ['email'] });
  const UserPoolId = present(UserPool?.Id);
  const { UserPoolClient } = await cognito.createUserPoolClient({ UserPoolId, ClientName: 'web' });
  const ClientId = present(UserPoolClient?.ClientId);
  const newApp = (): App => openApp(server.url, UserPoolId, ClientId);
  const app = newApp();
  await called((done) => app.pool.signUp(maya.username, maya.password, attributeList({ email: maya.email }), [], done));
  const code = await mail.code();
  server = await restarted(server, 'SIGTERM');

  const user = app.user(maya.username);
  await called((done) => user.confirmRegistration(code, false, done));
  const session = await signIn(user, maya.password);
  server = await restarted(server, 'SIGKILL');

  expect(await called<UserData>((done) => user.getUserData(done))).toMatchObject({ Username: maya.username });
  await called((done) => user.refreshSession(session.getRefreshToken(), done));
  expect(await attributesOf(user)).toMatchObject({ email: maya.email, email_verified: 'true' });
  await called((done) => user.changePassword(maya.password, maya.nextPassword, done));
  await called((done) => user.signOut(() => done()));
  server = await restarted(server, 'SIGKILL');

  const REFRESH_TOKEN = session.getRefreshToken().getToken();
  await expect(
    cognito.initiateAuth({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN } }),
  ).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Refresh Token has been revoked' });
  await expect(signIn(user, maya.password)).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  const elsewhere = newApp().user(maya.username);
  const AccessToken = (await signIn(elsewhere, maya.nextPassword)).getAccessToken().getJwtToken();
  expect(await cognito.getUser({ AccessToken })).toMatchObject({ Username: maya.username });
  await signIn(user, maya.nextPassword);
  await answered((callbacks) => user.globalSignOut(callbacks));
  await expect(cognito.getUser({ AccessToken })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Access Token has been revoked',
  });
});
