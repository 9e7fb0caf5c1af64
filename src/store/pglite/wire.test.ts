import { expect, test } from 'vitest';
import { completeBatches } from './wire.js';

const message = (type: string, content = ''): Buffer => {
  const header = Buffer.alloc(5);
  header.write(type);
  header.writeInt32BE(4 + Buffer.byteLength(content), 1);
  return Buffer.concat([header, Buffer.from(content)]);
};

const [parse, bind, sync, query] = [
  message('P', 'select S'),
  message('B', 'Q\0\0\0\u0004'),
  message('S'),
  message('Q', 'select 1\0'),
];

test('a batch is complete with its Sync', () => {
  expect(completeBatches(Buffer.concat([parse, bind]))).toBe(0);
  expect(completeBatches(Buffer.concat([parse, bind, sync]))).toBe(parse.length + bind.length + sync.length);
});

test('a simple query is a batch of its own', () => {
  expect(completeBatches(query)).toBe(query.length);
});

test('what follows the last complete batch stays', () => {
  expect(completeBatches(Buffer.concat([query, parse, sync, parse]))).toBe(query.length + parse.length + sync.length);
});

test('a message that has not arrived whole is not looked into', () => {
  const sent = Buffer.concat([parse, sync]);
  for (let length = 1; length < sent.length; length++) expect(completeBatches(sent.subarray(0, length))).toBe(0);
});

test('the start-up packet goes at once', () => {
  expect(completeBatches(Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0]))).toBe(9);
});
