import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keyStock, makeKeyPair, type RsaKeyPair } from './key-stock.js';

/** Pairs that are made when the test says so. */
const workshop = () => {
  const orders: { deliver(pair: RsaKeyPair): void; fail(error: Error): void }[] = [];
  const make = () =>
    new Promise<RsaKeyPair>((resolve, reject) => {
      orders.push({ deliver: resolve, fail: reject });
    });
  /** Finishes the pair that is being made, and lets everybody hear of it. */
  const finish = async (outcome: 'deliver' | 'fail' = 'deliver') => {
    const order = orders.shift();
    if (outcome === 'deliver') order?.deliver(newPair());
    else order?.fail(new Error('no randomness'));
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { make, finish, orders };
};

// Small and of another kind: what a pair is makes no difference here.
const newPair = (): RsaKeyPair => generateKeyPairSync('ed25519');

describe('a stock', () => {
  test('is filled from the first moment on, one pair at a time', async () => {
    const { make, finish, orders } = workshop();
    const stock = keyStock({ size: 2, mostWaiting: 1, make });

    expect(orders).toHaveLength(1);
    await finish();
    expect(orders).toHaveLength(1);
    await finish();
    expect(orders).toHaveLength(0);

    const [first, second] = [await stock.take(), await stock.take()];
    expect(first).not.toBe(second);
    expect(orders).toHaveLength(1);
  });

  test('serves who waits in the order in which they came, before it fills itself', async () => {
    const { make, finish, orders } = workshop();
    const stock = keyStock({ size: 0, mostWaiting: 2, make });
    const served: string[] = [];
    const [first, second] = [
      stock.take().then(() => served.push('first')),
      stock.take().then(() => served.push('second')),
    ];

    expect(orders).toHaveLength(1);
    await finish();
    expect(served).toEqual(['first']);
    await finish();
    await Promise.all([first, second]);
    expect(served).toEqual(['first', 'second']);
    expect(orders).toHaveLength(0);
  });

  test('turns away more callers than may wait', async () => {
    const { make, finish } = workshop();
    const stock = keyStock({ size: 0, mostWaiting: 1, make });
    const waiting = stock.take();

    await expect(stock.take()).rejects.toMatchObject({ type: 'TooManyRequestsException' });

    await finish();
    await expect(waiting).resolves.toBeDefined();
  });

  test('tells a failure to the caller who waits, and goes on for the next', async () => {
    const { make, finish } = workshop();
    const stock = keyStock({ size: 0, mostWaiting: 2, make });
    const [first, second] = await Promise.allSettled([stock.take(), stock.take(), finish('fail').then(() => finish())]);

    expect(first).toMatchObject({ status: 'rejected', reason: { message: 'no randomness' } });
    expect(second.status).toBe('fulfilled');
  });

  test('that could not be filled tries again when it is asked', async () => {
    const { make, finish, orders } = workshop();
    const stock = keyStock({ size: 1, mostWaiting: 1, make });
    await finish('fail');
    expect(orders).toHaveLength(0);

    const taken = stock.take();
    await finish();

    await expect(taken).resolves.toBeDefined();
  });
});

test('a pair is of RSA with 2,048 bits', async () => {
  const { publicKey, privateKey } = await makeKeyPair();

  expect([publicKey, privateKey].map((key) => key.asymmetricKeyType)).toEqual(['rsa', 'rsa']);
  expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
});
