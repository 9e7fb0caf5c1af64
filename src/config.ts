import { availableParallelism } from 'node:os';
import type { BlockList } from 'node:net';
import { resolve } from 'node:path';
import { readLimits } from './config-limits.js';
import { addressRanges, bad, choice, type Env, integer, matching, parts, text, url } from './config-values.js';
import { checkUnbuilt } from './config-unbuilt.js';
import type { Limits } from '#domain/limits.js';
import { regionForm } from '#domain/pool.js';
import { androidOrigin } from '#domain/web-authn-origin.js';
import { logLevels, type LogLevel } from '#lib/log.js';
import { parseArgon2Parameters, type Argon2Parameters } from '#services/passwords.js';
import { StartFailure } from '#lib/start-failure.js';

/** Everything that the environment decides, checked and typed. */
export interface Config {
  /** A PostgreSQL server; without it the embedded database in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** Connections of each process to the server. */
  readonly databasePool: number;
  readonly databasePrepare: boolean;
  /** Absolute. */
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** How clients reach the server; no slash at its end. */
  readonly publicUrl: string;
  /** The `iss` of a pool's tokens, where its documents are. */
  readonly issuerOf: (pool: { readonly id: string; readonly region: string }) => string;
  readonly region: string;
  readonly account: string;
  /** One or several keys as `store/master-key.ts` reads them; undefined: embedded mode makes its own. */
  readonly masterKey: string | undefined;
  /** Undefined: embedded mode makes its own. */
  readonly rootKey: { readonly id: string; readonly secret: string } | undefined;
  readonly smtpUrl: string | undefined;
  readonly emailFrom: string | undefined;
  /** A webhook that sends text messages; undefined: they stay in the local inbox. */
  readonly sms: { readonly url: string; readonly secret: string | undefined } | undefined;
  /** A Lambda Invoke API that runs the pools' functions; undefined: they cannot be invoked. */
  readonly lambdaEndpoint: string | undefined;
  /** Processes; always 1 when embedded. */
  readonly workers: number;
  readonly argon2: Argon2Parameters;
  readonly limits: Limits;
  /** The origins of the Android apps that may use passkeys. */
  readonly passkeyApps: readonly string[];
  readonly trustedProxies: BlockList;
  readonly logLevel: LogLevel;
  /** Sentences for the operator: settings without an effect. */
  readonly warnings: readonly string[];
}

/**
 * Reads the configuration. Throws StartFailure that names an unknown POOLHOUSE_* variable or one with a bad value, and shows no value
 * that may be secret.
 */
export const readConfig = (env: Env = process.env): Config => {
  refuseUnknown(env);
  const databaseUrl = text(env, 'DATABASE_URL');
  const port = integer(env, 'POOLHOUSE_PORT', 9229, 1, 65_535);
  const publicUrl = publicUrlFrom(env, port);
  return {
    databaseUrl,
    databasePool: integer(env, 'POOLHOUSE_DATABASE_POOL', 8, 1, 1000),
    databasePrepare: choice(env, 'POOLHOUSE_DATABASE_PREPARE', 'on', ['on', 'off']) === 'on',
    dataDir: resolve(text(env, 'POOLHOUSE_DATA_DIR') ?? './data'),
    host: matching(env, 'POOLHOUSE_HOST', /^[\w.:-]+$/, 'an address or a host name') ?? '127.0.0.1',
    port,
    publicUrl,
    issuerOf: issuerFrom(env, publicUrl),
    region:
      matching(env, 'POOLHOUSE_REGION', regionForm, 'letters, digits and hyphens, such as eu-local-1') ?? 'us-east-1',
    account: matching(env, 'POOLHOUSE_ACCOUNT_ID', /^\d{12}$/, '12 digits') ?? '000000000000',
    masterKey: masterKeyFrom(env, databaseUrl),
    rootKey: rootKeyFrom(env),
    smtpUrl: url(env, 'POOLHOUSE_SMTP_URL', ['smtp', 'smtps'])?.href,
    emailFrom: matching(
      env,
      'POOLHOUSE_EMAIL_FROM',
      /^[^\r\n]*[^\s@]+@[^\s@]+$/,
      'an e-mail address, or a name and an address in angle brackets',
    ),
    sms: smsFrom(env),
    lambdaEndpoint: lambdaEndpointFrom(env),
    workers: databaseUrl === undefined ? 1 : integer(env, 'POOLHOUSE_WORKERS', availableParallelism(), 1, 1024),
    argon2: argon2From(env),
    limits: readLimits(env),
    passkeyApps: passkeyAppsFrom(env),
    trustedProxies: addressRanges(env, 'POOLHOUSE_TRUSTED_PROXIES'),
    logLevel: choice(env, 'POOLHOUSE_LOG_LEVEL', 'info', logLevels),
    warnings: checkUnbuilt(env),
  };
};

