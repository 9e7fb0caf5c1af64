import { createSecretKey, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { BoxRejected, boxKeyId, deriveKey, envelopeKey, openBox, sealBox } from './envelope.js';

const newKey = () => envelopeKey(randomBytes(8), randomBytes(32));

test('a box opens with its key and its associated data', () => {
  const key = newKey();
  const box = sealBox(key, 'grüße', 'here');
  expect(openBox([newKey(), key], box, 'here').toString()).toBe('grüße');
  expect(boxKeyId(box)).toEqual(key.id);
  expect(openBox([key], sealBox(key, '', 'here'), 'here')).toHaveLength(0);
});

test('two boxes of one value have nothing in common', () => {
  const key = newKey();
  const [first, second] = [sealBox(key, 'value', ''), sealBox(key, 'value', '')];
  expect(first.subarray(9)).not.toEqual(second.subarray(9));
});

test('a box is rejected when any of its bits is changed', () => {
  const key = newKey();
  const box = sealBox(key, 'secret', 'here');
  for (let bit = 0; bit < box.length * 8; bit++) {
    const changed = Buffer.from(box);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => openBox([key], changed, 'here'), `bit ${bit}`).toThrow(BoxRejected);
  }
});

test('a box is rejected when it is cut short, lengthened or nothing like a box', () => {
  const key = newKey();
  const box = sealBox(key, 'secret', 'here');
  for (let length = 0; length < box.length; length++) {
    expect(() => openBox([key], box.subarray(0, length), 'here')).toThrow(BoxRejected);
  }
  expect(() => openBox([key], Buffer.concat([box, Buffer.of(0)]), 'here')).toThrow(BoxRejected);
  expect(() => openBox([key], randomBytes(200), 'here')).toThrow(BoxRejected);
});

test('a box is rejected elsewhere and with other keys', () => {
  const key = newKey();
  const box = sealBox(key, 'secret', 'here');
  expect(() => openBox([key], box, 'there')).toThrow(BoxRejected);
  expect(() => openBox([newKey()], box, 'here')).toThrow(BoxRejected);
  expect(() => openBox([envelopeKey(key.id, randomBytes(32))], box, 'here')).toThrow(BoxRejected);
  expect(() => openBox([], box, 'here')).toThrow(BoxRejected);
});

test('a derived key is the same for the same purpose only', () => {
  const root = createSecretKey(randomBytes(32));
  const box = sealBox(deriveKey(root, 'one'), 'secret', '');
  expect(openBox([deriveKey(root, 'one')], box, '').toString()).toBe('secret');
  expect(() => openBox([deriveKey(root, 'two')], box, '')).toThrow(BoxRejected);
  expect(() => openBox([deriveKey(createSecretKey(randomBytes(32)), 'one')], box, '')).toThrow(BoxRejected);
});
