import { jsonAnswer } from './json-answer.js';

/** Whether the process answers at all. */
export const alive = (): Response => jsonAnswer(200, { status: 'ok' }, uncached);

/**
 * Whether requests can be served: the store is open, so its migrations are done, and the database answers within a short deadline.
 */
export const ready = async (ping: () => Promise<void>): Promise<Response> => {
  const reachable = await Promise.race([answers(ping()), lateBy(deadlineMilliseconds)]);
  return reachable
    ? jsonAnswer(200, { status: 'ready' }, uncached)
    : jsonAnswer(503, { status: 'unavailable', reason: 'the database does not answer' }, uncached);
};

const deadlineMilliseconds = 2000;
const uncached = { 'Cache-Control': 'no-store' };

const answers = (ping: Promise<void>): Promise<boolean> =>
  ping.then(
    () => true,
    () => false,
  );

const lateBy = (milliseconds: number): Promise<boolean> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(false), milliseconds).unref();
  });
