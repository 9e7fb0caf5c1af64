import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { freePort } from '../../support/free-port.mjs';
import { findChromium } from '../../support/programs.mjs';
import { root } from '../readme-examples.js';

const bundle = path.join(root, 'node_modules/amazon-cognito-identity-js/dist/amazon-cognito-identity.min.js');
const files: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': [path.join(import.meta.dirname, 'page.html'), 'text/html'],
  '/passkeys': [path.join(import.meta.dirname, 'passkeys.html'), 'text/html'],
  '/amazon-cognito-identity.min.js': [bundle, 'text/javascript'],
};

/** Serves the pages and the client's bundle on a port, which makes an origin that is not Poolhouse's. Returns the port. */
const servePages = async (): Promise<number> => {
  const port = await freePort();
  const server = createServer(({ url = '/' }, answer) => {
    const [file, type] = files[url] ?? [];
    if (file === undefined) answer.writeHead(404).end();
    else answer.setHeader('Content-Type', type ?? '').end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return port;
};

/** Opens a page in a real Chromium, until the test is over. `host` is a name of this machine. */
export const openPage = async (address = '/', host = '127.0.0.1'): Promise<Page> => {
  const executablePath = findChromium() ?? '';
  // Chromium's sandbox refuses root, which containers and CI often are; the page is our own.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`http://${host}:${await servePages()}${address}`);
  return page;
};
