import type {
  StartWebAuthnRegistrationCommandInput,
  StartWebAuthnRegistrationCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { randomBytes } from 'node:crypto';
import {
  InvalidParameter,
  LimitExceeded,
  NotAuthorized,
  PasswordResetRequired,
  WebAuthnConfigurationMissing,
  WebAuthnNotEnabled,
} from '#contract/errors.js';
import { passkeyMessages } from '#contract/passkey-messages.js';
import { required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { passkeyAlgorithms } from '#domain/passkey-keys.js';
import { accountName, mostPasskeys, registeringPartyId, userHandle, userVerification } from '#domain/passkeys.js';
import { addSeconds } from '#lib/clock.js';
import { operation } from './operation.js';

const challengeBytes = 16;

/** How long browsers wait for the user: AWS's documentation. */
const browserMilliseconds = 60_000;

/** How long the server waits for the browser's answer. */
const registrationSeconds = 180;

/** Begins to register a passkey of the signed-in user: what the browser is to ask the authenticator for. */
export const StartWebAuthnRegistration = operation<
  StartWebAuthnRegistrationCommandInput,
  StartWebAuthnRegistrationCommandOutput
>()({
  access: 'bearer',
  input: { AccessToken: required(shape.AccessToken) },
  errors: [
    InvalidParameter,
    LimitExceeded,
    NotAuthorized,
    PasswordResetRequired,
    WebAuthnConfigurationMissing,
    WebAuthnNotEnabled,
  ],

  async handle(_input, { bearer: { pool, client, user }, clock, store }) {
    const relyingPartyId = registeringPartyId(pool);
    const { items: held } = await store.passkeys.list(pool.id, user.sub, { limit: mostPasskeys, after: undefined });
    if (held.length >= mostPasskeys) throw LimitExceeded(passkeyMessages.tooMany);

    const challenge = randomBytes(challengeBytes).toString('base64url');
    const expiresAt = addSeconds(clock.now(), registrationSeconds);
    const registration = { clientId: client.id, challenge, relyingPartyId, expiresAt };
    await store.passkeyRegistrations.begin(pool.id, user.sub, registration);
    const name = accountName(user);
    return {
      CredentialCreationOptions: {
        rp: { id: relyingPartyId, name: relyingPartyId },
        user: { id: userHandle(user.sub), name, displayName: name },
        challenge,
        timeout: browserMilliseconds,
        pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ alg, type: 'public-key' })),
        excludeCredentials: held
          .filter((passkey) => passkey.relyingPartyId === relyingPartyId)
          .map(({ id }) => ({ id, type: 'public-key' })),
        authenticatorSelection: {
          requireResidentKey: true,
          residentKey: 'required',
          userVerification: userVerification(pool),
        },
      },
    };
  },
});
