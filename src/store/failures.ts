import { setTimeout as pause } from 'node:timers/promises';

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

/**
 * Whether the statement or transaction had no effect and may simply run again: it had to give way to another one, or the server
 * has dropped its prepared form.
 */
export const gaveWay = (error: unknown): boolean => {
  const failure = databaseFailure(error);
  return failure?.code !== undefined && (gaveWayStates.has(failure.code) || isStalePlan(failure));
};

/**
 * Whether the connection that reported this is of no more use: it is lost or still busy with a statement past its deadline, or
 * the same answer would come again and again (a prepared statement that the server forgot or cannot re-plan, a server that
 * turned into a replica).
 */
export const breaksConnection = (error: unknown): boolean => {
  const failure = databaseFailure(error);
  if (failure?.code === undefined) return isUnavailable(error);
  return unusableStates.test(failure.code) || isStalePlan(failure);
};

/** Runs work again when it gave way: four times at most, with growing pauses of some milliseconds. */
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
// serialization_failure, deadlock_detected, and 26000: the prepared statement does not exist
const gaveWayStates = new Set(['40001', '40P01', '26000']);
const retryPauses = [5, 20, 80];

// 08 connection exceptions, 25006 read-only transaction, 53 out of resources, 57P01 to 57P05 shutdown, crash and start, 58 system.
const unavailableStates = /^(08|53|58)...$|^25006$|^57P0[1-5]$/;
// The same, less what leaves the connection whole (53, 58), and 26000 and 42P05: the prepared statement does not exist, or does
// already.
const unusableStates = /^08...$|^25006$|^57P0[1-5]$|^26000$|^42P05$/;

/** A prepared statement whose result a migration has changed: pg would send it again and again. */
const isStalePlan = ({ code, message }: Failure): boolean => code === '0A000' && message.startsWith('cached plan');

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
