import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { isPageOf, parseClientData, type RelyingParty } from '#domain/web-authn-client-data.js';
import type { Passkey } from '#store/passkeys.js';
import { webAuthn } from './web-authn.js';

/** What the use of a passkey must answer to. */
export interface ExpectedAssertion extends RelyingParty {
  readonly challenge: string;
  /** Whether the authenticator must have verified the user. */
  readonly verified: boolean;
  /** Undefined: nobody has it, which takes the same time. */
  readonly passkey: Passkey | undefined;
  /** How authenticators know the user. */
  readonly userHandle: string;
}

/** The counter of a passkey that was used rightly; undefined for anything else. */
export const assertedCount = async (
  response: AuthenticationResponseJSON,
  { challenge, verified, passkey, userHandle, ...party }: ExpectedAssertion,
): Promise<number | undefined> => {
  const clientData = parseClientData(response.response.clientDataJSON);
  if (!clientData || !isPageOf(clientData, party)) return undefined;
  const { userHandle: given } = response.response;
  if (given !== undefined && given !== userHandle) return undefined;

  const { verifyAuthenticationResponse } = await webAuthn();
  try {
    const verdict = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: clientData.origin,
      ...(clientData.topOrigin !== undefined && { expectedTopOrigin: clientData.topOrigin }),
      expectedRPID: party.relyingPartyId,
      requireUserVerification: verified,
      credential: {
        id: response.id,
        publicKey: Uint8Array.from(passkey?.publicKey ?? nobodysKey),
        counter: passkey?.signCount ?? 0,
      },
    });
    return passkey && verdict.verified ? verdict.authenticationInfo.newCounter : undefined;
  } catch {
    // The library throws for whatever is wrong with a proof.
    return undefined;
  }
};

/** The base point of P-256, in COSE form: a key of nobody's, which takes as long to verify with as any other. */
const nobodysKey = Buffer.from(
  'a5010203262001215820' +
    '6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296' +
    '225820' +
    '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
  'hex',
);
