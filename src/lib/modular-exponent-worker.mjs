// Computes base^exponent mod N by OpenSSL, one job at a time: Node offers it only as a blocking call. A job that goes on multiplies
// that by a factor and raises the product to a second exponent.
import { createDiffieHellman } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

const modulus = Buffer.from(workerData);
const N = toInteger(modulus);
const diffieHellman = createDiffieHellman(modulus, 2);

parentPort?.on('message', (/** @type {Uint8Array[]} */ numbers) => {
  const [base, exponent, factor, secondExponent] = numbers.map((number) => Buffer.from(number.buffer));
  const result = power(base, exponent);
  parentPort?.postMessage(factor ? power(product(result, factor), secondExponent) : result);
});

/**
 * @param {Buffer} left
 * @param {Buffer} right
 */
function product(left, right) {
  return toBytes((toInteger(left) * toInteger(right)) % N);
}

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
