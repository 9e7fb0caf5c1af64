import { defaultLimits, type Limits } from '#domain/limits.js';
import { isJsonObject } from '#lib/json-object.js';
import { bad, type Env, text } from './config-values.js';

/** Reads POOLHOUSE_LIMITS: a JSON object that overrides single limits of {@link defaultLimits}. Throws StartFailure for an unknown name or a value that is not a whole number in its range. */
export const readLimits = (env: Env): Limits => {
  const value = text(env, name);
  return value === undefined ? defaultLimits : override(defaultLimits, parse(value), '');
};

const name = 'POOLHOUSE_LIMITS';
const most = 1_000_000_000;

interface Tree {
  readonly [key: string]: number | Tree;
}

const parse = (value: string): unknown => {
  try {
    return JSON.parse(value);
  } catch {
    throw bad(name, 'must be a JSON object');
  }
};

const override = <T extends object>(defaults: T, given: unknown, prefix: string): T => {
  if (!isJsonObject(given))
    throw bad(name, prefix ? `must hold a JSON object at ${prefix.slice(0, -1)}` : 'must be a JSON object');
  const known = defaults as unknown as Tree;
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(known, key));
  if (unknown !== undefined)
    throw bad(name, `knows no limit ${prefix}${unknown}; there are ${Object.keys(known).join(', ')}`);
  return Object.fromEntries(
    Object.entries(known).map(([key, fallback]) => {
      const value: unknown = Object.hasOwn(given, key) ? given[key] : undefined;
      if (value === undefined) return [key, fallback];
      return [
        key,
        typeof fallback === 'object'
          ? override(fallback, value, `${prefix}${key}.`)
          : whole(value, prefix + key, Math.min(fallback, 1)),
      ];
    }),
  ) as T;
};

/** A limit that may be off is off by default. */
const whole = (value: unknown, path: string, least: number): number => {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw bad(name, `must hold a whole number from ${least} to ${most} at ${path}`);
};
