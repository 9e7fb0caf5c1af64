// @ts-check
// A process of the build that stores a message, begins to send it, and is killed meanwhile: see killed.test.ts.

import { smtpTransport } from '#delivery/smtp.js';
import { systemClock } from '#lib/clock.js';
import { silentLog } from '#lib/log.js';
import { createMessages } from '#services/messages.js';
import { parseMasterKeys } from '#store/master-key.js';
import { openDatabase } from '#store/open.js';
import { newOutboxRow, outbox, outboxInsert, outboxParams } from '#store/outbox.js';
import { statement } from '#store/statement.js';
import { vaults } from '#store/vault.js';

/**
 * @typedef {object} Input
 * @property {{ dataDir: string, url?: string }} database
 * @property {string} masterKey
 * @property {import('#domain/pool.js').Pool} pool
 * @property {string} smtpUrl
 * @property {import('#store/outbox.js').MessageDraft} draft
 */

const input = /** @type {Input} */ (JSON.parse(process.argv[2] ?? ''));
const { database, masterKey, pool, smtpUrl, draft } = input;

const { sql } = await openDatabase({ ...database, log: silentLog });
const keys = vaults(sql, parseMasterKeys(masterKey));
const row = newOutboxRow(await keys.ensure(pool.id), draft, new Date());
await sql.query(statement('test.announce', `with message as (${outboxInsert}) select`), outboxParams(row));
const messages = createMessages({
  outbox: outbox(sql, keys),
  findPool: async () => pool,
  transports: { EMAIL: smtpTransport(smtpUrl) },
  emailFrom: undefined,
  clock: systemClock,
  log: silentLog,
  showCodes: false,
});
await messages.deliver(pool, row);
