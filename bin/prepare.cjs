// @ts-check
'use strict';

// `npm run build`: what the launcher does before it starts, alone.

const path = require('node:path');
const { prepare } = require('./checkout.cjs');

if (!prepare(path.join(__dirname, '..'))) process.exitCode = 1;
