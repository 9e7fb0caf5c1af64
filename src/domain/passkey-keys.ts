import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/** ES256 and RS256: the algorithms of AWS's passkeys, by their numbers in COSE. */
export const passkeyAlgorithms = [-7, -257] as const;

type Cose = ReadonlyMap<unknown, unknown>;

const [keyType, algorithm] = [1, 3];
const [ellipticCurve, rsa] = [2, 3];
const p256 = 1;
const coordinateBytes = 32;

/** Smaller ones can be factored; larger ones would make every sign-in slow, and no authenticator has them. */
const rsaBits = { least: 2048, most: 4096 };
const largestExponent = 0xffffffffn;

/** The public key of a passkey, given in COSE form; undefined unless it is a sound one of an algorithm that is supported. */
export const passkeyKey = (cose: Cose): KeyObject | undefined => {
  const jwk = jwkOf(cose);
  const key = jwk && imported(jwk);
  if (!key || key.asymmetricKeyType === 'ec') return key;
  const { modulusLength: bits = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  const sound =
    bits >= rsaBits.least && bits <= rsaBits.most && publicExponent > 1n && publicExponent <= largestExponent;
  return sound ? key : undefined;
};

const jwkOf = (cose: Cose): JsonWebKey | undefined => {
  const [first, second, third] = [-1, -2, -3].map((label) => cose.get(label));
  if (cose.get(keyType) === ellipticCurve && cose.get(algorithm) === -7 && first === p256)
    return isCoordinate(second) && isCoordinate(third)
      ? { kty: 'EC', crv: 'P-256', x: base64url(second), y: base64url(third) }
      : undefined;
  if (cose.get(keyType) === rsa && cose.get(algorithm) === -257)
    return first instanceof Uint8Array && second instanceof Uint8Array
      ? { kty: 'RSA', n: base64url(first), e: base64url(second) }
      : undefined;
  return undefined;
};

const isCoordinate = (value: unknown): value is Uint8Array =>
  value instanceof Uint8Array && value.length === coordinateBytes;

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

const imported = (key: JsonWebKey): KeyObject | undefined => {
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    // Such as a point that is not on the curve.
    return undefined;
  }
};
