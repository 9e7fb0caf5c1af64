// Runs the embedded database on a thread of its own: PGlite is WebAssembly and blocks the thread that runs it for the length of a
// statement. It speaks PostgreSQL's wire protocol: a message in is one or more whole batches of a client's bytes, a message out is
// the server's answer. Plain JavaScript, so that one file serves the sources (under vitest) and the build.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

const database = await PGlite.create({
  dataDir: workerData.folder,
  // These replace the defaults, so they repeat them. The small buffers save some 110 MiB of memory; the small log bounds what a start
  // after a kill has to replay (350 MiB of it take 4 s).
  startParams: [
    ...PGlite.defaultStartParams,
    ...['-c', 'shared_buffers=16MB'],
    ...['-c', 'max_wal_size=64MB'],
    ...['-c', 'min_wal_size=32MB'],
  ],
  // What is acknowledged has been written, and survives a killed process.
  relaxedDurability: false,
});

const answer = async (request) => {
  const chunks = [];
  await database.execProtocolRawStream(request, { onRawData: (bytes) => chunks.push(Buffer.from(bytes)) });
  return Buffer.concat(chunks);
};

const handle = async (message) => {
  if (message === 'close') {
    await database.close();
    process.exit();
  }
  const bytes = await answer(message);
  parentPort.postMessage(bytes);
};

// One after the other. A rejection is not handled on purpose: it ends the thread, and the connection with it.
let last = Promise.resolve();
parentPort.on('message', (message) => {
  last = last.then(() => handle(message));
});

parentPort.postMessage('ready');
