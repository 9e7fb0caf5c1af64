// @ts-check
// The client's half of SRP, native like the server's: the clients must not be the bottleneck.
import { createDiffieHellman, createHash, createHmac, getDiffieHellman, randomBytes } from 'node:crypto';

const N = getDiffieHellman('modp15').getPrime();
const n = BigInt(`0x${N.toString('hex')}`);
const group = createDiffieHellman(N, 2);

/** base^exponent mod N, by OpenSSL. */
export const power = (/** @type {Buffer} */ base, /** @type {Buffer} */ exponent) => {
  group.setPrivateKey(exponent);
  return group.computeSecret(base);
};
const integer = (/** @type {Buffer} */ bytes) => BigInt(`0x${bytes.toString('hex') || '0'}`);
const pad = (/** @type {bigint} */ value) => {
  const hex = value.toString(16);
  const even = hex.length % 2 ? `0${hex}` : hex;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
};
const sha256 = (/** @type {Buffer[]} */ ...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const k = integer(sha256(pad(n), pad(2n)));

/** A's hexadecimal form, and the answer to the challenge that it leads to. */
export function clientProof() {
  const a = randomBytes(32);
  const A = integer(power(Buffer.of(2), a));
  return {
    A: A.toString(16),
    /** @param {Record<string, string>} challenge @param {{ poolId: string, password: string }} who */
    answer(challenge, { poolId, password }) {
      const { SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP = '' } = challenge;
      const name = poolId.slice(poolId.indexOf('_') + 1);
      const B = BigInt(`0x${SRP_B}`);
      const u = integer(sha256(pad(A), pad(B)));
      const x = integer(sha256(pad(BigInt(`0x${SALT}`)), sha256(Buffer.from(`${name}${USER_ID_FOR_SRP}:${password}`))));
      const base = (((B - k * integer(power(Buffer.of(2), pad(x)))) % n) + n) % n;
      const S = integer(power(pad(base), pad(integer(a) + u * x)));
      const K = createHmac('sha256', createHmac('sha256', pad(u)).update(pad(S)).digest())
        .update(Buffer.concat([Buffer.from('Caldera Derived Key'), Buffer.of(1)]))
        .digest()
        .subarray(0, 16);
      const TIMESTAMP = timestamp(new Date());
      const signed = Buffer.concat([
        Buffer.from(name),
        Buffer.from(USER_ID_FOR_SRP),
        Buffer.from(SECRET_BLOCK, 'base64'),
        Buffer.from(TIMESTAMP),
      ]);
      const PASSWORD_CLAIM_SIGNATURE = createHmac('sha256', K).update(signed).digest('base64');
      return { PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK, PASSWORD_CLAIM_SIGNATURE, TIMESTAMP };
    },
  };
}

const timestamp = (/** @type {Date} */ date) => {
  const [weekday = '', day, month, year, time] = date.toUTCString().split(' ');
  return `${weekday.slice(0, 3)} ${month} ${Number(day)} ${time} UTC ${year}`;
};
