/** What authenticators write in CBOR. */
export type Cbor = number | string | Uint8Array | ReadonlyMap<number | string, Cbor>;

const [positive, negative, bytes, text, map] = [0, 1, 2, 3, 5];

/** Writes a value as authenticators do. */
export const cbor = (value: Cbor): Buffer => {
  if (typeof value === 'number') return value < 0 ? head(negative, -1 - value) : head(positive, value);
  if (typeof value === 'string') return Buffer.concat([head(text, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(bytes, value.length), value]);
  return Buffer.concat([
    head(map, value.size),
    ...Array.from(value, ([key, member]) => Buffer.concat([cbor(key), cbor(member)])),
  ]);
};

const head = (type: number, argument: number): Buffer => {
  if (argument < 24) return Buffer.of((type << 5) | argument);
  if (argument < 0x100) return Buffer.of((type << 5) | 24, argument);
  return Buffer.of((type << 5) | 25, argument >> 8, argument & 0xff);
};
