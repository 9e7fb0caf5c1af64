import { operations } from '#operations/index.js';
import type { OperationTable } from '#http/target.js';
import { undeclaredErrors } from '../contract/undeclared-errors.js';
import { poolhouse } from './poolhouse.js';

/** What answers said that they must not: an error that its operation does not declare, or a fault of the server. */
export const violations: string[] = [];

/** Errors of the door itself, which may answer any request. */
const commonErrors = new Set([
  'AccessDeniedException',
  'ExpiredTokenException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'RequestEntityTooLargeException',
  'SerializationException',
  'TooManyRequestsException',
  'UnknownOperationException',
  'UnrecognizedClientException',
]);

/** Calls the shared Poolhouse, and notes each answer that the operation's own declaration does not allow. */
export const watchedFetch = async (request: Request): Promise<Response> => {
  const { fetch } = await poolhouse();
  const response = await fetch(request);
  if (request.method === 'POST' && !response.ok) await check(request, response.clone());
  return response;
};

const check = async (request: Request, response: Response): Promise<void> => {
  const name = request.headers.get('x-amz-target')?.split('.')[1] ?? '';
  const { __type: type = '' } = (await response.json()) as { __type?: string };
  const table: OperationTable = operations;
  const declared = Object.hasOwn(table, name) ? (table[name]?.errors ?? []).map((kind) => kind.type) : [];
  const wanted = undeclaredErrors[name] ?? [];
  const allowed = commonErrors.has(type) || declared.includes(type) || wanted.some((kind) => kind.type === type);
  if (!allowed || response.status >= 500) violations.push(`${name} answered ${response.status} ${type}`);
};
