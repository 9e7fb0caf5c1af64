/**
 * An operation's output as AWS writes it: times as seconds since the epoch with their milliseconds, and no member that is undefined
 * or null.
 */
export const toWire = (output: object): string => JSON.stringify(plain(output));

const plain = (value: unknown): unknown => {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    // Defined rather than assigned: a map's key may be `__proto__`.
    if (member !== undefined && member !== null) define(result, name, plain(member));
  }
  return result;
};

const define = (target: object, name: string, value: unknown): void => {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
};
