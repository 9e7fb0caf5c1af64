import type { Vault } from '#store/vault.js';

type Column = 'secret' | 'pending';

/** Seals the key of a user's authenticator app: the one that works, or the one that waits to be verified. */
export const sealTotpSecret = (vault: Vault, sub: string, secret: string, column: Column): Buffer =>
  vault.seal(place(sub, column), secret);

/** The key in base 32, out of its sealed form. */
export const openTotpSecret = (vault: Vault, sub: string, sealed: Buffer, column: Column = 'secret'): string =>
  vault.open(place(sub, column), sealed).toString('utf8');

const place = (sub: string, column: Column) => ({ table: 'software_tokens', row: sub, column });
