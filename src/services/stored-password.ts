import { newVerifier, type SrpVerifier } from '#domain/srp.js';
import type { Vault } from '#store/vault.js';
import type { Io } from './io.js';

/** Whose password it is, as SRP and the envelope bind it. */
export interface PasswordOwner {
  readonly sub: string;
  /** The stored name: part of the SRP proof. */
  readonly username: string;
  /** The pool's name in SRP. */
  readonly groupName: string;
  readonly vault: Vault;
}

/** A password as it is stored: an Argon2id hash for the password flows, a sealed salt and verifier for SRP. */
export const storedForms = async (
  password: string,
  { sub, username, groupName, vault }: PasswordOwner,
  io: Pick<Io, 'passwords' | 'exponent'>,
): Promise<{ hash: string; srp: Buffer }> => {
  const [hash, { salt, verifier }] = await Promise.all([
    io.passwords.hash(password),
    newVerifier(io.exponent, { groupName, identity: username, password }),
  ]);
  const srp = vault.seal(
    srpPlace(sub),
    JSON.stringify({ salt: salt.toString('base64'), verifier: verifier.toString('base64') }),
  );
  return { hash, srp };
};

/** Salt and verifier out of their sealed form. */
export const openSrp = (vault: Vault, sub: string, sealed: Buffer): SrpVerifier => {
  const { salt, verifier } = JSON.parse(vault.open(srpPlace(sub), sealed).toString('utf8')) as {
    salt: string;
    verifier: string;
  };
  return { salt: Buffer.from(salt, 'base64'), verifier: Buffer.from(verifier, 'base64') };
};

const srpPlace = (sub: string) => ({ table: 'passwords', row: sub, column: 'srp' });
