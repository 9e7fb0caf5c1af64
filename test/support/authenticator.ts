import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { cbor, type Cbor } from './cbor.js';

/** The kinds of keys that authenticators make; only the first two are AWS's. */
export type Algorithm = 'ES256' | 'RS256' | 'EdDSA' | 'ES384';

/** What the browser is asked for when a passkey is made. */
export interface CreationOptions {
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
  readonly challenge: string;
  readonly excludeCredentials?: readonly { readonly id: string }[];
}

/** What the browser is asked for when one is used. */
export interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
}

/** What an attacker, or another authenticator, would do otherwise. */
export interface Ceremony {
  readonly origin?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly topOrigin?: string;
  /** Whose hash the authenticator signs. */
  readonly rpId?: string;
  readonly userPresent?: boolean;
  readonly userVerified?: boolean;
  readonly counter?: number;
}

export interface CreationCeremony extends Ceremony {
  readonly algorithm?: Algorithm;
  readonly rsaBits?: number;
  /** In the place of the key in COSE form. */
  readonly publicKey?: Cbor;
  readonly aaguid?: string;
  readonly attestation?: { readonly format: string; readonly statement: ReadonlyMap<string, Cbor> };
  readonly attachment?: string | undefined;
  readonly transports?: readonly string[];
  readonly credentialId?: Buffer;
}

export interface AssertionCeremony extends Ceremony {
  readonly userHandle?: string | undefined;
  /** In the place of the signature by the passkey's own key. */
  readonly signature?: Buffer;
}

/** A passkey on an authenticator of software, which does whatever a test asks for. */
export interface SoftPasskey {
  readonly id: string;
  /** What the browser hands over for the new passkey. */
  readonly registration: Registration;
  /** Uses it. */
  get(options: RequestOptions, ceremony?: AssertionCeremony): Assertion;
}

export interface Registration {
  readonly id: string;
  readonly rawId: string;
  readonly type: string;
  readonly authenticatorAttachment?: string;
  readonly clientExtensionResults: Record<string, never>;
  readonly response: {
    readonly clientDataJSON: string;
    readonly attestationObject: string;
    readonly transports: string[];
  };
}

export interface Assertion extends Omit<Registration, 'response'> {
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle?: string;
  };
}

const flags = { userPresent: 1, userVerified: 4, attested: 64 };

/** Makes a passkey as the options say, but for what the ceremony changes. */
export const makePasskey = (options: CreationOptions, ceremony: CreationCeremony = {}): SoftPasskey => {
  const { algorithm = 'ES256', credentialId = randomBytes(32), transports = ['internal', 'hybrid'] } = ceremony;
  const { privateKey, publicKey } = keyPair(algorithm, ceremony.rsaBits);
  const attested = Buffer.concat([
    Buffer.from((ceremony.aaguid ?? '00000000-0000-0000-0000-000000000000').replaceAll('-', ''), 'hex'),
    Buffer.of(credentialId.length >> 8, credentialId.length & 0xff),
    credentialId,
    cbor(ceremony.publicKey ?? coseKey(algorithm, publicKey)),
  ]);
  const { format = 'none', statement = new Map<string, Cbor>() } = ceremony.attestation ?? {};
  const authData = Buffer.concat([authenticatorData(options.rp.id, ceremony, flags.attested), attested]);
  const id = credentialId.toString('base64url');
  const attachment = 'attachment' in ceremony ? ceremony.attachment : 'platform';
  const common = {
    id,
    rawId: id,
    type: 'public-key',
    ...(attachment !== undefined && { authenticatorAttachment: attachment }),
    clientExtensionResults: {},
  };
  let counter = ceremony.counter ?? 0;
  return {
    id,
    registration: {
      ...common,
      response: {
        clientDataJSON: clientData('webauthn.create', options.challenge, options.rp.id, ceremony),
        attestationObject: cbor(
          new Map<string, Cbor>([
            ['fmt', format],
            ['attStmt', statement],
            ['authData', authData],
          ]),
        ).toString('base64url'),
        transports: [...transports],
      },
    },
    get(request, assertion = {}) {
      if (counter > 0) counter += 1;
      const data = authenticatorData(request.rpId, { counter, ...assertion }, 0);
      const clientDataJSON = clientData('webauthn.get', request.challenge, request.rpId, assertion);
      const signed = Buffer.concat([data, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
      const signature = assertion.signature ?? sign(hashOf[algorithm], signed, privateKey);
      const userHandle = 'userHandle' in assertion ? assertion.userHandle : options.user.id;
      return {
        ...common,
        response: {
          clientDataJSON,
          authenticatorData: data.toString('base64url'),
          signature: signature.toString('base64url'),
          ...(userHandle !== undefined && { userHandle }),
        },
      };
    },
  };
};

const hashOf = { ES256: 'sha256', RS256: 'sha256', ES384: 'sha384', EdDSA: null } as const;

const keyPair = (algorithm: Algorithm, rsaBits = 2048) => {
  switch (algorithm) {
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'ES384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' });
    case 'EdDSA':
      return generateKeyPairSync('ed25519');
    case 'RS256':
      return generateKeyPairSync('rsa', { modulusLength: rsaBits });
  }
};

/** A public key in COSE form. */
const coseKey = (algorithm: Algorithm, publicKey: KeyObject = keyPair(algorithm).publicKey): Map<number, Cbor> => {
  const {
    x = '',
    y = '',
    n = '',
    e = '',
  } = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })).export({
    format: 'jwk',
  });
  const bytes = (value: string): Buffer => Buffer.from(value, 'base64url');
  switch (algorithm) {
    case 'ES256':
      return new Map<number, Cbor>([[1, 2], [3, -7], [-1, 1], [-2, bytes(x)], [-3, bytes(y)]]); // prettier-ignore
    case 'ES384':
      return new Map<number, Cbor>([[1, 2], [3, -35], [-1, 2], [-2, bytes(x)], [-3, bytes(y)]]); // prettier-ignore
    case 'EdDSA':
      return new Map<number, Cbor>([[1, 1], [3, -8], [-1, 6], [-2, bytes(x)]]); // prettier-ignore
    case 'RS256':
      return new Map<number, Cbor>([[1, 3], [3, -257], [-1, bytes(n)], [-2, bytes(e)]]); // prettier-ignore
  }
};

const authenticatorData = (rpId: string, ceremony: Ceremony, more: number): Buffer => {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(ceremony.counter ?? 0);
  const present = (ceremony.userPresent ?? true) ? flags.userPresent : 0;
  const verified = (ceremony.userVerified ?? true) ? flags.userVerified : 0;
  return Buffer.concat([sha256(ceremony.rpId ?? rpId), Buffer.of(present | verified | more), counter]);
};

const clientData = (type: string, challenge: string, rpId: string, ceremony: Ceremony): string =>
  Buffer.from(
    JSON.stringify({
      type: ceremony.type ?? type,
      challenge: ceremony.challenge ?? challenge,
      origin: ceremony.origin ?? `https://${rpId}`,
      crossOrigin: ceremony.crossOrigin ?? false,
      ...(ceremony.topOrigin !== undefined && { topOrigin: ceremony.topOrigin }),
    }),
  ).toString('base64url');

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
