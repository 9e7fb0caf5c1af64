import { sign, verify, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { parseJsonObject } from './json-object.js';

// The callback form signs on the thread pool: a signature takes a millisecond that must not block the event loop.
const signAsync = promisify<string, Buffer, KeyObject, Buffer>(sign);

/** A token taken apart, its signature not yet checked. */
export interface DecodedJwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** What the signature covers. */
  readonly signed: string;
  readonly signature: Buffer;
}

/** Signs claims as a compact RS256 token; the header is exactly `kid` and `alg`, as in Cognito's tokens. */
export const signJwt = async (key: { kid: string; privateKey: KeyObject }, claims: object): Promise<string> => {
  const signed = `${encode({ kid: key.kid, alg: 'RS256' })}.${encode(claims)}`;
  const signature = await signAsync('RSA-SHA256', Buffer.from(signed), key.privateKey);
  return `${signed}.${signature.toString('base64url')}`;
};

/** Takes a compact token apart; undefined when it is none. Nothing in it may be believed before {@link isSignedBy}. */
export const decodeJwt = (token: string): DecodedJwt | undefined => {
  const [header, claims, signature, ...rest] = token.split('.');
  if (!header || !claims || !signature || rest.length > 0) return undefined;
  const [decodedHeader, decodedClaims] = [decode(header), decode(claims)];
  if (!decodedHeader || !decodedClaims) return undefined;
  return {
    header: decodedHeader,
    claims: decodedClaims,
    signed: `${header}.${claims}`,
    signature: Buffer.from(signature, 'base64url'),
  };
};

/** Whether the token is an RS256 token signed by this key; any other algorithm is refused, `none` above all. */
export const isSignedBy = (token: DecodedJwt, publicKey: KeyObject): boolean =>
  token.header['alg'] === 'RS256' && verify('RSA-SHA256', Buffer.from(token.signed), publicKey, token.signature);

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const decode = (part: string): Record<string, unknown> | undefined =>
  parseJsonObject(Buffer.from(part, 'base64url').toString('utf8'));
