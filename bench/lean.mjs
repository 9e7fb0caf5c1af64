// @ts-check
// A PostgreSQL client that does the least: one prepared statement, pipelined, whose answers are counted and not read. What it costs
// is what no driver can go below.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { connect } from 'node:net';

/** Runs `count` executions of one statement with one text parameter, 64 at a time, and resolves to CPU milliseconds each.
 * @param {string} url
 * @param {string} sql
 * @param {string} parameter
 * @param {number} count
 */
export async function leanStatements(url, sql, parameter, count) {
  const socket = await connection(url);
  const ready = counter(socket, 'Z');
  socket.write(Buffer.concat([message('P', text('s'), text(sql), int16(0)), message('S')]));
  await ready(1);
  const bind = message(
    'B',
    text(''),
    text('s'),
    int16(0),
    int16(1),
    int32(Buffer.byteLength(parameter)),
    Buffer.from(parameter),
    int16(0),
  );
  const one = Buffer.concat([bind, message('E', text(''), int32(0)), message('S')]);
  const batch = Buffer.concat(Array.from({ length: 64 }, () => one));
  const before = process.cpuUsage();
  for (let done = 0; done < count; done += 64) {
    socket.write(batch);
    await ready(64);
  }
  const { user, system } = process.cpuUsage(before);
  socket.end(message('X'));
  return (user + system) / 1000 / (Math.ceil(count / 64) * 64);
}

/** @param {import('node:net').Socket} socket @param {string} type */
function counter(socket, type) {
  let pending = Buffer.alloc(0);
  let seen = 0;
  /** @type {{ wanted: number, resolve: () => void } | undefined} */
  let waiting;
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    let at = 0;
    while (pending.length - at >= 5) {
      const length = pending.readUInt32BE(at + 1) + 1;
      if (pending.length - at < length) break;
      if (pending[at] === type.charCodeAt(0)) seen += 1;
      if (pending[at] === 0x45) throw new Error(pending.subarray(at + 5, at + length).toString());
      at += length;
    }
    pending = pending.subarray(at);
    if (waiting && seen >= waiting.wanted) {
      const { wanted, resolve } = waiting;
      seen -= wanted;
      waiting = undefined;
      resolve();
    }
  });
  return (/** @type {number} */ wanted) =>
    new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
      if (seen >= wanted) {
        seen -= wanted;
        resolve();
      } else waiting = { wanted, resolve };
    });
}

/** @param {string} url */
async function connection(url) {
  const { hostname, port, username, password, pathname } = new URL(url);
  const socket = connect(Number(port), hostname).setNoDelay(true);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const startup = Buffer.concat([
    int32(196_608),
    text('user'),
    text(username),
    text('database'),
    text(pathname.slice(1)),
    Buffer.of(0),
  ]);
  socket.write(Buffer.concat([int32(startup.length + 4), startup]));
  await authenticate(socket, decodeURIComponent(password));
  return socket;
}

/** SCRAM-SHA-256, as PostgreSQL asks for it.
 * @param {import('node:net').Socket} socket @param {string} password */
async function authenticate(socket, password) {
  const nonce = randomBytes(18).toString('base64');
  const first = `n=,r=${nonce}`;
  let step = 0;
  await new Promise((resolve, reject) => {
    const take = (/** @type {Buffer} */ chunk) => {
      const body = chunk.subarray(9, chunk.readUInt32BE(1) + 1);
      if (chunk[0] === 0x45) return reject(new Error(chunk.toString()));
      if (step === 0) {
        step = 1;
        const initial = Buffer.from(`n,,${first}`);
        socket.write(message('p', text('SCRAM-SHA-256'), int32(initial.length), initial));
      } else if (step === 1) {
        step = 2;
        socket.write(message('p', Buffer.from(finalMessage(first, body.toString(), password))));
      } else if (chunk.includes(Buffer.from('Z\0\0\0\x05'))) {
        socket.off('data', take);
        resolve(undefined);
      }
    };
    socket.on('data', take);
  });
}

/** @param {string} first @param {string} challenge @param {string} password */
function finalMessage(first, challenge, password) {
  const [, nonce = '', salt = '', rounds = ''] = /r=([^,]*),s=([^,]*),i=(\d+)/.exec(challenge) ?? [];
  const salted = pbkdf2Sync(password, Buffer.from(salt, 'base64'), Number(rounds), 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const bare = `c=biws,r=${nonce}`;
  const stored = createHash('sha256').update(clientKey).digest();
  const signature = createHmac('sha256', stored).update(`${first},${challenge},${bare}`).digest();
  return `${bare},p=${Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0))).toString('base64')}`;
}

/** @param {string} type @param {Buffer[]} parts */
function message(type, ...parts) {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}
const text = (/** @type {string} */ value) => Buffer.from(`${value}\0`);
const int16 = (/** @type {number} */ value) => Buffer.of(value >> 8, value & 255);
const int32 = (/** @type {number} */ value) => {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
};
