import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { passkeyKey } from './passkey-keys.js';

/** An RSA key in COSE form. What nobody has the factors of is a key all the same. */
const rsa = (bits: number, exponent: readonly number[] = [1, 0, 1]): Map<number, unknown> => {
  const modulus = randomBytes(bits / 8);
  modulus.writeUInt8(modulus.readUInt8(0) | 0x80, 0);
  modulus.writeUInt8(modulus.readUInt8(modulus.length - 1) | 1, modulus.length - 1);
  return new Map<number, unknown>([
    [1, 3],
    [3, -257],
    [-1, modulus],
    [-2, Uint8Array.from(exponent)],
  ]);
};

test.for([2048, 3072, 4096])('an RSA key of %i bits is sound', (bits) => {
  expect(passkeyKey(rsa(bits))?.asymmetricKeyDetails).toMatchObject({ modulusLength: bits, publicExponent: 65_537n });
});

test.for([1024, 2040, 4104, 8192])('an RSA key of %i bits is not', (bits) => {
  expect(passkeyKey(rsa(bits))).toBeUndefined();
});

test('the exponent of an RSA key is more than 1 and fits into 32 bits', () => {
  expect(passkeyKey(rsa(2048, [3]))?.asymmetricKeyDetails).toMatchObject({ publicExponent: 3n });
  expect(passkeyKey(rsa(2048, [255, 255, 255, 255]))?.asymmetricKeyDetails).toMatchObject({
    publicExponent: 0xffffffffn,
  });
  for (const exponent of [[1], [1, 0, 0, 0, 1]]) expect(passkeyKey(rsa(2048, exponent))).toBeUndefined();
});

test('a key on the curve P-256 is sound, and nothing that is merely like one', () => {
  const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  const [first, second] = [x, y].map((part) => new Uint8Array(Buffer.from(part ?? '', 'base64url')));
  const cose = new Map<number, unknown>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, first],
    [-3, second],
  ]);
  expect(passkeyKey(cose)?.asymmetricKeyDetails).toMatchObject({ namedCurve: 'prime256v1' });
  const changes: [number, unknown][] = [
    [1, 3],
    [3, -257],
    [-1, 2],
    [-2, second],
    [-2, first?.subarray(1)],
    [-3, undefined],
  ];
  for (const [label, value] of changes) expect(passkeyKey(new Map([...cose, [label, value]]))).toBeUndefined();
});
