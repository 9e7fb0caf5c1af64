import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { lambdaInvoke } from '#triggers/lambda-invoke.js';
import { type RawReply, startFunctionServer, type TestFunction } from '../support/functions.js';
import { freePort } from '../support/free-port.mjs';
import { sdkSigner } from '../support/sdk-signer.js';

const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

/** Invokes a function that behaves as told. */
const invoke = async (behave: TestFunction, payload = '{"request":{}}') => {
  const server = await startFunctionServer();
  onTestFinished(server.close);
  const { config, invoked } = server.deploy({ DefineAuthChallenge: behave });
  const transport = lambdaInvoke(server.endpoint);
  return { invocation: await transport.invoke(config.DefineAuthChallenge ?? '', payload), invoked };
};

const replying = (reply: RawReply) => invoke(() => reply);

describe('a function', () => {
  test('is invoked by its name, and its answer handed on as it is', async () => {
    const { invocation, invoked } = await replying({ body: ' {"response":{}} ' });
    expect(invocation).toEqual({ kind: 'answered', body: ' {"response":{}} ' });
    expect(invoked).toHaveLength(1);
    expect(invoked[0]).toMatchObject({
      url: expect.stringMatching(/^\/2015-03-31\/functions\/DefineAuthChallenge-[0-9a-f-]{36}\/invocations$/),
      body: '{"request":{}}',
      headers: {
        'content-type': 'application/json',
        'x-amz-invocation-type': 'RequestResponse',
        'x-amz-log-type': 'None',
      },
    });
  });

  test('that fails is told from one that answers, with the mark of Lambda or without', async () => {
    const marked = { 'x-amz-function-error': 'Unhandled' };
    const error = JSON.stringify({ errorType: 'Error', errorMessage: 'no riddles', trace: [] });
    const failed = (message: string) => ({ kind: 'failed', message });
    for (const headers of [marked, {}])
      expect((await replying({ headers, body: error })).invocation).toEqual(failed('no riddles'));
    expect((await replying({ body: '{"errorType":"Runtime.ExitError"}' })).invocation).toEqual(
      failed('Runtime.ExitError'),
    );
    expect((await replying({ headers: marked, body: '' })).invocation).toEqual(failed('Unhandled'));
    expect((await replying({ headers: marked, body: '{"errorMessage":{}}' })).invocation).toEqual(failed('Unhandled'));
    expect((await replying({ headers: marked, body: '[1]' })).invocation).toEqual(failed('Unhandled'));
    expect((await replying({ body: 'Task timed out after 3.00 seconds\n' })).invocation).toEqual(
      failed('Task timed out after 3.00 seconds'),
    );
  });

  test('may have an errorMessage in an event that it answers', async () => {
    const body = '{"errorMessage":"mine","response":{}}';
    expect((await replying({ body })).invocation).toEqual({ kind: 'answered', body });
  });

  test('that answers too much is cut off', async () => {
    const { invocation } = await replying({ body: 'x'.repeat(200 * 1024 + 1) });
    expect(invocation).toEqual({
      kind: 'failed',
      message: 'Response payload size exceeded maximum allowed payload size (204800 bytes).',
    });
    expect((await replying({ body: 'x'.repeat(200 * 1024) })).invocation).toMatchObject({ kind: 'answered' });
  });
});

