import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { rootKey } from '../../support/engine.js';
import { sharedEndpoint } from '../endpoint.js';

/**
 * What `aws cognito-idp` prints for an operation and its options, as JSON; undefined when it prints nothing. Rejects with its words when
 * it ends with an error.
 */
export const aws = async (
  operation: string,
  options: Readonly<Record<string, string | string[]>>,
): Promise<unknown> => {
  const { PATH, HOME } = process.env;
  const env = {
    PATH,
    HOME,
    AWS_ACCESS_KEY_ID: rootKey.id,
    AWS_SECRET_ACCESS_KEY: rootKey.secret,
    // The name that versions 1 and 2 both know.
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
  };
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, ...[value].flat()]);
  const all = ['cognito-idp', '--endpoint-url', await sharedEndpoint(), '--output', 'json', operation, ...flags];
  const { stdout } = await promisify(execFile)('aws', all, { env });
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
};
