import { newVerifier } from '#domain/srp.js';
import type { Vault } from '#store/vault.js';
import type { Io } from './io.js';
import { passwordSrpPlace, sealSrp } from './sealed-srp.js';

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
  const [hash, verifier] = await Promise.all([
    io.passwords.hash(password),
    newVerifier(io.exponent, { groupName, identity: username, password }),
  ]);
  return { hash, srp: sealSrp(vault, passwordSrpPlace(sub), verifier) };
};
