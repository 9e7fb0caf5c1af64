import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { ModularExponentPool } from '#lib/modular-exponent.js';
import {
  groupPrime,
  isProof,
  newVerifier,
  padHex,
  parsePublicValue,
  proof,
  publicValue,
  serverChallenge,
  serverKey,
  toWire,
  type ModularExponent,
} from './srp.js';

interface Vector {
  name: string;
  groupName: string;
  identity: string;
  password: string;
  saltHex: string;
  verifier: string;
  A: string;
  b: string;
  B: string;
  derivedKey: string;
  secretBlock: string;
  timestamp: string;
  signature: string;
}

const vectors = JSON.parse(readFileSync(new URL('./srp.vectors.json', import.meta.url), 'utf8')) as Vector[];
const pool = new ModularExponentPool({ modulus: groupPrime, workers: 1 });
const power: ModularExponent = (base, exponent, goingOn) => pool.power(base, exponent, goingOn);
afterAll(() => pool.close());

const bytes = (hex: string): Buffer => padHex(BigInt(`0x${hex}`));

test('N is the prime of RFC 3526 group 15 that Cognito uses', () => {
  const digest = createHash('sha256')
    .update(padHex(BigInt(`0x${groupPrime.toString('hex')}`)))
    .digest('hex');

  expect(digest).toBe('b28bc90ba9cb908924dc77c554a5fe9225ce147d98fd5d10a40b6d568a1425b2');
});

describe.each(vectors)('of $name', (vector) => {
  const verifier = bytes(vector.verifier);

  test('the verifier follows from the password', async () => {
    const made = await newVerifier(power, vector, bytes(vector.saltHex));

    expect(toWire(made.verifier)).toBe(vector.verifier);
    expect(toWire(made.salt)).toBe(vector.saltHex);
  });

  test('B follows from b', async () => {
    const B = await publicValue(power, verifier, bytes(vector.b));

    expect(B && toWire(B)).toBe(vector.B);
  });

  test('the key and the signature follow from the handshake', async () => {
    const [A, B, b] = [bytes(vector.A), bytes(vector.B), bytes(vector.b)];
    const K = await serverKey(power, { A, B, b, verifier });
    expect(K?.toString('hex')).toBe(vector.derivedKey);

    const secretBlock = Buffer.from(vector.secretBlock, 'base64');
    const facts = { ...vector, K: K ?? Buffer.alloc(0), secretBlock };

    expect(proof(facts).toString('base64')).toBe(vector.signature);
    expect(isProof(vector.signature, facts)).toBe(true);
    expect(isProof(vector.signature, { ...facts, timestamp: `${vector.timestamp} ` })).toBe(false);
    expect(isProof('', facts)).toBe(false);
    expect(isProof(vector.signature.slice(4), facts)).toBe(false);
  });
});

