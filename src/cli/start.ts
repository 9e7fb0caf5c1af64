import cluster from 'node:cluster';
import { readConfig } from '#config.js';
import { openLog } from '#lib/log.js';
import { announceReady, announceWarnings } from './announce.js';
import { serve } from './serve.js';
import { stopOnSignal } from './signals.js';
import { superviseWorkers } from './supervisor.js';
import { work } from './worker.js';

/** `poolhouse start`: runs the server until a signal ends it, in one process or, on PostgreSQL, in several. Throws a StartFailure. */
export const start = async (): Promise<void> => {
  const config = readConfig();
  const terminal = process.stdout.isTTY;
  const log = openLog(config.logLevel, terminal);
  if (cluster.isWorker) return work(config, log);
  announceWarnings(config, log);
  if (config.workers > 1) return superviseWorkers(config, log, terminal);
  const serving = await serve(config, log, { terminal });
  stopOnSignal(serving.stop);
  announceReady(config, log, serving.rootKey, terminal);
};
