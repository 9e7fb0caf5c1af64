import type { Sql } from '#store/sql.js';
import { statement } from '#store/statement.js';

const waiting = statement<object, { waits: boolean }>(
  'test.waiting',
  `select exists (
     select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waits`,
);

/**
 * Makes a race certain, which a server alone can have: `second` begins when `first` is done but not yet committed, which it is when
 * `second` waits for it. What becomes of `second`; throws when it does not wait.
 */
export const oneAfterAnother = async <T>(
  sql: Sql,
  first: (transaction: Sql) => Promise<unknown>,
  second: () => Promise<T>,
): Promise<T> => {
  const late = await sql.transaction(async (transaction) => {
    await first(transaction);
    let settled = false;
    const outcome = second().finally(() => {
      settled = true;
    });
    // Whatever it is, it is the caller's.
    outcome.catch(() => undefined);
    for (let waits = false; !waits; [{ waits } = { waits }] = await sql.query(waiting, {}))
      if (settled) throw new Error('The second one did not wait for the first');
    return { outcome };
  });
  return late.outcome;
};
