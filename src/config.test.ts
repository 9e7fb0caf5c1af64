import { describe, expect, test } from 'vitest';
import { readConfig } from './config.js';
import { defaultLimits } from '#domain/limits.js';

const failureOf = (env: Record<string, string>): string => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof Error && error.name === 'StartFailure') return error.message;
    throw error;
  }
  throw new Error('The configuration was accepted');
};

test('nothing set means an embedded server on this machine alone', () => {
  const config = readConfig({ HOME: '/root', DATABASE_URL: ' ' });

  expect(config).toMatchObject({
    databaseUrl: undefined,
    host: '127.0.0.1',
    port: 9229,
    publicUrl: 'http://localhost:9229',
    region: 'us-east-1',
    account: '000000000000',
    rootKey: undefined,
    lambdaEndpoint: undefined,
    workers: 1,
    argon2: { memoryKibibytes: 19_456, passes: 2, lanes: 1 },
    limits: defaultLimits,
    logLevel: 'info',
    warnings: [],
  });
  expect(config.dataDir).toMatch(/^\/.*\/data$/);
  expect(config.issuerOf({ id: 'eu-local-1_abc', region: 'eu-local-1' })).toBe('http://localhost:9229/eu-local-1_abc');
});

describe('the issuer', () => {
  test('follows the public URL', () => {
    const { issuerOf, publicUrl } = readConfig({ POOLHOUSE_PUBLIC_URL: 'https://id.example.com/pools/' });
    expect(publicUrl).toBe('https://id.example.com/pools');
    expect(issuerOf({ id: 'a_b', region: 'a' })).toBe('https://id.example.com/pools/a_b');
  });

  test('may have another form, such as AWS’s own', () => {
    const { issuerOf } = readConfig({ POOLHOUSE_ISSUER: 'https://cognito-idp.{region}.amazonaws.com/{poolId}' });
    expect(issuerOf({ id: 'eu-west-1_b', region: 'eu-west-1' })).toBe(
      'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_b',
    );
  });
});

test('a name that does not exist stops the start and is named', () => {
  expect(failureOf({ POOLHOUSE_PROT: '1' })).toBe('POOLHOUSE_PROT is not a setting of Poolhouse: check its spelling.');
});

test.each([
  ['POOLHOUSE_PORT', 'http'],
  ['POOLHOUSE_PORT', '0'],
  ['POOLHOUSE_PORT', '70000'],
  ['POOLHOUSE_HOST', 'a b'],
  ['POOLHOUSE_PUBLIC_URL', 'example.com'],
  ['POOLHOUSE_ISSUER', 'https://example.com/'],
  ['POOLHOUSE_ISSUER', 'https://example.com/{pool}/{poolId}'],
  ['POOLHOUSE_REGION', 'eu_west'],
  ['POOLHOUSE_ACCOUNT_ID', '12'],
  ['POOLHOUSE_SMTP_URL', 'mail.example.com:25'],
  ['POOLHOUSE_EMAIL_FROM', 'nobody'],
  ['POOLHOUSE_ARGON2', 'm=1,t=1,p=1'],
  ['POOLHOUSE_ANDROID_APPS', 'AB:CD'],
  ['POOLHOUSE_ANDROID_APPS', 'android:apk-key-hash:abc'],
  ['POOLHOUSE_LIMITS', '[]'],
  ['POOLHOUSE_LIMITS', '{"changePassword":0}'],
  ['POOLHOUSE_LIMITS', '{"requestsPerSecond":{"UserReads":5}}'],
  ['POOLHOUSE_LIMITS', '{"requestsPerSecond":{"UserRead":-1}}'],
  ['POOLHOUSE_LIMITS', '{"changePasswords":5}'],
  ['POOLHOUSE_LIMITS', '{"__proto__":5}'],
  ['POOLHOUSE_LIMITS', '{"codeAttempts":{"confirmSignUp":"15"}}'],
  ['POOLHOUSE_LIMITS', '{"codeAttempts":5}'],
  ['POOLHOUSE_TRUSTED_PROXIES', '10.0.0.0/33'],
  ['POOLHOUSE_TRUSTED_PROXIES', 'proxy.example.com'],
  ['POOLHOUSE_LOG_LEVEL', 'loud'],
  ['POOLHOUSE_SMS_URL', 'ftp://example.com'],
  ['POOLHOUSE_SMS_URL', 'https://user:50%@example.com'],
  ['POOLHOUSE_SMS_SECRET', 'secret'],
  ['POOLHOUSE_LAMBDA_ENDPOINT', 'lambda:3001'],
  ['POOLHOUSE_LAMBDA_ENDPOINT', 'ftp://lambda'],
  ['POOLHOUSE_LAMBDA_ENDPOINT', 'http://lambda/?a=b'],
  ['POOLHOUSE_LAMBDA_ENDPOINT', 'http://lambda/#a'],
  ['POOLHOUSE_LAMBDA_ENDPOINT', 'http://key@lambda'],
  ['POOLHOUSE_LAMBDA_ENDPOINT', 'http://key:%ff@lambda'],
  ['POOLHOUSE_TRIGGERS', '{'],
  ['POOLHOUSE_OUTBOUND_ALLOW', '10.0.0.0/99'],
  ['POOLHOUSE_METRICS_PORT', 'x'],
  ['POOLHOUSE_ACCESS_KEY_ID', 'AKPHTESTROOTKEY00001'],
])('%s does not accept %s and is named', (name, value) => {
  expect(failureOf({ [name]: value })).toMatch(new RegExp(`^${name} .+\\.$`));
});

