/**
 * An operation's output as AWS writes it: times as seconds since the epoch with their milliseconds, and no member that is undefined
 * or null.
 */
export const toWire = (output: object): string => JSON.stringify(plain(output));

const plain = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.getTime() / 1000;
  return Array.isArray(value) ? value.map(plain) : plainMembers(value as Record<string, unknown>);
};

const plainMembers = (members: Record<string, unknown>): Record<string, unknown> => {
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(members)) {
    const member = members[name];
    if (member === undefined || member === null) continue;
    // A map's key of this name would set the prototype. Defining every member like it takes three times as long.
    if (name === '__proto__') define(result, name, plain(member));
    else result[name] = plain(member);
  }
  return result;
};

const define = (target: object, name: string, value: unknown): void => {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
};
