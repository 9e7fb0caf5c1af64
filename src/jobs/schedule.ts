import type { Log } from '#lib/log.js';

/** Work that repeats while the server runs, safe to run twice and in several processes at once. */
export interface Job {
  readonly name: string;
  /** Milliseconds between two runs of one process. */
  readonly every: number;
  run(): Promise<void>;
}

/** Jobs that are running. */
export interface Schedule {
  /** Begins no further run, and resolves when those under way have ended. */
  readonly stop: () => Promise<void>;
}

/**
 * Runs each job again and again. A job never overlaps itself; one that fails is logged and runs again at its next time. The first
 * run comes after a part of the interval that differs from process to process, so that replicas do not all ask at once.
 */
export const startJobs = (jobs: readonly Job[], log: Log): Schedule => {
  const timers = new Map<Job, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let stopped = false;

  const begin = (job: Job): void => {
    const run: Promise<void> = runOnce(job, log).finally(() => {
      running.delete(run);
      if (!stopped) plan(job, job.every);
    });
    running.add(run);
  };
  const plan = (job: Job, delay: number): void => {
    timers.set(job, setTimeout(() => begin(job), delay).unref());
  };

  for (const job of jobs) plan(job, Math.random() * job.every);
  return {
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
};

const runOnce = async (job: Job, log: Log): Promise<void> => {
  try {
    await job.run();
  } catch (error) {
    log.warn({ err: error, job: job.name }, 'A job failed; it runs again at its next time');
  }
};
