import type {
  CompleteWebAuthnRegistrationCommandInput,
  CompleteWebAuthnRegistrationCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  InvalidParameter,
  LimitExceeded,
  NotAuthorized,
  PasswordResetRequired,
  WebAuthnChallengeNotFound,
  WebAuthnClientMismatch,
  WebAuthnCredentialNotSupported,
  WebAuthnNotEnabled,
  WebAuthnOriginNotAllowed,
  WebAuthnRelyingPartyMismatch,
} from '#contract/errors.js';
import { passkeyMessages } from '#contract/passkey-messages.js';
import { required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { allowsPasskeys, mostPasskeys, relyingPartyId, userVerification } from '#domain/passkeys.js';
import { parseRegistration } from '#domain/web-authn-credential.js';
import { verifiedPasskey } from '#services/passkey-registration.js';
import { operation } from './operation.js';

/** Registers the passkey that an authenticator made for the signed-in user. */
export const CompleteWebAuthnRegistration = operation<
  CompleteWebAuthnRegistrationCommandInput,
  CompleteWebAuthnRegistrationCommandOutput
>()({
  access: 'bearer',
  input: { AccessToken: required(shape.AccessToken), Credential: required(shape.document) },
  errors: [
    InvalidParameter,
    LimitExceeded,
    NotAuthorized,
    PasswordResetRequired,
    WebAuthnChallengeNotFound,
    WebAuthnClientMismatch,
    WebAuthnCredentialNotSupported,
    WebAuthnNotEnabled,
    WebAuthnOriginNotAllowed,
    WebAuthnRelyingPartyMismatch,
  ],

  async handle(input, { bearer: { pool, client, user }, clock, store, passkeyApps: apps }) {
    if (!allowsPasskeys(pool)) throw WebAuthnNotEnabled();
    const credential = parseRegistration(input.Credential);
    if (!credential) throw InvalidParameter(passkeyMessages.credential);
    const now = clock.now();
    const begun = await store.passkeyRegistrations.find(pool.id, user.sub);
    if (!begun || begun.expiresAt <= now) throw WebAuthnChallengeNotFound();
    if (begun.clientId !== client.id) throw WebAuthnClientMismatch();
    if (begun.relyingPartyId !== relyingPartyId(pool)) throw WebAuthnRelyingPartyMismatch();

    const verified = userVerification(pool) === 'required';
    const passkey = await verifiedPasskey(credential, { ...begun, apps, verified }, now);
    const { complete } = store.passkeyRegistrations;
    switch (await complete(pool.id, user.sub, begun.challenge, passkey, mostPasskeys)) {
      case 'done':
        return {};
      case 'gone':
        throw WebAuthnChallengeNotFound();
      case 'full':
        throw LimitExceeded(passkeyMessages.tooMany);
      case 'known':
        throw InvalidParameter(passkeyMessages.credential);
    }
  },
});
