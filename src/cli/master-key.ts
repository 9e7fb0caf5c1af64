import { readConfig } from '#config.js';
import { runStoreCommand } from './run-store-command.js';

/** `poolhouse master-key rotate`: seals every data key with the newest master key. Broken off, it goes on when it is run again. */
export const rotateMasterKey = async (): Promise<void> => {
  const config = readConfig();
  let total = 0;
  for (;;) {
    const { rewrapped, done, file } = await runStoreCommand(config, 'rotate-master-key', {});
    total += rewrapped;
    if (!done) continue;
    console.log(
      file === null
        ? `${total} data keys are sealed with the newest master key now, and nothing needs an older one: take those out of POOLHOUSE_MASTER_KEY.`
        : `${total} data keys are sealed with the new master key in ${file}. Back that file up: the old key opens nothing any more.`,
    );
    return;
  }
};
