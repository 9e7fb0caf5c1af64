import type { Message } from '#domain/message.js';
import { poolOf } from '#domain/pool.fixture.js';
import type { Pool, PoolSettings } from '#domain/pool.js';
import { addMilliseconds, type Clock } from '#lib/clock.js';
import { randomAlphanumerics } from '#lib/ids.js';
import { type Log, silentLog } from '#lib/log.js';
import { parseMasterKeys } from '#store/master-key.js';
import { type Database, type DatabaseOptions, openDatabase } from '#store/open.js';
import {
  type MessageDraft,
  newOutboxRow,
  type Outbox,
  outbox,
  outboxInsert,
  outboxParams,
  type OutboxRow,
} from '#store/outbox.js';
import { statement } from '#store/statement.js';
import { type Vaults, vaults } from '#store/vault.js';
import { engineEnv, masterKey } from '../support/engine.js';

/** A database of its own, since whoever claims messages claims everybody's. */
export interface OutboxFixture {
  readonly database: Database;
  readonly outbox: Outbox;
  readonly vaults: Vaults;
  /** A pool that has a data key. */
  readonly pool: (settings?: Partial<PoolSettings>) => Promise<Pool>;
  /** Stores messages as the operations do, in one statement with others, and returns their rows. */
  readonly store: (
    now: Date,
    ...drafts: readonly (Partial<MessageDraft> & { poolId: string })[]
  ) => Promise<OutboxRow[]>;
  /** The stored rows, the oldest first. */
  rows(): Promise<StoredRow[]>;
  empty(): Promise<void>;
  close(): Promise<void>;
}

interface StoredRow extends Pick<Message, 'poolId' | 'id' | 'kind' | 'medium' | 'destination'> {
  readonly state: string;
  readonly payload: Record<string, unknown>;
  readonly secret: Buffer | null;
  readonly rendered: Buffer | null;
  readonly attempts: number;
  readonly dueAt: Date;
  readonly doneAt: Date | null;
  readonly lastError: string | null;
}

const announced = statement<ReturnType<typeof outboxParams>, { announced: number }>(
  'test.announce',
  `with message as (${outboxInsert} returning 1) select count(*)::int as announced from message`,
);
const allRows = statement<object, StoredRow>('test.rows', 'select * from outbox order by created_at, id');
const emptied = statement<object, never>('test.empty', 'delete from outbox');

/** Where the database of a fixture is. */
export type Place = Pick<DatabaseOptions, 'dataDir' | 'url'>;

/** A place with nothing in it. */
export const emptyPlace = async (): Promise<Place> => {
  const env = await engineEnv(`outbox_${process.env['VITEST_POOL_ID'] ?? '0'}`);
  const url = env['DATABASE_URL'];
  return { dataDir: env['POOLHOUSE_DATA_DIR'] ?? '', ...(url !== undefined && { url }) };
};

export const openOutbox = async (place?: Place): Promise<OutboxFixture> => {
  const database = await openDatabase({ ...(place ?? (await emptyPlace())), log: silentLog });
  const keys = vaults(database.sql, parseMasterKeys(masterKey));
  return {
    database,
    outbox: outbox(database.sql, keys),
    vaults: keys,
    async pool(settings = {}) {
      const pool = { ...poolOf(settings), id: `us-east-1_${randomAlphanumerics(9)}` };
      await keys.ensure(pool.id);
      return pool;
    },
    async store(now, ...drafts) {
      const rows = await Promise.all(
        drafts.map(async (draft) => newOutboxRow(await keys.forScope(draft.poolId), { ...maya, ...draft }, now)),
      );
      await database.sql.query(announced, outboxParams(...rows));
      return rows;
    },
    rows: () => database.sql.query(allRows, {}),
    async empty() {
      await database.sql.query(emptied, {});
    },
    close: () => database.close(),
  };
};

/** A message to a user. */
export const maya: Omit<MessageDraft, 'poolId'> = {
  kind: 'SignUp',
  medium: 'EMAIL',
  destination: 'maya@example.com',
  sub: '4d1c7b52-90aa-4e0e-9a39-0c2f6a8e1d77',
  username: 'maya',
  attribute: 'email',
  secret: '654321',
};

/** A clock that stands still until it is moved. */
export const testClock = (): Clock & { pass(milliseconds: number): void } => {
  let now = new Date('2026-05-01T12:00:00.000Z');
  return {
    now: () => now,
    pass: (milliseconds) => {
      now = addMilliseconds(now, milliseconds);
    },
  };
};

/** A log whose lines can be read back. */
export const testLog = (): Log & { readonly lines: { level: string; message: string; [field: string]: unknown }[] } => {
  const lines: { level: string; message: string }[] = [];
  const at = (level: string) => (fields: object, text: string) => void lines.push({ ...fields, level, message: text });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
};
