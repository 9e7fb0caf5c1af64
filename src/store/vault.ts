import { randomBytes } from 'node:crypto';
import { BoxRejected, deriveBytes, deriveKey, type EnvelopeKey, envelopeKey, openBox, sealBox } from '#lib/envelope.js';
import { type DataKey, unwrap, wrap } from './data-keys.js';
import { keepMasterKey, type MasterKeys } from './master-key.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';

/** Where a sealed value is kept. It opens nowhere else. */
export interface Place {
  table: string;
  /** The row's key within the scope. */
  row: string | readonly string[];
  column: string;
}

/** Seals and opens the secrets of one scope: a pool, or the system. */
export interface Vault {
  readonly scope: string;
  /** Seals a value for a place in the store. */
  seal(place: Place, plaintext: Buffer | string): Buffer;
  /** Opens what was sealed for this place. Throws BoxRejected otherwise. */
  open(place: Place, box: Buffer): Buffer;
  /** Seals what leaves the store for hours: sessions, page tokens. Its key is the day's. */
  sealShort(purpose: string, plaintext: Buffer | string, now: Date): Buffer;
  /** Opens what `sealShort` made for this purpose today or yesterday; undefined for anything else. Expiry to the second is the caller's. */
  openShort(purpose: string, box: Buffer, now: Date): Buffer | undefined;
  /** Seals what leaves the store for as long as it likes: refresh tokens. */
  sealLong(purpose: string, plaintext: Buffer | string): Buffer;
  /** Opens what `sealLong` made for this purpose; undefined for anything else. */
  openLong(purpose: string, box: Buffer): Buffer | undefined;
  /** 32 bytes that are always the same for this scope and purpose, as a key for an HMAC. */
  derive(purpose: string): Buffer;
}

/** The scope of what belongs to no pool. */
export const systemScope = 'system';

/** The vaults of all scopes, each read once per process. */
export interface Vaults {
  /** The scope's vault. Throws NoDataKey when it has none. */
  forScope(scope: string): Promise<Vault>;
  /**
   * A key for a scope that is about to be made, and its vault; the caller inserts the row together with the scope, within the same
   * transaction: until that ends no rotation goes to another master key, which would miss the row.
   */
  newDataKey(transaction: Sql, scope: string): Promise<{ row: DataKey; vault: Vault }>;
  /** The scope's vault, whose key is made when it is missing; of several processes at once, all get the same. */
  ensure(scope: string): Promise<Vault>;
  /** Drops what this process remembers of a scope that was deleted. */
  forget(scope: string): void;
}

/** A scope has no key: it does not exist, or not any longer. */
export class NoDataKey extends Error {
  override readonly name = 'NoDataKey';
  readonly scope: string;

  constructor(scope: string) {
    super(`There is no data key for ${scope}`);
    this.scope = scope;
  }
}

/** Opens the vaults of a store whose data keys are sealed with these master keys, whichever they are at that time. */
export const vaults = (sql: Sql, masterKeys: MasterKeys): Vaults => {
  const known = new Map<string, Promise<Vault>>();

  const load = async (scope: string): Promise<Vault> => {
    const [row] = await sql.query(findDataKey, { scope });
    if (!row) throw new NoDataKey(scope);
    return vault(scope, unwrap(masterKeys.all, row));
  };

  const remember = (scope: string, loading: () => Promise<Vault>): Promise<Vault> => {
    const remembered = known.get(scope);
    if (remembered) return remembered;
    const fresh = loading();
    known.set(scope, fresh);
    // A failure is the callers'; the next one tries again.
    fresh.catch(() => known.get(scope) === fresh && known.delete(scope));
    return fresh;
  };

  const newDataKey = async (transaction: Sql, scope: string) => {
    const key = envelopeKey(randomBytes(8), randomBytes(32));
    return { row: wrap(await keepMasterKey(transaction, masterKeys), scope, key), vault: vault(scope, key) };
  };

  return {
    forScope: (scope) => remember(scope, () => load(scope)),
    newDataKey,
    ensure: (scope) =>
      remember(scope, async () => {
        await sql.transaction(async (transaction) => {
          await transaction.query(insertDataKey, (await newDataKey(transaction, scope)).row);
        });
        return load(scope);
      }),
    forget: (scope) => {
      known.delete(scope);
    },
  };
};

const findDataKey = statement<{ scope: string }, DataKey>(
  'data_keys.find',
  `select scope, id, master_key_id, wrapped from data_keys where scope = :scope`,
);

const insertDataKey = statement<DataKey, never>(
  'data_keys.insert',
  `insert into data_keys (scope, id, master_key_id, wrapped)
   values (:scope, :id, :masterKeyId, :wrapped) on conflict (scope) do nothing`,
);

const vault = (scope: string, dataKey: EnvelopeKey): Vault => {
  const daily = memo((info) => deriveKey(dataKey.key, info));
  const bytes = memo((info) => deriveBytes(dataKey.key, info, 32));
  const placeData = ({ table, row, column }: Place) => JSON.stringify([table, scope, row, column]);
  const purposeData = (purpose: string) => JSON.stringify([scope, purpose]);
  const shortKey = (purpose: string, day: string) => daily(JSON.stringify(['short', purpose, day]));
  const longKey = (purpose: string) => daily(JSON.stringify(['long', purpose]));

  return {
    scope,
    seal: (place, plaintext) => sealBox(dataKey, plaintext, placeData(place)),
    open: (place, box) => openBox([dataKey], box, placeData(place)),
    sealShort: (purpose, plaintext, now) => sealBox(shortKey(purpose, dayOf(now, 0)), plaintext, purposeData(purpose)),
    openShort: (purpose, box, now) =>
      openIfGenuine(
        acceptedDays.map((offset) => shortKey(purpose, dayOf(now, offset))),
        box,
        purposeData(purpose),
      ),
    sealLong: (purpose, plaintext) => sealBox(longKey(purpose), plaintext, purposeData(purpose)),
    openLong: (purpose, box) => openIfGenuine([longKey(purpose)], box, purposeData(purpose)),
    derive: (purpose) => Buffer.from(bytes(JSON.stringify(['derive', purpose]))),
  };
};

// Tomorrow's too: of two servers around midnight, one is ahead.
const acceptedDays = [0, -1, 1];

const dayOf = (now: Date, offsetDays: number): string =>
  new Date(now.getTime() + offsetDays * 86_400_000).toISOString().slice(0, 10);

const openIfGenuine = (keys: readonly EnvelopeKey[], box: Buffer, associatedData: string): Buffer | undefined => {
  try {
    return openBox(keys, box, associatedData);
  } catch (error) {
    if (error instanceof BoxRejected) return undefined;
    throw error;
  }
};

/** Remembers what was derived, up to a bound: the days' keys would grow without one. */
const memo = <T>(derive: (info: string) => T): ((info: string) => T) => {
  const derived = new Map<string, T>();
  return (info) => {
    let value = derived.get(info);
    if (value === undefined) {
      if (derived.size >= mostRemembered) derived.clear();
      value = derive(info);
      derived.set(info, value);
    }
    return value;
  };
};

const mostRemembered = 64;
