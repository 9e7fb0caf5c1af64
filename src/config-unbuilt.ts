import { addRange, bad, type Env, integer, matching, parts, text } from './config-values.js';
import { BlockList } from 'node:net';

/**
 * Checks the settings whose feature is not built yet, as they will be checked then, and returns a warning for each that is set.
 * Whoever builds a feature moves its row to `config.ts`.
 */
export const checkUnbuilt = (env: Env): string[] =>
  Object.entries(unbuilt)
    .filter(([name]) => text(env, name) !== undefined)
    .map(([name, check]) => {
      check(env, name);
      return `${name} has no effect yet: this release does not have the feature.`;
    });

const unbuilt: Readonly<Record<string, (env: Env, name: string) => unknown>> = {
  POOLHOUSE_LOGIN_DOMAIN: (env, name) => matching(env, name, /^[a-z0-9.-]+(:\d+)?$/i, 'a domain name'),
  POOLHOUSE_TRIGGERS: (env, name) => checkTriggers(text(env, name) ?? '', name),
  POOLHOUSE_OUTBOUND_ALLOW: (env, name) =>
    parts(env, name).forEach((part) => {
      if (!/^[a-z0-9.*-]+$/i.test(part) && !addRange(new BlockList(), part))
        throw bad(name, `must list host names or CIDR ranges separated by commas; ${part} is neither`);
    }),
  POOLHOUSE_METRICS_PORT: (env, name) => integer(env, name, 0, 1, 65_535),
};

/** The value is a file's path unless it starts like a JSON object; the file is read by the feature. */
const checkTriggers = (value: string, name: string): void => {
  if (!value.startsWith('{')) return;
  try {
    JSON.parse(value);
  } catch {
    throw bad(name, 'must be a JSON object or the path of a file that holds one');
  }
};
