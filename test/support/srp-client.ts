import { createHash, createHmac, getDiffieHellman, randomBytes } from 'node:crypto';

/** What a client answers PASSWORD_VERIFIER with. */
export interface PasswordClaim {
  readonly PASSWORD_CLAIM_SECRET_BLOCK: string;
  readonly PASSWORD_CLAIM_SIGNATURE: string;
  readonly TIMESTAMP: string;
}

export interface ClaimOptions {
  readonly password: string;
  readonly now: Date;
  /** Default: the clock, in the client's usual form. */
  readonly timestamp?: string;
  /** Whose name the proof carries. Default: the challenge's. */
  readonly identity?: string;
}

/** The client's side of one SRP exchange. */
export interface SrpClient {
  /** SRP_A. */
  readonly publicValue: string;
  /** Proves a password to the challenge that a sign-in was answered with. */
  claim(challenge: Readonly<Record<string, string>>, options: ClaimOptions): PasswordClaim;
}

/** A client that shares no code with the server, so that both are not wrong in the same way. */
export const srpClient = (poolId: string): SrpClient => srpSide(poolId.split('_')[1] ?? '', 'USER_ID_FOR_SRP');

/** The same for the secret of a device. */
export const deviceSrpClient = (groupKey: string): SrpClient => srpSide(groupKey, 'DEVICE_KEY');

/** What a device sends of its secret when it is confirmed. */
export const deviceVerifier = (groupKey: string, key: string, secret: string) => {
  const salt = integer(randomBytes(16).toString('hex'));
  const x = integer(sha256(padded(salt), sha256(Buffer.from(`${groupKey}${key}:${secret}`))).toString('hex'));
  return { Salt: padded(salt).toString('base64'), PasswordVerifier: padded(power(2n, x)).toString('base64') };
};

const srpSide = (groupName: string, nameParameter: string): SrpClient => {
  const a = integer(randomBytes(32).toString('hex'));
  const A = power(2n, a);
  return {
    publicValue: A.toString(16),
    claim(challenge, { password, now, timestamp = srpTimestamp(now), identity = text(challenge, nameParameter) }) {
      const [salt, B] = [integer(text(challenge, 'SALT')), integer(text(challenge, 'SRP_B'))];
      const secretBlock = text(challenge, 'SECRET_BLOCK');
      const credentials = sha256(Buffer.from(`${groupName}${text(challenge, nameParameter)}:${password}`));
      const x = integer(sha256(padded(salt), credentials).toString('hex'));
      const u = integer(sha256(padded(A), padded(B)).toString('hex'));
      const S = power(modulo(B - k * power(2n, x)), a + u * x);
      const K = hmac(hmac(padded(u), padded(S)), Buffer.from('Caldera Derived Key\u0001')).subarray(0, 16);
      const message = [Buffer.from(groupName + identity), Buffer.from(secretBlock, 'base64'), Buffer.from(timestamp)];
      return {
        PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
        PASSWORD_CLAIM_SIGNATURE: hmac(K, ...message).toString('base64'),
        TIMESTAMP: timestamp,
      };
    },
  };
};

/** A moment as clients write it: `Tue Sep 1 07:05:03 UTC 2026`. */
export const srpTimestamp = (at: Date): string => {
  const [weekday = '', day = '', month = '', year = '', time = ''] = at.toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
};

const integer = (hex: string): bigint => BigInt(`0x${hex}`);

/** N: the prime of RFC 3526 group 15. */
export const groupPrime: bigint = integer(getDiffieHellman('modp15').getPrime('hex'));

const modulo = (value: bigint): bigint => ((value % groupPrime) + groupPrime) % groupPrime;

const power = (base: bigint, exponent: bigint): bigint => {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = modulo(result * result);
    if (bit === '1') result = modulo(result * base);
  }
  return result;
};

/** Minimal big-endian bytes, a zero byte before a set top bit. */
const padded = (value: bigint): Buffer => {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return bytes.readUInt8(0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
};

const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const hmac = (key: Buffer, ...parts: Buffer[]): Buffer =>
  createHmac('sha256', key).update(Buffer.concat(parts)).digest();

const k = integer(sha256(padded(groupPrime), padded(2n)).toString('hex'));

const text = (challenge: Readonly<Record<string, string>>, name: string): string => {
  const value = challenge[name];
  if (value === undefined) throw new Error(`The challenge says nothing of ${name}`);
  return value;
};
