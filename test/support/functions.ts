import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LambdaConfigType } from '@aws-sdk/client-cognito-identity-provider';

/** An event as a function receives it. */
export interface TriggerEvent {
  readonly version: string;
  readonly triggerSource: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly userName: string;
  readonly callerContext: { readonly awsSdkVersion: string; readonly clientId: string };
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: Readonly<Record<string, unknown>>;
}

/** What a server of functions sends that no function would. */
export interface RawReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers an event: members of its `response`, or a reply as it goes over the wire; what is thrown is the function's error. */
export type TestFunction = (event: TriggerEvent) => object | RawReply | Promise<object | RawReply>;

export interface Invoked {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Functions of one test. */
export interface Deployment {
  /** Under which pools name them. */
  readonly config: LambdaConfigType;
  /** Every event that reached one of them, oldest first. */
  readonly events: TriggerEvent[];
  /** The same as they came over the wire. */
  readonly invoked: Invoked[];
}

/** A server that speaks the Invoke API of AWS Lambda. */
export interface FunctionServer {
  readonly endpoint: string;
  /** Makes functions with names of their own, by the member of LambdaConfig that they stand in. */
  deploy(functions: Partial<Record<keyof LambdaConfigType, TestFunction>>): Deployment;
  close(): void;
}

interface Deployed {
  readonly run: TestFunction;
  readonly deployment: Deployment;
}

/** Starts a server of functions. It keeps no process alive. */
export const startFunctionServer = async (): Promise<FunctionServer> => {
  const deployed = new Map<string, Deployed>();
  const server = createServer((request, response) => void answer(deployed, request, response));
  await once(server.listen(0, '127.0.0.1').unref(), 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deploy(functions) {
      const names = Object.entries(functions).map(([member, run]) => ({
        member,
        run,
        name: `${member}-${randomUUID()}`,
      }));
      const config = Object.fromEntries(
        names.map(({ member, name }) => [member, `arn:aws:lambda:us-east-1:000000000000:function:${name}`]),
      );
      const deployment: Deployment = { config, events: [], invoked: [] };
      for (const { name, run } of names) deployed.set(name, { run, deployment });
      return deployment;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
};

let shared: Promise<FunctionServer> | undefined;

/** The server of functions that the tests of this process share. */
export const functionServer = (): Promise<FunctionServer> => (shared ??= startFunctionServer());

const answer = async (
  deployed: ReadonlyMap<string, Deployed>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { url = '' } = request;
  const name = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(\?|$)/.exec(url)?.[1];
  const found = request.method === 'POST' && name !== undefined ? deployed.get(decodeURIComponent(name)) : undefined;
  const body = Buffer.concat(chunks).toString();
  if (found) found.deployment.invoked.push({ url, headers: request.headers, body });
  const reply = found ? await run(found, body) : unknownFunction;
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers }).end(reply.body);
};

const unknownFunction: RawReply = {
  status: 404,
  headers: { 'x-amzn-errortype': 'ResourceNotFoundException:http://internal.amazon.com/coral/' },
  body: JSON.stringify({ Type: 'User', Message: 'Function not found' }),
};

const run = async ({ run: call, deployment }: Deployed, body: string): Promise<RawReply> => {
  const event = JSON.parse(body) as TriggerEvent;
  deployment.events.push(event);
  try {
    const answered = await call(event);
    if ('body' in answered) return answered;
    return { body: JSON.stringify({ ...event, response: { ...event.response, ...answered } }) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return {
      headers: { 'x-amz-function-error': 'Unhandled' },
      body: JSON.stringify({ errorType: name, errorMessage: message, trace: [] }),
    };
  }
};
