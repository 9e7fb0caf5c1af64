import { randomBytes } from 'node:crypto';
import type { NewPoolKey } from '#store/keys.js';
import type { KeySource } from './key-stock.js';

/** The keys of a new pool: a pair for ID tokens, a pair for access tokens, and the secret for derived values. Throws TooManyRequestsException. */
export const newPoolKeys = async (source: KeySource, now: Date): Promise<NewPoolKey[]> => {
  const pairs = await newSigningKeys(source, now);
  return [...pairs, { use: 'derive', id: newKeyId(), notBefore: now, secret: randomBytes(32) }];
};

/** A pair for ID tokens and a pair for access tokens, which sign from then on. Throws TooManyRequestsException. */
export const newSigningKeys = async (source: KeySource, notBefore: Date): Promise<NewPoolKey[]> => {
  const [id, access] = await Promise.all([source.take(), source.take()]);
  return [
    { use: 'id', id: newKeyId(), notBefore, ...id },
    { use: 'access', id: newKeyId(), notBefore, ...access },
  ];
};

/** A `kid` of Cognito's form. */
const newKeyId = (): string => randomBytes(32).toString('base64');
