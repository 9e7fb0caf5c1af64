import type { Env } from '../../src/config-values.js';
import { engineEnv } from '../support/engine.js';
import { clientOf } from '../support/server-client.js';
import { startReadyServer, statusOf, until } from '../support/server-process.js';
import { startLoad } from './load.js';

/** A server under load, and how it takes what happens to its database. */
export const startLoadedServer = async (settings: Env) => {
  const server = await startReadyServer({ ...(await engineEnv('away')), ...settings });
  const load = await startLoad(clientOf(server.url));
  const works = async (since: number): Promise<void> => until(() => load.successesSince(since) > 20);
  await works(0);
  /** How long twenty requests take, on this machine and as busy as it is. */
  const pace = async (): Promise<number> => {
    const since = Date.now();
    await works(since);
    return Date.now() - since;
  };
  let usual = await pace();
  const late = (milliseconds: number, allowed: number) => Math.max(0, milliseconds - allowed - 10 * usual);
  const health = async () => ({
    readyz: await statusOf(`${server.url}/readyz`),
    healthz: await statusOf(`${server.url}/healthz`),
  });
  return {
    health,
    /** Resolves when the server says that it cannot serve. */
    noticesAbsence: () => until(async () => (await health()).readyz === 503),
    /** By how much it is late until requests succeed from now on, and which of those fail that begin after it. */
    async recovers() {
      const took = await pace();
      const again = Date.now();
      usual = Math.max(usual, await pace());
      return { lateMilliseconds: late(took, 5_000), failures: load.failuresSince(again) };
    },
    /** Ends it; what was the price? */
    async ends() {
      await load.stop();
      const lostUsers = await load.lostUsers(clientOf(server.url));
      const { status, stdout } = await server.end('SIGTERM');
      return {
        answers: new Set(load.outcomes.map(({ said }) => said)),
        lateMilliseconds: late(Math.max(...load.outcomes.map(({ milliseconds }) => milliseconds)), 15_000),
        lostUsers,
        status,
        endedWorkers: stdout.split('A worker ended').length - 1,
      };
    },
  };
};

/** Requests succeed again within five seconds, all of them. */
export const recovered = { lateMilliseconds: 0, failures: [] };
/** The requests of the absence were answered in time, with AWS's error, and nothing that was acknowledged is lost. */
export const errorsOnly = {
  answers: new Set(['ok', '500 InternalErrorException']),
  lateMilliseconds: 0,
  lostUsers: [],
  status: 0,
  endedWorkers: 0,
};
