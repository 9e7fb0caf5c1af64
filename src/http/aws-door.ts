import type { BlockList } from 'node:net';
import { ApiError } from '#contract/api-error.js';
import { InternalError, ResourceNotFound } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { newUuid } from '#lib/ids.js';
import type { Io, Origin } from '#services/io.js';
import { NoDataKey } from '#store/vault.js';
import { answer, errorAnswer } from './aws-answer.js';
import { authorize, type Authenticate } from './authenticate.js';
import { readBody } from './body.js';
import { clientAddress } from './client-address.js';
import { logFailure } from './failure-log.js';
import { type Connection, headerReader } from './headers.js';
import { decodeJson } from './json.js';
import { publicScope, signedScope } from './rate-scope.js';
import { findOperation, type OperationTable } from './target.js';

export interface AwsDoorOptions {
  readonly operations: OperationTable;
  readonly io: Io;
  readonly authenticate: Authenticate;
  readonly trustedProxies: BlockList;
}

/** The AWS API: every request is a POST, and its `X-Amz-Target` says which operation it is for. */
export type AwsDoor = (request: Request, connection: Connection) => Promise<Response>;

/** Answers requests of the AWS API; whatever goes wrong, the answer has AWS's shape. */
export const awsDoor = (options: AwsDoorOptions): AwsDoor => {
  const { clock, log } = options.io;
  return async (request, connection) => {
    const requestId = newUuid();
    const target = request.headers.get('x-amz-target');
    try {
      const output = await perform(options, request, connection, target);
      return answer(output, { requestId, now: clock.now() });
    } catch (thrown) {
      const error = knownFailure(thrown);
      const client = addressOf(request, connection, options.trustedProxies);
      logFailure(log, error, { requestId, target, client });
      const shown = error instanceof ApiError ? error : InternalError();
      return errorAnswer(shown, { requestId, now: clock.now() });
    }
  };
};

/** A pool that another process deleted is remembered here for a second, but its keys are gone: then it does not exist. */
const knownFailure = (thrown: unknown): unknown =>
  thrown instanceof NoDataKey ? ResourceNotFound(messages.poolNotFound(thrown.scope)) : thrown;

const addressOf = (request: Request, connection: Connection, trustedProxies: BlockList): string | undefined =>
  clientAddress(
    connection.incoming?.socket.remoteAddress,
    headerReader(request, connection)('x-forwarded-for'),
    trustedProxies,
  );

const originOf = (request: Request, connection: Connection, trustedProxies: BlockList): Origin => {
  const address = addressOf(request, connection, trustedProxies);
  const userAgent = request.headers.get('user-agent')?.slice(0, mostUserAgentCharacters);
  return { ...(address !== undefined && { address }), ...(userAgent !== undefined && { userAgent }) };
};

/** User agents are cut to this length: nothing useful stands beyond it. */
const mostUserAgentCharacters = 512;

/** AWS's own limit is not known; the largest request that the constraints let through is smaller. */
const maxBodyBytes = 1024 * 1024;

/** One request from its first byte to the operation's output; undefined where AWS declares none. Throws ApiError. */
const perform = async (
  { operations, io: shared, authenticate, trustedProxies }: AwsDoorOptions,
  request: Request,
  connection: Connection,
  target: string | null,
): Promise<object | undefined> => {
  const { name, operation } = findOperation(operations, target);
  const body = await readBody(request, maxBodyBytes);
  const io = { ...shared, origin: originOf(request, connection, trustedProxies) };
  switch (operation.access) {
    case 'public': {
      const input = operation.check(decodeJson(body));
      await io.requestRates.spend(name, () => publicScope(input, io));
      const output = await operation.run(input, io);
      return operation.empty ? undefined : output;
    }
    case 'bearer': {
      const input = operation.check(decodeJson(body));
      const bearer = await io.tokenVerifier.verifyBearer(String(input['AccessToken']), operation);
      await io.requestRates.spend(name, async () => bearer.pool.id);
      const output = await operation.run(input, { ...io, bearer });
      return operation.empty ? undefined : output;
    }
    case 'signed': {
      const signatory = await authenticate(request, body, connection);
      const input = operation.check(decodeJson(body));
      authorize(signatory, name, input);
      await io.requestRates.spend(name, () => signedScope(input, signatory.caller, io));
      const output = await operation.run(input, { ...io, caller: signatory.caller });
      return operation.empty ? undefined : output;
    }
  }
};
