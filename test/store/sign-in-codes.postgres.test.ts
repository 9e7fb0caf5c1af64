import { expect, test } from 'vitest';
import { signInCodes } from '#store/sign-in-codes.js';
import { statement } from '#store/statement.js';
import { openTestDatabase } from './engine/engine.js';
import { oneAfterAnother } from './engine/one-after-another.js';

const now = new Date('2026-01-01T00:00:00Z');
const asked = { poolId: 'us-east-1_Codes0001', id: 'attempt', hash: Buffer.from('right') };
const wrong = { ...asked, hash: Buffer.from('wrong') };
const stored = statement<typeof asked, never>(
  'test.code',
  `insert into sign_in_codes (pool_id, id, hash, failures, expires_at)
   values (:poolId, :id, :hash, 9, '2026-01-01T00:03:00Z')`,
);

test('an answer that waited for the last guess is one too many, wrong or right', async () => {
  const { sql } = await openTestDatabase();
  await sql.query(stored, asked);

  const late = await oneAfterAnother(
    sql,
    async (first) => expect(await signInCodes(first).judge(wrong, now)).toBe('wrong'),
    () => signInCodes(sql).judge(wrong, now),
  );

  expect(late).toBe('exhausted');
  expect(await signInCodes(sql).judge(asked, now)).toBe('exhausted');
});
