import { invocationErrors } from '#contract/trigger-messages.js';
import { formatSigningDate } from '#lib/sigv4/amz-date.js';
import { canonicalRequest } from '#lib/sigv4/canonical-request.js';
import { sha256, signature, signingKey } from '#lib/sigv4/signature.js';
import { splitCredentials } from '#lib/url-credentials.js';
import { functionError } from './function-error.js';
import { readText } from './read-text.js';
import type { Invocation, Transport } from './transport.js';

/** AWS's deadline for one attempt. */
const attemptMilliseconds = 5000;
/** Events are small; what a function answers beyond this is refused unread. */
const maxAnswerBytes = 200 * 1024;

/** The access key that invocations are signed with. */
interface Credentials {
  readonly id: string;
  readonly secret: string;
}

/**
 * Invokes functions through the Invoke API of AWS Lambda at `endpoint`, whose user and password, if it has them, are the access key
 * that signs. Functions are called by name, which every local server understands; the account is the endpoint's matter.
 */
export const lambdaInvoke = (endpoint: string): Transport => {
  const { url: base, credentials } = splitCredentials(endpoint);
  const functions = `${base.href.replace(/\/+$/, '')}/2015-03-31/functions`;
  return {
    async invoke(functionArn, payload) {
      const target = targetOf(functionArn);
      const url = new URL(`${functions}/${encodeURIComponent(target.name)}/invocations`);
      if (target.qualifier !== undefined) url.searchParams.set('Qualifier', target.qualifier);
      // Servers that stand in for many services choose by the scope of the signature, and the account by a key of 12 digits.
      const key = credentials
        ? { id: credentials.user, secret: credentials.password }
        : { id: target.account, secret: 'none' };
      try {
        const response = await fetch(url, {
          method: 'POST',
          redirect: 'manual',
          headers: { 'content-type': 'application/json', ...signed(url, payload, key, target.region) },
          body: payload,
          signal: AbortSignal.timeout(attemptMilliseconds),
        });
        return await toInvocation(response);
      } catch (error) {
        return { kind: 'unanswered', reason: reasonOf(error) };
      }
    },
  };
};

/** `arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]`; another service's ARN is handed over whole. */
const targetOf = (arn: string): { name: string; qualifier: string | undefined; region: string; account: string } => {
  const [, , service, region = '', account = '', kind, name, qualifier] = arn.split(':');
  return service === 'lambda' && kind === 'function' && name !== undefined
    ? { name, qualifier, region, account }
    : { name: arn, qualifier: undefined, region, account };
};

const invocationHeaders = { 'x-amz-invocation-type': 'RequestResponse', 'x-amz-log-type': 'None' };

const signed = (url: URL, payload: string, { id, secret }: Credentials, region: string): Record<string, string> => {
  const date = formatSigningDate(new Date());
  const scope = { date: date.slice(0, 8), region, service: 'lambda', terminator: 'aws4_request' };
  const headers: Record<string, string> = { host: url.host, 'x-amz-date': date, ...invocationHeaders };
  const names = Object.keys(headers).toSorted();
  const request = {
    method: 'POST',
    path: url.pathname,
    query: url.search.slice(1),
    header: (name: string) => [headers[name] ?? ''],
  };
  const proof = signature(signingKey(secret, scope), date, scope, canonicalRequest(request, names, sha256(payload)));
  const { host: _, ...sent } = headers;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${id}/${Object.values(scope).join('/')}, SignedHeaders=${names.join(';')}, Signature=${proof}`,
  };
};

const toInvocation = async (response: Response): Promise<Invocation> => {
  if (response.status !== 200) {
    await response.body?.cancel();
    return { kind: 'refused', reason: errorName(response) };
  }
  const body = await readText(response, maxAnswerBytes);
  if (body === undefined) return { kind: 'failed', message: invocationErrors.answerTooLarge(maxAnswerBytes) };
  const message = functionError(body, response.headers.has('x-amz-function-error'));
  return message === undefined ? { kind: 'answered', body } : { kind: 'failed', message };
};

/** The error that the service names in a header, or the status where it names none, as with a redirect. */
const errorName = ({ status, headers }: Response): string =>
  /^\w{1,100}/.exec(headers.get('x-amzn-errortype') ?? '')?.[0] ?? `HTTP status ${status}`;

const reasonOf = (error: unknown): string =>
  error instanceof Error && error.name === 'TimeoutError' ? invocationErrors.timedOut : invocationErrors.unreachable;
