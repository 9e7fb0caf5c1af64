// @ts-check
'use strict';

// One process at a time may prepare a checkout. The lock is a directory of claims, each a file whose unique name holds its owner,
// so that nothing is ever read half-written and a dead owner's claim can be removed by anyone without racing its successor.

const { randomBytes } = require('node:crypto');
const { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { hostname } = require('node:os');
const path = require('node:path');

/** No installation or build may take longer: an older claim is one whose owner cannot be asked (another host, a reused process id). */
const longestMinutes = 30;

/** Runs `work` while no other process does so with the same directory; waits for its turn.
 * @template T
 * @param {string} directory made when missing
 * @param {() => T} work synchronous
 * @param {(owner: string) => void} onWait called once, with the process that is waited for
 * @returns {T}
 */
function withClaim(directory, work, onWait) {
  const claim = takeClaim(directory, onWait);
  try {
    return work();
  } finally {
    rmSync(claim, { force: true });
  }
}

/** @param {string} directory @param {(owner: string) => void} onWait */
function takeClaim(directory, onWait) {
  const name = `${encodeURIComponent(hostname())}+${process.pid}+${randomBytes(6).toString('hex')}`;
  const claim = path.join(directory, name);
  let told = false;
  for (;;) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(claim, '', { flag: 'wx' });
    // Everyone writes a claim before looking at the others', so of two that meet at least one sees the other and steps back.
    const other = readdirSync(directory).find((entry) => entry !== name && isHeld(directory, entry));
    if (other === undefined) return claim;
    rmSync(claim, { force: true });
    if (!told) onWait(`process ${other.split('+')[1]}`);
    told = true;
    sleep(50 + Math.random() * 150);
  }
}

/** Whether a claim's owner may still be at work; what is left of a dead one is removed.
 * @param {string} directory @param {string} name */
function isHeld(directory, name) {
  const file = path.join(directory, name);
  const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (written === undefined) return false;
  const [host, pid] = name.split('+');
  const alive = host !== encodeURIComponent(hostname()) || isAlive(Number(pid));
  if (alive && Date.now() - written < longestMinutes * 60_000) return true;
  rmSync(file, { force: true });
  return false;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** Sleeps without the event loop or a thread of libuv's pool. @param {number} milliseconds */
function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

module.exports = { withClaim };
