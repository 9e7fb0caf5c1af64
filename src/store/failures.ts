/** The name of the unique constraint or index that a statement ran into, undefined when it failed otherwise. */
export const violatedUnique = (error: unknown): string | undefined => {
  const failure = databaseFailure(error);
  return failure?.code === uniqueViolation ? (failure.constraint ?? '') : undefined;
};

/**
 * Whether the database could not be asked at all, or stopped before it answered: connection refused or lost, deadline passed,
 * server starting, stopping, or read-only. Nothing is known of the effect of the statement in flight.
 */
export const isUnavailable = (error: unknown): boolean =>
  causes(error).some(
    (cause) =>
      (cause.code !== undefined && (unavailableStates.test(cause.code) || networkErrors.has(cause.code))) ||
      connectionMessages.some((text) => cause.message.startsWith(text)),
  );

/** Whether the statement or transaction was chosen to give way to another one: it had no effect and may simply run again. */
export const gaveWay = (error: unknown): boolean => {
  const code = databaseFailure(error)?.code;
  return code === serializationFailure || code === deadlockDetected;
};

/**
 * Whether the connection that reported this is of no more use: it is lost or still busy with a statement past its deadline, or
 * the same answer would come again and again (a prepared statement that the server forgot or cannot re-plan, a server that
 * turned into a replica).
 */
export const breaksConnection = (error: unknown): boolean => {
  const code = databaseFailure(error)?.code;
  return code === undefined ? isUnavailable(error) : unusableStates.test(code);
};

/** Runs work that may have to give way to another transaction: up to four times, with growing pauses of some milliseconds. */
export const retryable = async <T>(work: () => Promise<T>): Promise<T> => {
  for (const pauseMilliseconds of retryPauses) {
    try {
      return await work();
    } catch (error) {
      if (!gaveWay(error)) throw error;
      await pause(pauseMilliseconds * (0.5 + Math.random()));
    }
  }
  return work();
};

const uniqueViolation = '23505';
const serializationFailure = '40001';
const deadlockDetected = '40P01';
const retryPauses = [5, 20, 80];

// 08 connection exceptions, 25006 read-only transaction, 53 out of resources, 57P01 to 57P05 shutdown, crash and start, 58 system.
const unavailableStates = /^(08|53|58)...$|^25006$|^57P0[1-5]$/;
// The same, less what leaves the connection whole (53), and 0A000 "cached plan must not change result type", 26000 "prepared
// statement does not exist" and 42P05 "prepared statement already exists".
const unusableStates = /^08...$|^25006$|^57P0[1-5]$|^0A000$|^26000$|^42P05$/;

const networkErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
]);

// pg reports these without a code.
const connectionMessages = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Query read timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end on the pool',
  'The embedded database',
];

interface Failure extends Error {
  code?: string;
  constraint?: string;
}

/** An error and what caused it: drizzle wraps what the driver throws. */
const causes = (error: unknown): Failure[] => {
  const found: Failure[] = [];
  for (let cause = error; cause instanceof Error && found.length < 5; cause = cause.cause) found.push(cause);
  return found;
};

const sqlState = /^[0-9A-Z]{5}$/;

const databaseFailure = (error: unknown): Failure | undefined =>
  causes(error).find(
    (cause) => cause.code !== undefined && sqlState.test(cause.code) && !networkErrors.has(cause.code),
  );

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
