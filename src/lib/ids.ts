import { randomBytes, randomInt, randomUUID } from 'node:crypto';

const alphanumerics = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A random UUID (version 4). */
export const newUuid = (): string => randomUUID();

/** `length` characters of `[A-Za-z0-9]`, each drawn without bias. */
export const randomAlphanumerics = (length: number): string => drawn(alphanumerics, length);

/** `length` characters of `[a-z0-9]`, each drawn without bias. */
export const randomLowerAlphanumerics = (length: number): string => drawn(alphanumerics.slice(26), length);

/** `length` decimal digits, each drawn without bias. */
export const randomDigits = (length: number): string => Array.from({ length }, () => String(randomInt(10))).join('');

/** A random whole number of `bytes` bytes, written in base 32 with the digits `0-9a-v`: the form of AWS's client ids and secrets. */
export const randomBase32 = (bytes: number): string =>
  BigInt(`0x${randomBytes(bytes).toString('hex')}`)
    .toString(32)
    .padStart(Math.floor((bytes * 8) / 5), '0');

const drawn = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
