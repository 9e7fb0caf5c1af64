import { ApiError } from '#contract/api-error.js';
import type { Log } from '#lib/log.js';
import { isUnavailable } from '#store/failures.js';

/** What a log line says about a request. */
export interface RequestFacts {
  readonly requestId: string;
  readonly target: string | null;
  /** The caller's address, where there is one. */
  readonly client?: string | undefined;
}

/**
 * Logs why a request failed, where that is not the caller's own doing: a fault of ours with its stack, an unreachable database in
 * one line, and what stands behind an error that hides its cause.
 */
export const logFailure = (log: Log, error: unknown, facts: RequestFacts): void => {
  if (error instanceof ApiError) {
    if (error.cause !== undefined) log.warn({ ...facts, cause: describe(error.cause) }, `Answered ${error.type}`);
  } else if (isUnavailable(error)) {
    log.warn({ ...facts, reason: reasonOf(error) }, 'The database could not be reached');
  } else {
    log.error({ ...facts, cause: describe(error) }, 'A request failed because of a fault in Poolhouse');
  }
};

interface Description {
  readonly type: string;
  readonly message: string;
  readonly code?: unknown;
  readonly stack?: string;
  readonly cause?: Description;
}

const mostCauses = 4;

/**
 * What may be known of an error. Its other properties stay out: drivers put rows and parameters there (`detail`, `params`), and a
 * query builder's message goes on with the parameters in its second line.
 */
const describe = (error: unknown, depth = 0): Description => {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error' };
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message: firstLine(error.message),
    ...('code' in error && { code: error.code }),
    ...(frames && { stack: frames.join('\n') }),
    ...(error.cause !== undefined && depth < mostCauses && { cause: describe(error.cause, depth + 1) }),
  };
};

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

const reasonOf = (error: unknown): string => (error instanceof Error ? firstLine(error.message) : '');
