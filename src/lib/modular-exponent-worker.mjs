// Computes base^exponent mod N by OpenSSL, one job at a time: Node offers it only as a blocking call.
import { createDiffieHellman } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

const modulus = Buffer.from(workerData);
const N = toInteger(modulus);
const diffieHellman = createDiffieHellman(modulus, 2);

parentPort?.on('message', ({ base, exponent }) => {
  parentPort?.postMessage(power(Buffer.from(base), Buffer.from(exponent)));
});

/**
 * @param {Buffer} base
 * @param {Buffer} exponent
 */
function power(base, exponent) {
  if (toInteger(exponent) === 0n) return toBytes(1n);
  const reduced = toInteger(base) % N;
  // OpenSSL refuses these three as public keys.
  if (reduced === 0n || reduced === 1n) return toBytes(reduced);
  if (reduced === N - 1n) return toBytes(toInteger(exponent) % 2n === 0n ? 1n : reduced);
  diffieHellman.setPrivateKey(exponent);
  const result = diffieHellman.computeSecret(toBytes(reduced));
  // No power of such a number is 0 modulo a prime: Node answers zeros where OpenSSL failed.
  if (result.every((byte) => byte === 0)) throw new Error('OpenSSL could not raise a number to a power');
  return result;
}

/** @param {Buffer} bytes */
function toInteger(bytes) {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
}

/** @param {bigint} value */
function toBytes(value) {
  return Buffer.from(value.toString(16).padStart(modulus.length * 2, '0'), 'hex');
}
