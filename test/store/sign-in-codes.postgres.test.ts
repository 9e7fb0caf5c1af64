import { expect, test } from 'vitest';
import type { Sql } from '#store/sql.js';
import { signInCodes } from '#store/sign-in-codes.js';
import { statement } from '#store/statement.js';
import { openTestDatabase } from './engine/engine.js';

// Only a server runs two statements at once.

const now = new Date('2026-01-01T00:00:00Z');
const asked = { poolId: 'us-east-1_Codes0001', id: 'attempt', hash: Buffer.from('right') };
const wrong = { ...asked, hash: Buffer.from('wrong') };
const stored = statement<typeof asked, never>(
  'test.code',
  `insert into sign_in_codes (pool_id, id, hash, failures, expires_at)
   values (:poolId, :id, :hash, 9, '2026-01-01T00:03:00Z')`,
);
const waiting = statement<object, { waits: boolean }>(
  'test.waiting',
  `select exists (
     select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waits`,
);

const someoneWaits = async (sql: Sql): Promise<void> => {
  for (let waits = false; !waits;) {
    const [row] = await sql.query(waiting, {});
    waits = row?.waits ?? false;
  }
};

test('an answer that waited for the last guess is one too many, wrong or right', async () => {
  const { sql } = await openTestDatabase();
  await sql.query(stored, asked);

  const late = await sql.transaction(async (first) => {
    expect(await signInCodes(first).judge(wrong, now)).toBe('wrong');
    const second = signInCodes(sql).judge(wrong, now);
    await someoneWaits(sql);
    return { second };
  });

  expect(await late.second).toBe('exhausted');
  expect(await signInCodes(sql).judge(asked, now)).toBe('exhausted');
});
