import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { smtpTransport } from '#delivery/smtp.js';
import { poolOf } from '#domain/pool.fixture.js';
import { createMessages } from '#services/messages.js';
import { masterKey } from '../support/engine.js';
import { TestClock } from '../support/test-clock.js';
import { emptyPlace, maya, openOutbox, testLog } from './fixture.js';
import { startMailServer } from './mail-server.js';

const patiently = (check: () => unknown) => vi.waitFor(check, { timeout: 120_000, interval: 20 });

test(
  'a message of a process that was killed while it sent is sent by the next one, once',
  { timeout: 180_000 },
  async () => {
    let greeted = 0;
    // The first to come is never answered.
    const server = await startMailServer({ onMailFrom: (_address, _session, next) => void (++greeted > 1 && next()) });
    const pool = poolOf();
    const place = await emptyPlace();
    const smtpUrl = `smtp://127.0.0.1:${server.port}`;

    const input = { database: place, masterKey, pool, smtpUrl, draft: { ...maya, poolId: pool.id } };
    const script = fileURLToPath(new URL('killed-process.mjs', import.meta.url));
    const child = spawn(process.execPath, [script, JSON.stringify(input)], { stdio: 'inherit' });
    const ended = once(child, 'exit');
    onTestFinished(() => void child.kill('SIGKILL'));
    await patiently(() => expect(greeted).toBe(1));
    child.kill('SIGKILL');
    await ended;

    const fixture = await openOutbox(place);
    const clock = new TestClock();
    const transports = { EMAIL: smtpTransport(smtpUrl) };
    const options = { outbox: fixture.outbox, findPool: async () => pool, transports, emailFrom: undefined };
    const messages = createMessages({ ...options, clock, log: testLog(), showCodes: false });
    await messages.sendDue();
    expect(await fixture.rows()).toMatchObject([{ state: 'pending', attempts: 1 }]);

    clock.advanceSeconds(61);
    await messages.sendDue();
    await patiently(async () => expect(await fixture.rows()).toMatchObject([{ state: 'sent', attempts: 2 }]));
    expect(server.received.map(({ mail }) => mail.text)).toEqual(['Your verification code is 654321.']);

    await messages.close();
    await fixture.close();
    await server.close();
  },
);
