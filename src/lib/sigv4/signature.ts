import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/** The scope that a signature's key is derived for. */
export interface CredentialScope {
  /** `yyyymmdd`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
}

/** The hexadecimal SHA-256 hash of bytes or text. */
export const sha256 = (data: Uint8Array | string): string => hash('sha256', data, 'hex');

/** The key that signs everything of one day, region and service; derived once for the requests that follow each other. */
export const signingKey = (secret: string, { date, region, service, terminator }: CredentialScope): Buffer => {
  const name = [secret, date, region, service, terminator].join('/');
  const known = derivedKeys.get(name);
  if (known) return known;
  const key = [date, region, service, terminator].reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`));
  if (derivedKeys.size >= mostDerivedKeys) derivedKeys.clear();
  derivedKeys.set(name, key);
  return key;
};

const derivedKeys = new Map<string, Buffer>();
const mostDerivedKeys = 500;

/** The signature of a canonical request; `date` is the text of the `X-Amz-Date` header, or the `Date` header in its form. */
export const signature = (key: Buffer, date: string, scope: CredentialScope, canonicalRequest: string): string => {
  const scopeText = [scope.date, scope.region, scope.service, scope.terminator].join('/');
  return hmac(key, ['AWS4-HMAC-SHA256', date, scopeText, sha256(canonicalRequest)].join('\n')).toString('hex');
};

/** Compares two hexadecimal texts in a time that tells nothing of where they differ. */
export const sameHex = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
