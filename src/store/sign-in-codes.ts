import { CodeMismatch } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { maskedDestination } from '#domain/message.js';
import { outboxInsert, outboxParams, type OutboxRow } from './outbox.js';
import type { Effect } from './settlements.js';
import { purgeOf } from './purge.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';

/** A code that a sign-in awaits; a code may be answered wrongly `mostFailures` times. */
export interface SignInCodeKey {
  readonly poolId: string;
  /** The id of the attempt that was asked. */
  readonly id: string;
  readonly hash: Buffer;
}

/** What an answer is: the right code, a wrong one, one too many, or one to a code that was used. */
type CodeVerdict = 'right' | 'wrong' | 'exhausted' | 'used';

const mostFailures = 10;

const codeInsert = `insert into sign_in_codes (pool_id, id, hash, failures, expires_at)
   values (:poolId, :id, :hash, 0, :expiresAt)`;

const stored = statement<SignInCodeKey & { expiresAt: Date } & Record<string, unknown>, never>(
  'sign-in-codes.store',
  `with message as (${outboxInsert}) ${codeInsert}`,
);

// The message is born done, with nothing in it that a job would look at: it goes with the others after a week.
const pretended = statement<SignInCodeKey & { expiresAt: Date } & Record<string, unknown>, never>(
  'sign-in-codes.pretend',
  `with message as (
     insert into outbox (pool_id, id, kind, medium, state, destination, payload, secret, attempts, due_at, give_up_at, created_at,
       done_at, last_error)
     values (:poolId, :messageId, :kind, :medium, 'failed', :destination, '{}', null, 1, :now, :now, :now, :now,
       'there is nobody to send it to')
   ) ${codeInsert}`,
);

// A wrong answer is counted under the row's lock, and what is said follows from whether it was counted: the other columns are as
// they were when the statement began, before it waited for the answers that came first. So of many at once none is free.
const judged = statement<SignInCodeKey & { now: Date; most: number }, { right: boolean; exhausted: boolean }>(
  'sign-in-codes.judge',
  `with wrong as (
     update sign_in_codes set failures = failures + 1
     where pool_id = :poolId and id = :id and hash <> :hash::bytea and failures < :most::int and expires_at > :now
     returning 1
   )
   select hash = :hash::bytea as right,
     failures >= :most::int or (hash <> :hash::bytea and not exists (select 1 from wrong)) as exhausted
   from sign_in_codes
   where pool_id = :poolId and id = :id and expires_at > :now`,
);

const taken = statement<SignInCodeKey & { now: Date; most: number }, { id: string }>(
  'sign-in-codes.take',
  `delete from sign_in_codes
   where pool_id = :poolId and id = :id and hash = :hash and failures < :most::int and expires_at > :now returning id`,
);

const purge = purgeOf('sign_in_codes', 'pool_id, id');

/** Stores a code that was made for an attempt, and the message that carries it. */
export const storeSignInCode =
  (code: SignInCodeKey & { readonly expiresAt: Date }, message: OutboxRow): Effect =>
  async (sql) => {
    await sql.query(stored, { ...code, ...outboxParams(message) });
  };

/** Writes just as much for a message that must go to nobody: whether somebody was sent one does not show in the time. */
export const pretendSignInCode =
  (code: SignInCodeKey & { readonly expiresAt: Date }, { message }: OutboxRow, now: Date): Effect =>
  async (sql) => {
    const { id: messageId, kind, medium } = message;
    await sql.query(pretended, { ...code, messageId, kind, medium, destination: maskedDestination(message), now });
  };

/** Uses a right code up. Throws CodeMismatchException when it was used or guessed at too often meanwhile. */
export const takeSignInCode =
  (code: SignInCodeKey, now: Date): Effect =>
  async (sql) => {
    if ((await sql.query(taken, { ...code, now, most: mostFailures })).length === 0)
      throw CodeMismatch(messages.codeOrState);
  };

/** Codes that were sent within sign-ins. */
export const signInCodes = (sql: Sql) => ({
  /** Compares an answer with the code of its attempt, and counts it when it is wrong: one atomic statement. */
  async judge(answer: SignInCodeKey, now: Date): Promise<CodeVerdict> {
    const [row] = await sql.query(judged, { ...answer, now, most: mostFailures });
    if (!row) return 'used';
    if (row.exhausted) return 'exhausted';
    return row.right ? 'right' : 'wrong';
  },

  /** Deletes up to `limit` expired codes and says how many there were. */
  purge: purge(sql),
});
