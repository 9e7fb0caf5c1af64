import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ServerProcess } from '../support/server-process.js';
import { root } from './readme-examples.js';
import { accessKeyFile } from './started-server.js';

/**
 * What a user's shell prints who works in the checkout beside a running server, has taken its `export` lines, and runs a program. Rejects
 * when that ends with an error; its standard error is in the message.
 */
export const inShell = async (server: ServerProcess, command: string, input: string): Promise<string> => {
  const { PATH, HOME } = process.env;
  const { POOLHOUSE_DATA_DIR } = server.env;
  const script = `. '${accessKeyFile(server)}' && ${command}`;
  const running = promisify(execFile)('sh', ['-c', script], { cwd: root, env: { PATH, HOME, POOLHOUSE_DATA_DIR } });
  running.child.stdin?.end(input);
  return (await running).stdout;
};
