import { IncompleteSignature } from '#contract/errors.js';
import { doorMessages } from '#http/messages.js';
import type { CredentialScope } from '#lib/sigv4/signature.js';

/** An `Authorization` header of signature version 4, taken apart; nothing in it is proven. */
export interface SignatureHeader {
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  /** Lower case, in the order given. */
  readonly signedHeaders: readonly string[];
  /** 64 hexadecimal digits. */
  readonly signature: string;
}

/**
 * Takes an `Authorization` header apart. Throws IncompleteSignatureException that lists what is missing, in AWS's words.
 * `dated` says whether the request has an `X-Amz-Date` or `Date` header: AWS complains about it in the same breath.
 */
export const parseSignatureHeader = (header: string, dated: boolean): SignatureHeader => {
  const [, scheme = '', list = ''] = /^\s*(\S+)\s*([^]*)$/.exec(header) ?? [];
  const values = scheme === algorithm ? parameters(list) : new Map<string, string>();
  const missing = [
    ...['Credential', 'Signature', 'SignedHeaders']
      .filter((name) => !values.get(name))
      .map((name) => doorMessages.headerLacks(name)),
    ...(dated ? [] : [doorMessages.headerLacksDate]),
  ];
  if (missing.length > 0) throw IncompleteSignature(missing.join(' '));
  const signature = values.get('Signature') ?? '';
  if (!/^[0-9a-f]{64}$/.test(signature)) throw IncompleteSignature(doorMessages.signatureForm);
  return {
    ...credential(values.get('Credential') ?? ''),
    signedHeaders: (values.get('SignedHeaders') ?? '').split(';').map((name) => name.trim().toLowerCase()),
    signature,
  };
};

const algorithm = 'AWS4-HMAC-SHA256';

const parameters = (list: string): Map<string, string> =>
  new Map(
    list.split(',').flatMap((part) => {
      const [, name, value] = /^\s*(\w+)\s*=\s*(\S*)\s*$/.exec(part) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );

const credential = (value: string): { accessKeyId: string; scope: CredentialScope } => {
  const [accessKeyId, date, region, service, terminator, ...rest] = value.split('/');
  if (!accessKeyId || !date || region === undefined || service === undefined || !terminator || rest.length > 0)
    throw IncompleteSignature(doorMessages.credentialForm(value));
  return { accessKeyId, scope: { date, region, service, terminator } };
};
