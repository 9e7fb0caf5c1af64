import type { SrpVerifier } from '#domain/srp.js';
import type { Place, Vault } from '#store/vault.js';

/** Salt and verifier as they are stored: sealed, since whoever had them could guess the secret offline. */
export const sealSrp = (vault: Vault, place: Place, { salt, verifier }: SrpVerifier): Buffer =>
  vault.seal(place, JSON.stringify({ salt: salt.toString('base64'), verifier: verifier.toString('base64') }));

/** Salt and verifier out of their sealed form. */
export const openSrp = (vault: Vault, place: Place, sealed: Buffer): SrpVerifier => {
  const { salt, verifier } = JSON.parse(vault.open(place, sealed).toString('utf8')) as {
    salt: string;
    verifier: string;
  };
  return { salt: Buffer.from(salt, 'base64'), verifier: Buffer.from(verifier, 'base64') };
};

/** Where a user's password verifier is kept. */
export const passwordSrpPlace = (sub: string): Place => ({ table: 'passwords', row: sub, column: 'srp' });

/** Where a device's verifier is kept. */
export const deviceSrpPlace = (sub: string, key: string): Place => ({
  table: 'devices',
  row: [sub, key],
  column: 'srp',
});
