/**
 * Stops gently on SIGTERM and SIGINT, then ends the process with status 0; a second signal ends it at once with status 1.
 * (Of one Ctrl-C a process under npm gets two signals at almost the same time: they count as one.)
 */
export const stopOnSignal = (stop: () => Promise<void>, force: () => void = () => undefined): void => {
  let stoppingSince: number | undefined;
  const handle = (): void => {
    if (stoppingSince === undefined) {
      stoppingSince = Date.now();
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`Stopping failed: ${error instanceof Error ? error.message : String(error)}\n`);
          process.exit(1);
        },
      );
    } else if (Date.now() - stoppingSince > oneGestureMilliseconds) {
      force();
      process.exit(1);
    }
  };
  process.on('SIGTERM', handle);
  process.on('SIGINT', handle);
};

const oneGestureMilliseconds = 1000;
