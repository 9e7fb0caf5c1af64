import { expect } from 'vitest';
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
  const health = async () => ({
    readyz: await statusOf(`${server.url}/readyz`),
    healthz: await statusOf(`${server.url}/healthz`),
  });
  return {
    health,
    /** Resolves when the server says that it cannot serve. */
    noticesAbsence: () => until(async () => (await health()).readyz === 503),
    /** How long requests take to succeed from now on, and which of those fail that begin after it. */
    async recovers() {
      const back = Date.now();
      await works(back);
      const recovered = Date.now();
      await works(recovered);
      return { milliseconds: recovered - back, failures: load.failuresSince(recovered) };
    },
    /** Ends it; what was the price? */
    async ends() {
      await load.stop();
      const lostUsers = await load.lostUsers(clientOf(server.url));
      const { status, stdout } = await server.end('SIGTERM');
      return {
        answers: new Set(load.outcomes.map(({ said }) => said)),
        longestMilliseconds: Math.max(...load.outcomes.map(({ milliseconds }) => milliseconds)),
        lostUsers,
        status,
        endedWorkers: stdout.split('A worker ended').length - 1,
      };
    },
  };
};

const atOnce = expect.toSatisfy((milliseconds: number) => milliseconds < 5_000) as number;
const inTime = expect.toSatisfy((milliseconds: number) => milliseconds < 15_000) as number;
/** Requests succeed again within five seconds, all of them. */
export const recovered = { milliseconds: atOnce, failures: [] };
/** The requests of the absence were answered in time, with AWS's error, and nothing that was acknowledged is lost. */
export const errorsOnly = {
  answers: new Set(['ok', '500 InternalErrorException']),
  longestMilliseconds: inTime,
  lostUsers: [],
  status: 0,
  endedWorkers: 0,
};
