import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RenderedMessage } from '#domain/message.js';
import { addMilliseconds } from '#lib/clock.js';
import { firstClaim, leaseMilliseconds } from '#store/outbox.js';
import { type OutboxFixture, openOutbox } from './fixture.js';

const now = new Date('2026-05-01T12:00:00.000Z');
const later = (milliseconds: number) => addMilliseconds(now, milliseconds);
const afterLease = later(leaseMilliseconds);
const days = (count: number) => count * 24 * 3_600_000;
const rendered: RenderedMessage = {
  medium: 'EMAIL',
  to: 'maya@example.com',
  from: 'staff@example.org',
  subject: 'Your verification code',
  html: 'Your verification code is 654321. ',
};

let fixture: OutboxFixture;
beforeAll(async () => {
  fixture = await openOutbox();
});
beforeEach(() => fixture.empty());
afterAll(() => fixture.close());

describe('a stored message', () => {
  test('belongs to its maker until the lease ends, and then to one other', async () => {
    const { outbox, pool, store } = fixture;
    const [row] = await store(now, { poolId: (await pool()).id });

    expect(await outbox.claim(later(leaseMilliseconds - 1), 10)).toEqual([]);
    const claims = await Promise.all([1, 2, 3, 4].map(() => outbox.claim(afterLease, 10)));
    expect(claims.flat().map(({ id, attempts }) => ({ id, attempts }))).toEqual([{ id: row?.message.id, attempts: 2 }]);
    expect(await outbox.claim(later(2 * leaseMilliseconds - 1), 10)).toEqual([]);
  });

  test('is read back as it was, with its optional members or without', async () => {
    const { outbox, pool, store } = fixture;
    const poolId = (await pool()).id;
    const [plain, full] = await store(
      now,
      { poolId },
      {
        poolId,
        kind: 'ForgotPassword',
        medium: 'SMS',
        destination: '+15555551234',
        clientId: 'c1',
        clientMetadata: { lang: 'sv' },
      },
    );

    const messages = await Promise.all(
      (await outbox.claim(afterLease, 10)).map(async (row) => (await outbox.open(row)).message),
    );

    expect(messages).toEqual(expect.arrayContaining([plain?.message, full?.message]));
    expect(messages).toHaveLength(2);
  });

  test('may be none, or absent', async () => {
    await fixture.store(now);
    expect(await fixture.rows()).toEqual([]);
  });

  test('holds its code only sealed, and for its own row', async () => {
    const { database, outbox, pool, store } = fixture;
    const poolId = (await pool()).id;
    await store(now, { poolId }, { poolId, secret: '111111' });

    expect(JSON.stringify(await fixture.rows())).not.toMatch(/654321|111111/);

    const [a, b] = await outbox.claim(afterLease, 10);
    if (!a || !b) throw new Error('There are two messages');
    await expect(outbox.open({ ...a, secret: b.secret })).rejects.toThrow('A sealed value does not authenticate');
    expect(database.engine).toBe(process.env['POOLHOUSE_TEST_ENGINE'] === 'postgres' ? 'postgres' : 'pglite');
  });

  test('is given up when its code is worthless, or after a day', async () => {
    const { outbox, pool, store } = fixture;
    const poolId = (await pool()).id;
    await store(now, { poolId, validUntil: later(3_600_000) }, { poolId, validUntil: later(days(7)) }, { poolId });

    const rows = await outbox.claim(afterLease, 10);

    const hours = rows.map(({ giveUpAt }) => (giveUpAt.getTime() - now.getTime()) / 3_600_000);
    expect(hours.toSorted((a, b) => a - b)).toEqual([1, 24, 24]);
  });
});

describe('claiming', () => {
  test('takes what is due the longest, and no more than asked for', async () => {
    const { outbox, pool, store } = fixture;
    const poolId = (await pool()).id;
    await store(later(3_000), { poolId });
    const [second] = await store(later(2_000), { poolId });
    const [first] = await store(later(1_000), { poolId });

    const rows = await outbox.claim(later(leaseMilliseconds + 5_000), 2);

    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set([first?.message.id, second?.message.id]));
  });

  test('is shared by many at once without one message going to two', async () => {
    const { outbox, pool, store } = fixture;
    const poolId = (await pool()).id;
    await store(now, ...Array.from({ length: 60 }, () => ({ poolId })));

    const claimed: string[] = [];
    const work = async () => {
      for (let rows = await outbox.claim(afterLease, 7); rows.length > 0; rows = await outbox.claim(afterLease, 7)) {
        claimed.push(...rows.map(({ id }) => id));
      }
    };
    await Promise.all([1, 2, 3, 4, 5, 6].map(work));
    // Skipped while another claim held them, so not lost.
    await work();

    expect(claimed).toHaveLength(60);
    expect(new Set(claimed).size).toBe(60);
  });
});

test('a message that is done is never claimed again', async () => {
  const { outbox, pool, store } = fixture;
  const poolId = (await pool()).id;
  const [sent, failed, kept] = await store(now, { poolId }, { poolId }, { poolId });
  if (!sent || !failed || !kept) throw new Error('There are three messages');
  await outbox.finish(firstClaim(sent), sent.message, now);
  await outbox.finish(firstClaim(failed), failed.message, now, 'the server answered 550');
  await outbox.keep(firstClaim(kept), rendered, now);

  expect(await outbox.claim(later(days(2)), 10)).toEqual([]);
  expect((await fixture.rows()).map(({ payload }) => payload)).toEqual([{}, {}, {}]);
});

