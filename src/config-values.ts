import { BlockList, isIP } from 'node:net';
import { StartFailure } from '#lib/start-failure.js';

/** The environment: a value that is set but empty counts as unset, as in docker-compose files. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Reads the variable, undefined when it is unset or blank. */
export const text = (env: Env, name: string): string | undefined => env[name]?.trim() || undefined;

/** Reads a whole number from `min` to `max`. Throws StartFailure for anything else. */
export const integer = (env: Env, name: string, fallback: number, min: number, max: number): number => {
  const value = text(env, name);
  if (value === undefined) return fallback;
  const number = /^\d+$/.test(value) ? Number(value) : NaN;
  if (!(number >= min && number <= max)) throw bad(name, `must be a whole number from ${min} to ${max}`);
  return number;
};

/** Reads one of a few words. Throws StartFailure for anything else. */
export const choice = <T extends string>(env: Env, name: string, fallback: T, allowed: readonly T[]): T => {
  const value = text(env, name);
  if (value === undefined) return fallback;
  return allowed.find((word) => word === value) ?? fail(name, `must be one of ${allowed.join(', ')}`);
};

/** Reads a value of a form that a pattern gives. Throws StartFailure, which says the form, when it does not match. */
export const matching = (env: Env, name: string, pattern: RegExp, form: string): string | undefined => {
  const value = text(env, name);
  return value === undefined || pattern.test(value) ? value : fail(name, `must be ${form}`);
};

/** Reads an absolute URL with one of the schemes. Throws StartFailure, which shows nothing of the value: it may hold a password. */
export const url = (env: Env, name: string, schemes: readonly string[]): URL | undefined => {
  const value = text(env, name);
  if (value === undefined) return undefined;
  const parsed = URL.canParse(value) ? new URL(value) : undefined;
  if (!parsed?.hostname || !schemes.includes(parsed.protocol.slice(0, -1)))
    throw bad(name, `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`);
  if (![parsed.username, parsed.password].every(canBeDecoded))
    throw bad(name, 'must have its user and password percent-encoded');
  return parsed;
};

const canBeDecoded = (part: string): boolean => {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
};

/** Reads addresses and CIDR ranges, separated by commas. Throws StartFailure that names the first that is none. */
export const addressRanges = (env: Env, name: string): BlockList => {
  const ranges = new BlockList();
  for (const part of parts(env, name)) {
    if (!addRange(ranges, part))
      throw bad(name, `must list addresses or CIDR ranges separated by commas; ${part} is neither`);
  }
  return ranges;
};

/** Reads a list separated by commas. */
export const parts = (env: Env, name: string): string[] =>
  (text(env, name) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Adds an address or a CIDR range; false when the text is neither. */
export const addRange = (ranges: BlockList, part: string): boolean => {
  const [address = '', bits, ...rest] = part.split('/');
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  const most = family === 'ipv4' ? 32 : 128;
  if (isIP(address) === 0 || rest.length > 0) return false;
  if (bits === undefined) ranges.addAddress(address, family);
  else if (/^\d{1,3}$/.test(bits) && Number(bits) <= most) ranges.addSubnet(address, Number(bits), family);
  else return false;
  return true;
};

/** The failure for a bad value; `rule` says what the variable must be, and never quotes a value that may be secret. */
export const bad = (name: string, rule: string): StartFailure => new StartFailure(`${name} ${rule}.`);

const fail = (name: string, rule: string): never => {
  throw bad(name, rule);
};
