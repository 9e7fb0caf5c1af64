import { createHash, createHmac } from 'node:crypto';
import { rootKey } from './engine.js';

/**
 * The headers that sign a POST of any body, as the AWS command line would: for bodies that no client makes.
 * The SDK's own signer is not used, so that both ends of a signature are not the same code.
 */
export const signedHeaders = (body: string | Uint8Array, target: string, now: Date): Record<string, string> => {
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const headers = { host: 'localhost:9229', 'x-amz-date': stamp, 'x-amz-target': target };
  const names = Object.keys(headers).join(';');
  const canonical = [
    'POST',
    '/',
    '',
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
    '',
    names,
    sha256(body),
  ];
  const scope = `${stamp.slice(0, 8)}/us-east-1/cognito-idp/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical.join('\n'))].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((derived, part) => hmac(derived, part), `AWS4${rootKey.secret}`);
  return {
    host: headers.host,
    'x-amz-date': stamp,
    authorization: `AWS4-HMAC-SHA256 Credential=${rootKey.id}/${scope}, SignedHeaders=${names}, Signature=${hmac(key, toSign).toString('hex')}`,
  };
};

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