describe('an attempt', () => {
  test('that was overtaken writes nothing', async () => {
    const { outbox, pool, store } = fixture;
    const [row] = await store(now, { poolId: (await pool()).id });
    if (!row) throw new Error('There is a message');
    const overtaken = firstClaim(row);
    const [newest] = await outbox.claim(afterLease, 1);
    if (!newest) throw new Error('The message is due');
    const before = await fixture.rows();

    await outbox.extend(overtaken, later(days(1)));
    await outbox.postpone(overtaken, { dueAt: now, reason: 'late', message: rendered });
    await outbox.finish(overtaken, row.message, now);
    await outbox.finish(overtaken, row.message, now, 'late');
    await outbox.keep(overtaken, rendered, now);
    expect(await fixture.rows()).toEqual(before);

    await outbox.finish(newest, row.message, now);
    await outbox.finish(newest, row.message, now, 'twice');
    expect(await fixture.rows()).toMatchObject([{ state: 'sent', lastError: null }]);
  });

  test('that takes its time keeps the message', async () => {
    const { outbox, pool, store } = fixture;
    const [row] = await store(now, { poolId: (await pool()).id });
    if (!row) throw new Error('There is a message');

    await outbox.extend(firstClaim(row), later(50_000));

    expect(await outbox.claim(afterLease, 1)).toEqual([]);
    expect(await outbox.claim(later(50_000 + leaseMilliseconds), 1)).toHaveLength(1);
  });

  test('that failed leaves its rendering to the next', async () => {
    const { outbox, pool, store } = fixture;
    const [row] = await store(now, { poolId: (await pool()).id });
    if (!row) throw new Error('There is a message');

    await outbox.postpone(firstClaim(row), { dueAt: later(5_000), reason: 'ECONNREFUSED', message: rendered });

    expect(await fixture.rows()).toMatchObject([{ state: 'pending', lastError: 'ECONNREFUSED', attempts: 1 }]);
    const [next] = await outbox.claim(later(5_000), 1);
    if (!next) throw new Error('The message is due');
    expect(next.attempts).toBe(2);
    expect(await outbox.open(next)).toEqual({ message: row.message, rendered });
  });

  test.each(['sent', 'failed'] as const)(
    'that ended a message as %s forgets whom it was for and what it said',
    async (state) => {
      const { outbox, pool, store } = fixture;
      const [row] = await store(now, { poolId: (await pool()).id, clientMetadata: { lang: 'sv' } });
      if (!row) throw new Error('There is a message');
      await outbox.postpone(firstClaim(row), { dueAt: now, reason: 'once', message: rendered });
      const [claim] = await outbox.claim(now, 1);
      if (!claim) throw new Error('The message is due');

      await outbox.finish(claim, row.message, later(1), state === 'sent' ? undefined : 'the server answered 550');

      expect(await fixture.rows()).toMatchObject([
        {
          state,
          destination: 'm***@e***',
          secret: null,
          rendered: null,
          doneAt: later(1),
          lastError: state === 'sent' ? null : 'the server answered 550',
        },
      ]);
      expect((await fixture.rows())[0]?.payload).toEqual({});
    },
  );
});

describe('the local inbox', () => {
  test('lists kept messages, the newest at the end, of a pool or to a destination', async () => {
    const { outbox, pool, store } = fixture;
    const [one, other] = [await pool(), await pool()];
    const keep = async (poolId: string, to: string, age: number) => {
      const [row] = await store(later(age), { poolId, destination: to });
      if (row) await outbox.keep(firstClaim(row), { ...rendered, to }, later(age));
    };
    await keep(one.id, 'maya@example.com', 1);
    await keep(other.id, 'maya@example.com', 2);
    await keep(one.id, 'noah@example.com', 3);
    await store(now, { poolId: one.id });

    const seen = async (filter: { poolId?: string; to?: string; last: number }) =>
      (await outbox.inbox(filter)).map(({ poolId, createdAt, message }) => [
        poolId,
        message.to,
        createdAt.getTime() - now.getTime(),
      ]);

    expect(await seen({ last: 10 })).toEqual([
      [one.id, 'maya@example.com', 1],
      [other.id, 'maya@example.com', 2],
      [one.id, 'noah@example.com', 3],
    ]);
    expect(await seen({ last: 1 })).toEqual([[one.id, 'noah@example.com', 3]]);
    expect(await seen({ poolId: one.id, last: 10 })).toHaveLength(2);
    expect(await seen({ poolId: one.id, to: 'maya@example.com', last: 10 })).toEqual([[one.id, 'maya@example.com', 1]]);
    expect(JSON.stringify(await fixture.rows())).not.toContain('654321');
  });
});

test('purging deletes old messages that are done, so many at a time', async () => {
  const { outbox, pool, store } = fixture;
  const poolId = (await pool()).id;
  const rows = await store(now, ...Array.from({ length: 5 }, () => ({ poolId })));
  const [young] = await store(later(days(1)), { poolId });
  for (const row of [...rows.slice(0, 4), ...(young ? [young] : [])]) await outbox.keep(firstClaim(row), rendered, now);

  expect(await outbox.purge(now, 3)).toBe(0);
  expect(await outbox.purge(later(1), 3)).toBe(3);
  expect(await outbox.purge(later(1), 3)).toBe(1);
  expect(await outbox.purge(later(1), 3)).toBe(0);

  expect((await fixture.rows()).map(({ state }) => state)).toEqual(['pending', 'kept']);
});