describe('a client by amazon-cognito-identity-js', () => {
  interface BigInteger {
    toString(radix: number): string;
  }
  interface AuthenticationHelper {
    largeAValue: BigInteger;
    getPasswordAuthenticationKey(
      username: string,
      password: string,
      B: BigInteger,
      salt: BigInteger,
      done: (error: Error | null, key: Uint8Array) => void,
    ): void;
    generateHashDevice(group: string, key: string, done: (error: Error | null) => void): void;
    getRandomPassword(): string;
    getSaltDevices(): string;
    getVerifierDevices(): string;
  }
  const load = createRequire(import.meta.url);
  const { default: Helper } = load('amazon-cognito-identity-js/lib/AuthenticationHelper.js') as {
    default: new (poolName: string) => AuthenticationHelper;
  };
  const { default: Integer } = load('amazon-cognito-identity-js/lib/BigInteger.js') as {
    default: new (text: string, radix: number) => BigInteger;
  };

  /** One handshake as the browser's library does its side; both keys. */
  const shakeHands = async (stored: string, typed: string) => {
    const who = { groupName: 'Ab12Cd34E', identity: 'мая' };
    const { salt, verifier } = await newVerifier(power, { ...who, password: stored });
    const client = new Helper(who.groupName);
    const A = parsePublicValue(client.largeAValue.toString(16)) ?? Buffer.alloc(0);
    const { b, B } = await serverChallenge(power, verifier);
    const theirs = await new Promise<Buffer>((resolve, reject) =>
      client.getPasswordAuthenticationKey(
        who.identity,
        typed,
        new Integer(toWire(B), 16),
        new Integer(toWire(salt), 16),
        (error, key) => (error ? reject(error) : resolve(Buffer.from(key))),
      ),
    );
    return { theirs: theirs.toString('hex'), ours: (await serverKey(power, { A, B, b, verifier }))?.toString('hex') };
  };

  test('derives our key from the right password', async () => {
    for (const password of ['Corr3ct horse!', 'Пароль-1 ✓', ' ']) {
      const { theirs, ours } = await shakeHands(password, password);
      expect(theirs).toBe(ours);
    }
  });

  test('derives another key from a wrong one', async () => {
    const { theirs, ours } = await shakeHands('Corr3ct horse!', 'corr3ct horse!');

    expect(theirs).not.toBe(ours);
  });

  test('makes the verifier of a device that we make', async () => {
    const client = new Helper('-1x9f8Qk2');
    const key = 'us-east-1_0b9a8c7d-6e5f-4a3b-9c2d-1e0f2a3b4c5d';
    await new Promise<void>((resolve, reject) =>
      client.generateHashDevice('-1x9f8Qk2', key, (error) => (error ? reject(error) : resolve())),
    );
    const who = { groupName: '-1x9f8Qk2', identity: key, password: client.getRandomPassword() };

    const { verifier } = await newVerifier(power, who, Buffer.from(client.getSaltDevices(), 'hex'));

    expect(toWire(verifier)).toBe(toWire(Buffer.from(client.getVerifierDevices(), 'hex')));
  });
});

describe('SRP_A', () => {
  const N = groupPrime.toString('hex');

  test('may be of any case and of odd length', () => {
    expect(parsePublicValue('ABC')?.toString('hex')).toBe('0abc');
    expect(parsePublicValue('00fF')?.toString('hex')).toBe('00ff');
  });

  test.each(['', '0', '000', 'xyz', '-5', '0x10', 'ab\n', N, N.toUpperCase(), `00${N}`, '1'.repeat(769)])(
    'is refused when it is not hex, 0 mod N or too long: %.10s',
    (text) => {
      expect(parsePublicValue(text)).toBeUndefined();
    },
  );

  test('of many zeros is refused quickly', () => {
    expect(parsePublicValue(`${'0'.repeat(131_071)}z`)).toBeUndefined();
  });

  test('of 0 mod N leads to no key', async () => {
    const verifier = bytes(vectors[0]?.verifier ?? '');
    const { b, B } = await serverChallenge(power, verifier);

    for (const A of [Buffer.alloc(0), Buffer.alloc(384), groupPrime])
      expect(await serverKey(power, { A, B, b, verifier })).toBeUndefined();
  });
});

test('a challenge is drawn again when B is 0 mod N', async () => {
  const N = BigInt(`0x${groupPrime.toString('hex')}`);
  let calls = 0;
  // With verifier 0, B is what the exponentiation gives.
  const fake = () => Promise.resolve(padHex((calls += 1) === 1 ? N : 5n));

  const { B } = await serverChallenge(fake, Buffer.alloc(1));

  expect(B).toEqual(Buffer.from([5]));
  expect(calls).toBe(2);
});

test('two challenges of one verifier share nothing', async () => {
  const verifier = bytes(vectors[0]?.verifier ?? '');
  const [first, second] = [await serverChallenge(power, verifier), await serverChallenge(power, verifier)];

  expect(first.b.length).toBe(32);
  expect(first.b).not.toEqual(second.b);
  expect(first.B).not.toEqual(second.B);
});

test('padHex writes what the browser client pads: minimal, an even number of digits, top bit clear', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 3100n }), (value) => {
      const padded = padHex(value);
      expect(BigInt(`0x${padded.toString('hex')}`)).toBe(value);
      // Minimal, but for the byte that keeps the top bit clear.
      expect(padded.toString('hex')).toMatch(/^(?:00(?:[89a-f].*)?|[1-7].*|0[1-9a-f].*)$/);
    }),
  );
});
