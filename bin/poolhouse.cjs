#!/usr/bin/env node
// @ts-check
'use strict';

// The launcher. In a checkout it first installs and builds what is missing or stale; in an image, which has no src/, it only starts.
// It is CommonJS, synchronous and free of dependencies because of what it must do before the rest is loaded: see docs/adr/0001.

const { existsSync } = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { prepare } = require('./checkout.cjs');
const { threadPoolSize } = require('./thread-pool.cjs');

const root = path.join(__dirname, '..');

if (!existsSync(path.join(root, 'src')) || prepare(root)) {
  process.env['UV_THREADPOOL_SIZE'] ??= String(threadPoolSize());
  void import(pathToFileURL(path.join(root, 'dist', 'main.js')).href);
} else {
  process.exitCode = 1;
}