describe('a server of functions', () => {
  test('names the error that kept the function from running', async () => {
    const server = await startFunctionServer();
    onTestFinished(server.close);
    expect(await lambdaInvoke(server.endpoint).invoke(arnOf('nowhere'), '{}')).toEqual({
      kind: 'refused',
      reason: 'ResourceNotFoundException',
    });
  });

  test('is not followed elsewhere, and a status without a name is told as it is', async () => {
    const elsewhere = await startFunctionServer();
    onTestFinished(elsewhere.close);
    const { invoked } = elsewhere.deploy({});
    const location = `${elsewhere.endpoint}/2015-03-31/functions/other/invocations`;
    for (const status of [202, 301, 302, 307, 308, 400, 429, 500, 502])
      expect((await replying({ status, headers: { location }, body: 'x' })).invocation).toEqual({
        kind: 'refused',
        reason: `HTTP status ${status}`,
      });
    expect(invoked).toEqual([]);
  });

  test('that does not answer within five seconds is given up', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout');
    const { timeout: original } = AbortSignal;
    onTestFinished(() => timeout.mockRestore());
    timeout.mockImplementationOnce(() => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new DOMException('late', 'TimeoutError')), 50);
      return controller.signal;
    });
    expect(original).toBeDefined();
    const never = new Promise<RawReply>(() => {});
    expect((await invoke(() => never)).invocation).toEqual({
      kind: 'unanswered',
      reason: 'Socket timeout while invoking Lambda function',
    });
    expect(timeout).toHaveBeenCalledWith(5000);
  });

  test('that is not there, or hangs up, did not answer', async () => {
    const unanswered = { kind: 'unanswered', reason: 'Unable to execute HTTP request' };
    expect(await lambdaInvoke(`http://127.0.0.1:${await freePort()}`).invoke(arnOf('any'), '{}')).toEqual(unanswered);

    const server = createServer(({ socket }) => socket.destroy());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    expect(await lambdaInvoke(`http://127.0.0.1:${port}`).invoke(arnOf('any'), '{}')).toEqual(unanswered);
  });
});

/** What a transport sends to a function of this ARN. */
const sent = async (arn: string, { credentials = '', path = '' } = {}) => {
  const seen: { url: string; headers: Record<string, string>; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      seen.push({ url: request.url ?? '', headers, body: Buffer.concat(chunks).toString() });
      response.end('{}');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  await lambdaInvoke(`http://${credentials}127.0.0.1:${port}${path}`).invoke(arn, '{"userName":"Ж"}');
  const [request] = seen;
  if (!request) throw new Error('Nothing was sent');
  return request;
};

/** The signature that AWS's own signer makes of the same request. */
const awsSignature = async (
  request: Awaited<ReturnType<typeof sent>>,
  credentials: { accessKeyId: string; secretAccessKey: string },
  region: string,
): Promise<string | undefined> => {
  const names = /SignedHeaders=([^,]+)/.exec(request.headers['authorization'] ?? '')?.[1]?.split(';') ?? [];
  const url = new URL(request.url, `http://${request.headers['host']}`);
  const signed = await sdkSigner({ credentials, region, service: 'lambda' }).sign(
    {
      method: 'POST',
      protocol: 'http:',
      hostname: url.hostname,
      port: Number(url.port),
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(names.map((name) => [name, request.headers[name] ?? ''])),
      body: request.body,
    },
    {
      signingDate: new Date(
        (request.headers['x-amz-date'] ?? '').replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'),
      ),
      unsignableHeaders: new Set(['x-amz-content-sha256']),
    },
  );
  return signed.headers['authorization'];
};

describe('an invocation', () => {
  test('is signed with the access key in the endpoint, for the region of the function', async () => {
    const request = await sent('arn:aws:lambda:eu-central-1:123456789012:function:signer:live', {
      credentials: 'AKIDEXAMPLE0000000:se%2Fcr%2Bet%3D@',
      path: '/base/',
    });
    expect(request.url).toBe('/base/2015-03-31/functions/signer/invocations?Qualifier=live');
    expect(request.headers['authorization']).toBe(
      await awsSignature(request, { accessKeyId: 'AKIDEXAMPLE0000000', secretAccessKey: 'se/cr+et=' }, 'eu-central-1'),
    );
  });

  test('without one carries the account of the function, by which local servers choose', async () => {
    const { headers } = await sent('arn:aws:lambda:eu-central-1:123456789012:function:signer');
    expect(headers['authorization']).toMatch(
      /^AWS4-HMAC-SHA256 Credential=123456789012\/\d{8}\/eu-central-1\/lambda\/aws4_request, /,
    );
  });

  test('of another service’s ARN names it whole', async () => {
    const arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:riddles';
    expect((await sent(arn)).url).toBe(`/2015-03-31/functions/${encodeURIComponent(arn)}/invocations`);
  });
});
