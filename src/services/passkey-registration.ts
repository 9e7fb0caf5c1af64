import type { RegistrationResponseJSON, VerifiedRegistrationResponse } from '@simplewebauthn/server';
import { createHash } from 'node:crypto';
import type { ApiError } from '#contract/api-error.js';
import {
  InvalidParameter,
  WebAuthnChallengeNotFound,
  WebAuthnCredentialNotSupported,
  WebAuthnOriginNotAllowed,
  WebAuthnRelyingPartyMismatch,
} from '#contract/errors.js';
import { passkeyMessages } from '#contract/passkey-messages.js';
import { passkeyAlgorithms, passkeyKey } from '#domain/passkey-keys.js';
import { authenticatorName } from '#domain/authenticator-names.js';
import { isPageOf, parseClientData, type ClientData, type RelyingParty } from '#domain/web-authn-client-data.js';
import type { Passkey } from '#store/passkeys.js';
import { webAuthn, webAuthnParts } from './web-authn.js';

/** What a new passkey must answer to. */
export interface ExpectedRegistration extends RelyingParty {
  readonly challenge: string;
  /** Whether the authenticator must have verified the user. */
  readonly verified: boolean;
}

/**
 * Judges what an authenticator made for a new passkey. How it attests to its own make is ignored, as AWS does. Throws
 * InvalidParameterException and the WebAuthn exceptions.
 */
export const verifiedPasskey = async (
  credential: RegistrationResponseJSON,
  expected: ExpectedRegistration,
  now: Date,
): Promise<Passkey> => {
  const clientData = parseClientData(credential.response.clientDataJSON);
  if (clientData?.type !== 'webauthn.create') throw notValid();
  if (clientData.challenge !== expected.challenge) throw WebAuthnChallengeNotFound();
  if (!isPageOf(clientData, expected)) throw WebAuthnOriginNotAllowed();

  const unattested = await withoutAttestation(credential);
  if (!unattested) throw notValid();
  const refusal = refusalOf(unattested.authenticator, expected);
  if (refusal) throw refusal;
  const { registrationInfo: made } = await judged(unattested.credential, clientData, expected);
  if (made?.credential.id !== credential.id) throw notValid();
  return {
    id: credential.id,
    relyingPartyId: expected.relyingPartyId,
    publicKey: Buffer.from(made.credential.publicKey),
    signCount: made.credential.counter,
    friendlyName: authenticatorName(made.aaguid),
    attachment: credential.authenticatorAttachment,
    transports: credential.response.transports ?? [],
    createdAt: now,
  };
};

interface Authenticator {
  readonly relyingPartyHash: Uint8Array;
  readonly userVerified: boolean;
  /** In COSE form; undefined when it made none. */
  readonly publicKey: ReadonlyMap<unknown, unknown> | undefined;
}

interface Unattested {
  readonly credential: RegistrationResponseJSON;
  readonly authenticator: Authenticator;
}

/** The same credential from an authenticator that attests to nothing, and what it says of itself; undefined for what cannot be read. */
const withoutAttestation = async (credential: RegistrationResponseJSON): Promise<Unattested | undefined> => {
  const { decodeAttestationObject, decodeCredentialPublicKey, isoBase64URL, isoCBOR, parseAuthenticatorData } =
    await webAuthnParts();
  try {
    const object = decodeAttestationObject(isoBase64URL.toBuffer(credential.response.attestationObject));
    const authData = object.get('authData');
    const { rpIdHash, flags, credentialPublicKey } = parseAuthenticatorData(authData);
    const publicKey: unknown = credentialPublicKey && decodeCredentialPublicKey(credentialPublicKey);
    const none = new Map<string, string | Uint8Array | Map<string, string>>([
      ['fmt', 'none'],
      ['attStmt', new Map<string, string>()],
      ['authData', authData],
    ]);
    const attestationObject = isoBase64URL.fromBuffer(isoCBOR.encode(none));
    return {
      credential: { ...credential, response: { ...credential.response, attestationObject } },
      authenticator: {
        relyingPartyHash: rpIdHash,
        userVerified: flags.uv,
        publicKey: publicKey instanceof Map ? publicKey : undefined,
      },
    };
  } catch {
    // Whatever it is, it is not what an authenticator makes.
    return undefined;
  }
};

/** The refusals that AWS has names for. */
const refusalOf = (
  { relyingPartyHash, userVerified, publicKey }: Authenticator,
  { relyingPartyId, verified }: ExpectedRegistration,
): ApiError | undefined => {
  if (!createHash('sha256').update(relyingPartyId).digest().equals(relyingPartyHash))
    return WebAuthnRelyingPartyMismatch();
  if (!publicKey) return notValid();
  if (!passkeyKey(publicKey)) return WebAuthnCredentialNotSupported(passkeyMessages.algorithm);
  return verified && !userVerified ? WebAuthnCredentialNotSupported(passkeyMessages.userNotVerified) : undefined;
};

const judged = async (
  response: RegistrationResponseJSON,
  { origin }: ClientData,
  { challenge, relyingPartyId, verified }: ExpectedRegistration,
): Promise<VerifiedRegistrationResponse> => {
  const { verifyRegistrationResponse } = await webAuthn();
  try {
    return await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: relyingPartyId,
      requireUserVerification: verified,
      supportedAlgorithmIDs: [...passkeyAlgorithms],
    });
  } catch (cause) {
    // The library throws for whatever is wrong with a credential.
    throw notValid(cause);
  }
};

const notValid = (cause?: unknown): ApiError => InvalidParameter(passkeyMessages.credential, cause);
