import type { Config } from '#config.js';
import type { Log } from '#lib/log.js';
import { StartFailure } from '#lib/start-failure.js';
import { serve } from './serve.js';

/** What a worker tells its supervisor. */
export type WorkerMessage = { readonly ready: true } | { readonly failure: string };

/** One of several processes that serve one port. Its supervisor stops it, by SIGTERM. */
export const work = async (config: Config, log: Log): Promise<void> => {
  // Ctrl-C reaches every process of a terminal; the supervisor hears it too.
  process.on('SIGINT', () => undefined);
  try {
    const { stop } = await serve(config, log, { terminal: false });
    let stopping: Promise<void> | undefined;
    process.on('SIGTERM', () => {
      stopping ??= stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'A worker could not stop in an orderly way');
          process.exit(1);
        },
      );
    });
    tell({ ready: true });
  } catch (error) {
    if (!(error instanceof StartFailure)) throw error;
    tell({ failure: error.message });
    process.disconnect();
    process.exitCode = 1;
  }
};

const tell = (message: WorkerMessage): void => {
  process.send?.(message);
};
