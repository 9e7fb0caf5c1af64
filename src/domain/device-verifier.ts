import type { DeviceSecretVerifierConfigType } from '@aws-sdk/client-cognito-identity-provider';
import { groupPrime, type SrpVerifier } from './srp.js';

const mostSaltBytes = 64;
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * What a device sends of the secret that it made up: salt and verifier, in base64. Undefined when either is missing or cannot be
 * what it says it is.
 */
export const parseDeviceVerifier = (config: DeviceSecretVerifierConfigType | undefined): SrpVerifier | undefined => {
  const [salt, verifier] = [decoded(config?.Salt), decoded(config?.PasswordVerifier)];
  if (!salt || !verifier || salt.length > mostSaltBytes || verifier.length > groupPrime.length + 1) return undefined;
  return isProving(BigInt(`0x${verifier.toString('hex')}`)) ? { salt, verifier } : undefined;
};

const decoded = (text: string | undefined): Buffer | undefined =>
  text !== undefined && base64.test(text) ? Buffer.from(text, 'base64') : undefined;

const N = BigInt(`0x${groupPrime.toString('hex')}`);

/** Every power of 0, 1 and N - 1 is known, so with such a verifier anybody could prove to know the secret. */
const isProving = (verifier: bigint): boolean => verifier > 1n && verifier < N - 1n;
