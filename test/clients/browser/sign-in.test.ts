import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { poolMaker, present } from '../../support/pool.js';
import { runCommand } from '../../support/server-process.js';
import { pasteExportLines, startEmbedded } from '../started-server.js';
import { openPage } from './browser.js';

const email = 'maya@example.com';

test('a page of another origin signs a user up and in, reads, refreshes and signs out', async () => {
  const [server, page] = [await startEmbedded(), await openPage()];
  pasteExportLines(server);
  const endpoint = present(process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER']);
  const cognito = new CognitoIdentityProviderClient();
  const pool = await poolMaker(cognito, cognito)({ AutoVerifiedAttributes: ['email'] });
  const onPage = (script: string): Promise<unknown> => page.evaluate(script);

  await onPage(`open(${JSON.stringify({ UserPoolId: pool.id, ClientId: pool.client.id, endpoint })})`);
  await onPage(`signUp('maya', 'Correct-horse-1', '${email}')`);
  expect(await onPage(`refusal(signIn('maya', 'Correct-horse-1'))`)).toEqual({
    code: 'UserNotConfirmedException',
    message: 'User is not confirmed.',
  });
  const { stdout } = await runCommand(server.env, 'messages', '--to', email);
  await onPage(`confirm('maya', '${present(/\b\d{6}\b/.exec(stdout)?.[0])}')`);
  expect(await onPage(`refusal(signIn('maya', 'Wrong-horse-1'))`)).toEqual({
    code: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });

  expect(await onPage(`signIn('maya', 'Correct-horse-1')`)).toMatchObject({ 'cognito:username': 'maya', email });

  // The browser remembers the session.
  await page.reload();
  await onPage(`open(${JSON.stringify({ UserPoolId: pool.id, ClientId: pool.client.id, endpoint })})`);
  expect(await onPage('profile()')).toMatchObject({ Username: 'maya' });
  expect(await onPage('refresh()')).toBe(true);
  expect(await onPage('signOut()')).toBeNull();

  const documents = `${endpoint}/${pool.id}/.well-known`;
  expect(await onPage(`json('${documents}/jwks.json')`)).toMatchObject({ keys: [{ use: 'sig' }, { use: 'sig' }] });
  expect(await onPage(`json('${documents}/openid-configuration')`)).toMatchObject({ issuer: `${endpoint}/${pool.id}` });
});