/** Every name that the configuration knows. */
const names = new Set([
  'POOLHOUSE_DATA_DIR',
  'POOLHOUSE_HOST',
  'POOLHOUSE_PORT',
  'POOLHOUSE_PUBLIC_URL',
  'POOLHOUSE_ISSUER',
  'POOLHOUSE_LOGIN_DOMAIN',
  'POOLHOUSE_REGION',
  'POOLHOUSE_ACCOUNT_ID',
  'POOLHOUSE_MASTER_KEY',
  'POOLHOUSE_ACCESS_KEY_ID',
  'POOLHOUSE_SECRET_ACCESS_KEY',
  'POOLHOUSE_SMTP_URL',
  'POOLHOUSE_EMAIL_FROM',
  'POOLHOUSE_SMS_URL',
  'POOLHOUSE_SMS_SECRET',
  'POOLHOUSE_LAMBDA_ENDPOINT',
  'POOLHOUSE_TRIGGERS',
  'POOLHOUSE_OUTBOUND_ALLOW',
  'POOLHOUSE_WORKERS',
  'POOLHOUSE_DATABASE_POOL',
  'POOLHOUSE_DATABASE_PREPARE',
  'POOLHOUSE_ARGON2',
  'POOLHOUSE_ANDROID_APPS',
  'POOLHOUSE_LIMITS',
  'POOLHOUSE_TRUSTED_PROXIES',
  'POOLHOUSE_LOG_LEVEL',
  'POOLHOUSE_METRICS_PORT',
]);

const refuseUnknown = (env: Env): void => {
  const unknown = Object.keys(env).find((name) => name.startsWith('POOLHOUSE_') && !names.has(name));
  if (unknown !== undefined) throw new StartFailure(`${unknown} is not a setting of Poolhouse: check its spelling.`);
};

/** The base of an API, with or without an access key. */
const lambdaEndpointFrom = (env: Env): string | undefined => {
  const endpoint = url(env, 'POOLHOUSE_LAMBDA_ENDPOINT', ['http', 'https']);
  if (!endpoint) return undefined;
  if (endpoint.search !== '' || endpoint.hash !== '')
    throw bad('POOLHOUSE_LAMBDA_ENDPOINT', 'must be a URL without a query');
  if ((endpoint.username === '') !== (endpoint.password === ''))
    throw bad('POOLHOUSE_LAMBDA_ENDPOINT', 'must hold both parts of an access key, or none');
  return endpoint.href;
};

const publicUrlFrom = (env: Env, port: number): string =>
  (url(env, 'POOLHOUSE_PUBLIC_URL', ['http', 'https'])?.href ?? `http://localhost:${port}`).replace(/\/+$/, '');

const passkeyAppsFrom = (env: Env): string[] =>
  parts(env, 'POOLHOUSE_ANDROID_APPS').map((fingerprint) => {
    const origin = androidOrigin(fingerprint);
    if (origin === undefined)
      throw bad(
        'POOLHOUSE_ANDROID_APPS',
        'must list SHA-256 fingerprints of certificates as assetlinks.json has them, AB:CD:..., separated by commas',
      );
    return origin;
  });

const smsFrom = (env: Env): Config['sms'] => {
  const secret = matching(env, 'POOLHOUSE_SMS_SECRET', /^whsec_[A-Za-z0-9+/]+=*$/, 'whsec_ and a key in base64');
  const adapter = url(env, 'POOLHOUSE_SMS_URL', ['https', 'http', 'twilio', 'sns']);
  if (!adapter) return undefined;
  if (!adapter.protocol.startsWith('http'))
    throw bad(
      'POOLHOUSE_SMS_URL',
      `must be a webhook, https://...: adapters for ${adapter.protocol}// are not built yet`,
    );
  return { url: adapter.href, secret };
};

const issuerFrom = (env: Env, publicUrl: string): Config['issuerOf'] => {
  const template = text(env, 'POOLHOUSE_ISSUER') ?? `${publicUrl}/{poolId}`;
  const fill = ({ id, region }: { id: string; region: string }) =>
    template.replaceAll('{poolId}', id).replaceAll('{region}', region);
  const sample = fill({ id: 'us-east-1_example', region: 'us-east-1' });
  if (!template.includes('{poolId}') || !/^https?:/.test(sample) || !URL.canParse(sample) || /[{}]/.test(sample))
    throw bad('POOLHOUSE_ISSUER', 'must be an http or https URL with {poolId} and, if wanted, {region} in it');
  return fill;
};

/** Only that it is there is checked here: `store/master-key.ts` reads its value. */
const masterKeyFrom = (env: Env, databaseUrl: string | undefined): string | undefined => {
  const value = text(env, 'POOLHOUSE_MASTER_KEY');
  if (value === undefined && databaseUrl !== undefined)
    throw bad(
      'POOLHOUSE_MASTER_KEY',
      'is required with DATABASE_URL: 32 bytes in base64 (make them with: openssl rand -base64 32)',
    );
  return value;
};

const rootKeyFrom = (env: Env): Config['rootKey'] => {
  const id = matching(env, 'POOLHOUSE_ACCESS_KEY_ID', /^\w{16,128}$/, '16 to 128 letters, digits and underscores');
  const secret = matching(
    env,
    'POOLHOUSE_SECRET_ACCESS_KEY',
    /^[\x21-\x7e]{16,128}$/,
    '16 to 128 visible ASCII characters',
  );
  if ((id === undefined) !== (secret === undefined))
    throw bad('POOLHOUSE_ACCESS_KEY_ID', 'and POOLHOUSE_SECRET_ACCESS_KEY must be set together');
  return id === undefined || secret === undefined ? undefined : { id, secret };
};

const argon2From = (env: Env): Argon2Parameters => {
  const parameters = parseArgon2Parameters(text(env, 'POOLHOUSE_ARGON2') ?? 'm=19456,t=2,p=1');
  if (!parameters)
    throw bad(
      'POOLHOUSE_ARGON2',
      'must be of the form m=19456,t=2,p=1 (KiB of memory, passes, lanes), with m at least 8 times p',
    );
  return parameters;
};
