// @ts-check
// A process that locks the folder it is told, reports how that went, and stays.
import { silentLog } from '#lib/log.js';
import { lockFolder } from '#store/folder-lock.js';

const outcome = await lockFolder(process.argv[2] ?? '', silentLog).then(
  () => 'locked',
  (/** @type {Error} */ error) => error.message,
);
process.send?.(outcome);
setInterval(() => undefined, 60_000);
