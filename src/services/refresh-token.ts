import type { Family } from '#domain/family.js';
import type { Vault } from '#store/vault.js';

// The form of Cognito's refresh tokens, which clients and proxies may look at: a JWE's five parts, of which the first is this.
const header = Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString('base64url');
const purpose = 'refresh-token';
const [keyBytes, nonceBytes, tagBytes] = [9, 12, 16];

/** What a refresh token says: which sign-in it renews, and after how many rotations it was made. */
export type RefreshClaim = Pick<Family, 'id' | 'generation'>;

/** Seals a refresh token of a sign-in; everything else about it is in the store. */
export const sealRefreshToken = (vault: Vault, { id, generation }: RefreshClaim): string => {
  const box = vault.sealLong(purpose, Buffer.from(`${generation}|${id}`));
  const parts = [
    box.subarray(0, keyBytes),
    box.subarray(keyBytes, keyBytes + nonceBytes),
    box.subarray(keyBytes + nonceBytes, -tagBytes),
    box.subarray(-tagBytes),
  ];
  return [header, ...parts.map((part) => part.toString('base64url'))].join('.');
};

/** Opens a refresh token; undefined when it was not made here for this pool. */
export const openRefreshToken = (vault: Vault, token: string): RefreshClaim | undefined => {
  const [first, ...parts] = token.split('.');
  if (first !== header || parts.length !== 4) return undefined;
  const opened = vault.openLong(purpose, Buffer.concat(parts.map((part) => Buffer.from(part, 'base64url'))));
  const [generation, id] = opened?.toString('utf8').split('|') ?? [];
  return generation !== undefined && id !== undefined ? { id, generation: Number(generation) } : undefined;
};
