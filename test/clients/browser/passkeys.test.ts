import {
  CognitoIdentityProviderClient,
  type WebAuthnConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { passkeyPool, setPasskeys } from '../../support/passkeys.js';
import { poolMaker, present } from '../../support/pool.js';
import { pasteExportLines, startEmbedded } from '../started-server.js';
import { openPage } from './browser.js';

type OnPage = (script: string) => Promise<unknown>;

/** Gives the page an authenticator within the device, whose owner is always there. */
const addAuthenticator = async (page: Page): Promise<void> => {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('WebAuthn.enable');
  await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
};

/** A user of a pool whose passkeys are for a domain, on a page under a name of this machine. */
const signedIn = async (host: string, webAuthn: WebAuthnConfigurationType): Promise<OnPage> => {
  const [server, page] = [await startEmbedded(), await openPage('/passkeys', host)];
  pasteExportLines(server);
  const endpoint = present(process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER']);
  const cognito = new CognitoIdentityProviderClient();
  const pool = await poolMaker(cognito, cognito)(passkeyPool);
  await setPasskeys(cognito, pool, webAuthn);
  const maya = await pool.user('maya');
  await addAuthenticator(page);
  const onPage: OnPage = (script) => page.evaluate(script);
  await onPage(`open(${JSON.stringify({ endpoint, ClientId: pool.client.id })})`);
  await onPage(`signInByPassword('maya', '${maya.password}').then((token) => void (window.token = token))`);
  return onPage;
};

test('a user registers a passkey, signs in by it again and again, and removes it', async () => {
  const onPage = await signedIn('localhost', {
    RelyingPartyId: 'localhost',
    FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
  });
  expect(await onPage(`signInByPasskey('maya')`)).toBe('SELECT_CHALLENGE');

  expect(await onPage('register(token)')).toEqual({});
  expect(await onPage('list(token)')).toMatchObject([
    { RelyingPartyId: 'localhost', AuthenticatorAttachment: 'platform', AuthenticatorTransports: ['internal'] },
  ]);
  // The authenticator knows that it has a passkey for this user already.
  expect(await onPage('refusal(register(token))')).toBe('InvalidStateError');

  for (let time = 0; time < 3; time += 1) expect(await onPage(`signInByPasskey('maya')`)).toBe('maya');

  expect(await onPage('list(token).then(([{ CredentialId }]) => remove(token, CredentialId))')).toEqual({});
  expect(await onPage('list(token)')).toEqual([]);
  expect(await onPage(`signInByPasskey('maya')`)).toBe('SELECT_CHALLENGE');
});

test('a page whose origin is not allowed registers nothing, although the browser lets it', async () => {
  // Browsers take any name below localhost for safe; passkeys of other domains than localhost want https all the same.
  const onPage = await signedIn('app.localhost', { RelyingPartyId: 'app.localhost' });
  expect(await onPage('refusal(register(token))')).toBe('WebAuthnOriginNotAllowedException');
  expect(await onPage('list(token)')).toEqual([]);
});
