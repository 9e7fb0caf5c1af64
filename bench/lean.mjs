// @ts-check
// A PostgreSQL client that does the least that a driver must: one connection, one prepared statement, what is asked for in one turn of
// the event loop sent in one packet, and the texts of the answer read. What it costs is what no driver can go far below.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { connect } from 'node:net';

/** The texts of a result, row by row. @typedef {(string | null)[][]} Rows */

/**
 * Prepares a statement with one text parameter on a connection of its own, after what `before` sets up there.
 * @param {string} url @param {string} sql @param {string} [before]
 * @returns {Promise<{ run: (parameter: string) => Promise<Rows>, end: () => void }>}
 */
export async function leanStatement(url, sql, before = '') {
  const socket = await connection(url);
  /** @type {((rows: Rows) => void)[]} */
  const waiting = [];
  read(socket, (rows) => waiting.shift()?.(rows));
  let unsent = /** @type {Buffer[]} */ ([]);
  const send = (/** @type {Buffer} */ packet) => {
    if (unsent.push(packet) === 1) {
      setImmediate(() => {
        socket.write(Buffer.concat(unsent));
        unsent = [];
      });
    }
    return new Promise((/** @type {(rows: Rows) => void} */ resolve) => waiting.push(resolve));
  };
  if (before !== '') await send(message('Q', text(before)));
  await send(Buffer.concat([message('P', text('s'), text(sql), int16(0)), message('S')]));
  return {
    run: (parameter) => send(execution(parameter)),
    end: () => socket.end(message('X')),
  };
}

/** @param {string} parameter */
const execution = (parameter) =>
  Buffer.concat([
    message(
      'B',
      text(''),
      text('s'),
      int16(0),
      int16(1),
      int32(Buffer.byteLength(parameter)),
      Buffer.from(parameter),
      int16(0),
    ),
    message('E', text(''), int32(0)),
    message('S'),
  ]);

/** Hands over the rows of each answer when the server is ready for more.
 * @param {import('node:net').Socket} socket @param {(rows: Rows) => void} answered */
function read(socket, answered) {
  let pending = Buffer.alloc(0);
  let rows = /** @type {Rows} */ ([]);
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    let at = 0;
    while (pending.length - at >= 5) {
      const end = at + pending.readUInt32BE(at + 1) + 1;
      if (pending.length < end) break;
      const type = String.fromCharCode(pending[at] ?? 0);
      if (type === 'E') throw new Error(pending.subarray(at + 5, end).toString());
      if (type === 'D') rows.push(row(pending, at + 5));
      if (type === 'Z') {
        answered(rows);
        rows = [];
      }
      at = end;
    }
    pending = pending.subarray(at);
  });
}

/** @param {Buffer} bytes @param {number} start */
function row(bytes, start) {
  const columns = /** @type {(string | null)[]} */ ([]);
  let at = start + 2;
  for (let left = bytes.readUInt16BE(start); left > 0; left -= 1) {
    const length = bytes.readInt32BE(at);
    at += 4;
    columns.push(length < 0 ? null : bytes.toString('utf8', at, at + length));
    if (length > 0) at += length;
  }
  return columns;
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
