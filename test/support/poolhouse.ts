import { createPoolhouse, openConfiguredStore, type Poolhouse } from '#app.js';
import { readConfig } from '#config.js';
import { silentLog } from '#lib/log.js';
import { engineEnv, rootKey } from './engine.js';
import { functionServer } from './functions.js';
import { recycledKeys } from './recycled-keys.js';
import { TestClock } from './test-clock.js';

/** The clock of the Poolhouse that the tests of this process share. */
export const clock = new TestClock();

/** An Android app that may use passkeys, by the fingerprint of its certificate. */
const androidApp = Array.from({ length: 32 }, () => 'AB').join(':');

let shared: Promise<Poolhouse> | undefined;

/** The Poolhouse that the tests of this process share, opened by the first one that asks. */
export const poolhouse = (): Promise<Poolhouse> => (shared ??= open());

const open = async (): Promise<Poolhouse> => {
  const { endpoint } = await functionServer();
  const settings = { POOLHOUSE_LAMBDA_ENDPOINT: endpoint, POOLHOUSE_ANDROID_APPS: androidApp };
  const config = readConfig({ ...(await engineEnv()), ...settings });
  const [store, keySource] = await Promise.all([openConfiguredStore(config, silentLog, clock), recycledKeys()]);
  return createPoolhouse({ config, store, log: silentLog, rootKey, clock, keySource });
};
