import type { Config } from '#config.js';
import type { Log } from '#lib/log.js';
import { exportLines } from './export-lines.js';
import type { FoundRootKey } from './root-key.js';

/** Says what cannot work as configured. */
export const announceWarnings = (config: Config, log: Log): void => {
  for (const warning of config.warnings) log.warn({}, warning);
};

/**
 * Says that requests are answered, and how to send one. A secret is shown only to a person at a terminal, and only the embedded
 * server's own one; everybody else is told the file that holds it.
 */
export const announceReady = (config: Config, log: Log, rootKey: FoundRootKey, terminal: boolean): void => {
  const facts = {
    endpoint: config.publicUrl,
    listening: `${config.host}:${config.port}`,
    messages: config.smtpUrl === undefined ? 'local inbox: npx poolhouse messages' : new URL(config.smtpUrl).host,
    ...(config.databaseUrl === undefined && { data: config.dataDir }),
    ...(rootKey.file !== undefined && { accessKeyFile: rootKey.file }),
  };
  if (terminal) process.stdout.write(`${lines(config, rootKey, facts.messages).join('\n')}\n`);
  else {
    log.info(facts, 'Poolhouse is ready');
    if (config.databaseUrl === undefined) log.warn({}, embeddedWarning);
  }
};

const embeddedWarning =
  'The embedded database is for development: it survives a killed process, not a power cut. In production set DATABASE_URL to a PostgreSQL server.';

const lines = (config: Config, { key, file }: FoundRootKey, messages: string): string[] => [
  '',
  `Poolhouse is ready: ${config.publicUrl}`,
  '',
  ...(key && file !== undefined
    ? exportLines(key, { region: config.region, endpoint: config.publicUrl }).map((line) => `  ${line}`)
    : [
        `Access keys: ${key ? 'the one in POOLHOUSE_ACCESS_KEY_ID, and ' : ''}those that npx poolhouse access-keys list prints`,
      ]),
  '',
  ...(file === undefined ? [] : [`These lines are also in ${file} (source it: . ${file})`]),
  `Messages: ${messages}`,
  ...(config.databaseUrl === undefined
    ? [`Data: ${config.dataDir}`, embeddedWarning]
    : ['Data: the PostgreSQL server in DATABASE_URL']),
  '',
];
