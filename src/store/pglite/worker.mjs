// @ts-check
// Runs the embedded database on a thread of its own: PGlite is WebAssembly and blocks the thread that runs it for the length of a
// statement. It speaks PostgreSQL's wire protocol: a message in is one or more whole batches of a client's bytes, a message out is
// the server's answer. Plain JavaScript, so that one file serves the sources (under vitest) and the build.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

// The small buffers save some 110 MiB of memory; the small log bounds what a start after a kill has to replay (350 MiB take 4 s).
const settings = ['shared_buffers=16MB', 'max_wal_size=64MB', 'min_wal_size=32MB'];

const { folder } = /** @type {{ folder: string }} */ (workerData);

const database = await PGlite.create({
  dataDir: folder,
  // These replace the defaults, so they repeat them.
  startParams: [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ['-c', setting])],
  // What is acknowledged has been written, and survives a killed process.
  relaxedDurability: false,
});

/** @param {Uint8Array} request */
const answer = async (request) => {
  /** @type {Buffer[]} */
  const chunks = [];
  await database.execProtocolRawStream(request, { onRawData: (bytes) => chunks.push(Buffer.from(bytes)) });
  return Buffer.concat(chunks);
};

/** @param {'close' | Uint8Array} message */
const handle = async (message) => {
  if (message === 'close') {
    await database.close();
    process.exit();
  }
  const bytes = await answer(message);
  parentPort?.postMessage(bytes);
};

// One after the other. A rejection is not handled on purpose: it ends the thread, and the connection with it.
let last = Promise.resolve();
parentPort?.on('message', (/** @type {'close' | Uint8Array} */ message) => {
  last = last.then(() => handle(message));
});

parentPort?.postMessage('ready');