test('PostgreSQL needs a master key', () => {
  expect(failureOf({ DATABASE_URL: 'postgres://localhost/x' })).toMatch(
    /^POOLHOUSE_MASTER_KEY is required with DATABASE_URL/,
  );
});

test.each([
  ['POOLHOUSE_SECRET_ACCESS_KEY', 'hunter2'],
  ['POOLHOUSE_SMTP_URL', 'tcp://user:hunter2@mail'],
  ['POOLHOUSE_SMS_URL', 'tcp://user:hunter2@sms'],
  ['POOLHOUSE_SMS_SECRET', 'hunter2'],
  ['POOLHOUSE_LAMBDA_ENDPOINT', 'http://key:hunter2@lambda/?a'],
  ['POOLHOUSE_TRIGGERS', '{"a": {"secret": "hunter2"'],
])('the message about a bad %s does not show it', (name, value) => {
  expect(failureOf({ [name]: value })).not.toContain('hunter2');
});

test('a rate of requests may be given, and be 0', () => {
  const limits = { requestsPerSecond: { UserRead: 9, UserList: 0 } };
  expect(readConfig({ POOLHOUSE_LIMITS: JSON.stringify(limits) }).limits.requestsPerSecond).toEqual({
    ...defaultLimits.requestsPerSecond,
    UserRead: 9,
  });
});

test('limits override single defaults', () => {
  const { limits } = readConfig({ POOLHOUSE_LIMITS: '{"codeAttempts":{"confirmSignUp":3},"changePassword":9}' });
  expect(limits).toEqual({
    ...defaultLimits,
    codeAttempts: { ...defaultLimits.codeAttempts, confirmSignUp: 3 },
    changePassword: 9,
  });
});

test('a setting whose feature is not built is accepted with a warning', () => {
  const { warnings } = readConfig({ POOLHOUSE_METRICS_PORT: '9100', POOLHOUSE_LOGIN_DOMAIN: 'login.example.com' });
  expect(warnings).toEqual([
    expect.stringContaining('POOLHOUSE_LOGIN_DOMAIN has no effect yet'),
    expect.stringContaining('POOLHOUSE_METRICS_PORT has no effect yet'),
  ]);
});

test('Android apps are listed by the fingerprints of their certificates', () => {
  const fingerprint = (byte: string) => Array.from({ length: 32 }, () => byte).join(':');
  const { passkeyApps } = readConfig({ POOLHOUSE_ANDROID_APPS: `${fingerprint('AB')}, ${fingerprint('00')}` });
  expect(passkeyApps).toEqual([
    `android:apk-key-hash:${Buffer.alloc(32, 0xab).toString('base64url')}`,
    `android:apk-key-hash:${Buffer.alloc(32).toString('base64url')}`,
  ]);
  expect(readConfig({}).passkeyApps).toEqual([]);
});
