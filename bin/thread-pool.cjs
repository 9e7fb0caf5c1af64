// @ts-check
'use strict';

const { availableParallelism } = require('node:os');

/** The most that libuv accepts. */
const largest = 1024;

/** Threads for libuv's pool: one for each password hash that may run at once, and as many again, at least four, for signatures, look-ups
 * of names and files, which must never wait behind a hash.
 * @returns {number}
 */
function threadPoolSize() {
  const hashing = availableParallelism();
  return Math.min(largest, hashing + Math.max(4, hashing));
}

module.exports = { threadPoolSize };
