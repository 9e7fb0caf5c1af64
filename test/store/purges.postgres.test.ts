import { expect, test } from 'vitest';
import { attempts } from '#store/attempts.js';
import { passkeyRegistrations } from '#store/passkey-registrations.js';
import { openTestDatabase } from './engine/engine.js';
import { pool, register } from './rows.js';

const before = new Date('2026-01-01T00:00:00Z');
const after = new Date('2026-01-03T00:00:00Z');
const later = new Date('2026-01-04T00:00:00Z');

test('a counter that expired and begins anew is not purged, and the purge does not wait for it', async () => {
  const { sql } = await openTestDatabase();
  const key = { poolId: pool.id, purpose: 'confirm-sign-up', key: 'maya' } as const;
  await attempts(sql).take(key, 5, before);

  await sql.transaction(async (renewing) => {
    expect(await attempts(renewing).take(key, 1, after)).toBe(true);
    expect(await attempts(sql).purge(after, 10)).toBe(0);
  });

  expect(await attempts(sql).take(key, 1, after)).toBe(false);
  expect(await attempts(sql).purge(later, 10)).toBe(1);
});

test('a registration of a passkey that expired and is begun anew is not purged', async () => {
  const { sql } = await openTestDatabase();
  const sub = await register(sql, 'maya');
  const registration = { clientId: 'client', relyingPartyId: 'example.com', challenge: 'first', expiresAt: before };
  await passkeyRegistrations(sql).begin(pool.id, sub, registration);

  await sql.transaction(async (renewing) => {
    await passkeyRegistrations(renewing).begin(pool.id, sub, { ...registration, challenge: 'new', expiresAt: later });
    expect(await passkeyRegistrations(sql).purge(after, 10)).toBe(0);
  });

  expect((await passkeyRegistrations(sql).find(pool.id, sub))?.challenge).toBe('new');
});
