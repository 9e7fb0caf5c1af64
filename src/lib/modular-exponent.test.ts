import { getDiffieHellman } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { ModularExponentPool } from './modular-exponent.js';
import { Overloaded } from './semaphore.js';

const modulus = getDiffieHellman('modp15').getPrime();
const N = toInteger(modulus);
const pool = new ModularExponentPool({ modulus, workers: 2 });
afterAll(() => pool.close());

/** The same in slow arithmetic. */
const slowPower = (base: bigint, exponent: bigint): bigint => {
  let [result, square] = [1n, base % N];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
};

function toInteger(bytes: Buffer): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
}

function toBytes(value: bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

test('agrees with slow arithmetic, for the numbers that OpenSSL refuses as well', async () => {
  const bases = [0n, 1n, 2n, N - 1n, N, N + 1n, 2n * N - 1n, 3n * N + 7n];
  const exponents = [0n, 1n, 2n, 3n, 1n << 20n];
  for (const base of bases)
    for (const exponent of exponents)
      expect(toInteger(await pool.power(toBytes(base), toBytes(exponent)))).toBe(slowPower(base, exponent));
});

test('agrees with slow arithmetic for any numbers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.bigInt(0n, 2n ** 3080n), fc.bigInt(0n, 2n ** 64n), async (base, exponent) => {
      const result = await pool.power(toBytes(base), toBytes(exponent));
      expect(result.length).toBe(modulus.length);
      expect(toInteger(result)).toBe(slowPower(base, exponent));
    }),
    { numRuns: 20 },
  );
});

test('a product with the first power is raised to a second', async () => {
  const number = fc.bigInt(1n, 2n ** 3080n);
  const small = fc.bigInt(0n, 2n ** 64n);
  await fc.assert(
    fc.asyncProperty(number, small, number, small, async (base, exponent, factor, second) => {
      const goingOn = { factor: toBytes(factor), exponent: toBytes(second) };
      const result = await pool.power(toBytes(base), toBytes(exponent), goingOn);
      expect(toInteger(result)).toBe(slowPower(slowPower(base, exponent) * factor, second));
    }),
    { numRuns: 20 },
  );
});

test('answers many at once, each its own', async () => {
  const exponents = Array.from({ length: 40 }, (_, index) => index);

  const results = await Promise.all(exponents.map((exponent) => pool.power(Buffer.from([2]), Buffer.from([exponent]))));

  expect(results.map(toInteger)).toEqual(exponents.map((exponent) => 2n ** BigInt(exponent)));
});

describe('a pool of its own', () => {
  test('rejects the job of a worker that crashes, and gives the next job another one', async () => {
    // OpenSSL does not work with so short a modulus, so that each job ends its worker.
    const own = new ModularExponentPool({ modulus: Buffer.from([23]), workers: 1 });

    for (const exponent of [2, 3])
      await expect(own.power(Buffer.from([5]), Buffer.from([exponent]))).rejects.toThrow(
        'The worker that raised a number to a power ended',
      );
    await own.close();
  });

  test('refuses what its queue does not hold', async () => {
    const own = new ModularExponentPool({ modulus, workers: 1, maxWaiting: 1 });
    const jobs = [1, 2, 3].map((exponent) => own.power(Buffer.from([2]), Buffer.from([exponent])));

    const results = await Promise.allSettled(jobs);

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(results[2]).toMatchObject({ reason: expect.any(Overloaded) as Overloaded });
    await own.close();
  });

  test('refuses unfinished and further work once closed', async () => {
    const own = new ModularExponentPool({ modulus, workers: 1 });
    const unfinished = own.power(Buffer.from([2]), Buffer.from([3])).catch((error: unknown) => error);
    await sleep(0);
    await own.close();

    expect(await unfinished).toMatchObject({ message: 'The worker that raised a number to a power ended' });
    await expect(own.power(Buffer.from([2]), Buffer.from([3]))).rejects.toThrow('is closed');
  });
});
