import { ResourceNotFound } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Device } from '#domain/device.js';
import type { Effect } from './settlements.js';
import { afterCreated, type CreatedKey, type Page, type PageRequest, toPage } from './page.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import type { UserKey } from './user-rows.js';

interface DeviceKey extends UserKey {
  readonly key: string;
}

type DeviceRow = {
  [K in keyof Device]: undefined extends Device[K] ? Exclude<Device[K], undefined> | null : Device[K];
};

const columns = 'd.key, d.name, d.remembered, d.last_ip, d.created_at, d.modified_at, d.authenticated_at';

/** A device to be confirmed. */
export interface NewDevice extends DeviceKey {
  readonly groupKey: string;
  readonly name: string | undefined;
  /** Salt and verifier, sealed. */
  readonly srp: Buffer;
  readonly remembered: boolean;
  readonly lastIp: string | undefined;
  readonly now: Date;
}

type NewDeviceRow = Omit<NewDevice, 'name' | 'lastIp'> & { name: string | null; lastIp: string | null };

const pending = statement<DeviceKey, { groupKey: string }>(
  'devices.pending',
  `select device_group_key as group_key from families
   where pool_id = :poolId and sub = :sub and device_key = :key and device_group_key is not null and ended_at is null`,
);

// Of two that confirm the same device, the second waits for the family and finds it confirmed. Whoever deletes the user waits for
// the user's row, and then sees the device.
const confirmed = statement<NewDeviceRow, { key: string }>(
  'devices.confirm',
  `with account as (
     select sub from users where pool_id = :poolId and sub = :sub for no key update
   ), family as (
     update families set device_group_key = null
     where pool_id = :poolId and sub = (select sub from account) and device_key = :key and device_group_key = :groupKey
       and ended_at is null
     returning sub
   )
   insert into devices (pool_id, sub, key, group_key, name, srp, remembered, last_ip, created_at, modified_at, authenticated_at)
   select :poolId::text, family.sub, :key::text, :groupKey::text, :name::text, :srp::bytea, :remembered::boolean, :lastIp::text,
     :now::timestamptz, :now::timestamptz, :now::timestamptz
   from family
   returning key`,
);

const found = statement<DeviceKey, DeviceRow>(
  'devices.find',
  `select ${columns} from devices d where d.pool_id = :poolId and d.sub = :sub and d.key = :key`,
);

const listed = statement<UserKey & { afterCreatedAt: Date; afterId: string; limit: number }, DeviceRow>(
  'devices.list',
  `select ${columns} from devices d
   where d.pool_id = :poolId and d.sub = :sub and (d.created_at, d.key) > (:afterCreatedAt, :afterId)
   order by d.created_at, d.key limit :limit`,
);

const remembered = statement<DeviceKey & { remembered: boolean; now: Date }, { key: string }>(
  'devices.remember',
  `update devices set remembered = :remembered, modified_at = :now
   where pool_id = :poolId and sub = :sub and key = :key returning key`,
);

const authenticated = statement<DeviceKey & { proven: boolean; lastIp: string | null; now: Date }, { key: string }>(
  'devices.authenticate',
  `update devices set authenticated_at = :now, last_ip = coalesce(:lastIp::text, last_ip)
   where pool_id = :poolId and sub = :sub and key = :key and (remembered or not :proven) returning key`,
);

const deleted = statement<DeviceKey, { key: string }>(
  'devices.delete',
  'delete from devices where pool_id = :poolId and sub = :sub and key = :key returning key',
);

// Of a user with too many, those that signed in longest ago. One that is signing in now is none of those, and is not waited for:
// its sign-in may wait for the user, whom this transaction holds.
const excess = statement<DeviceKey & { most: number }, { key: string }>(
  'devices.evict',
  `delete from devices where pool_id = :poolId and sub = :sub and key in (
     select key from devices where pool_id = :poolId and sub = :sub and key in (
       select key from devices where pool_id = :poolId and sub = :sub and key <> :key
       order by authenticated_at desc, created_at desc, key offset :most::int - 1)
     for update skip locked)
   returning key`,
);

const familiesEnded = statement<DeviceKey & { now: Date }, never>(
  'devices.end-families',
  'update families set ended_at = :now where pool_id = :poolId and sub = :sub and device_key = :key and ended_at is null',
);

/** Devices that users confirmed. */
export const devices = (sql: Sql) => ({
  /** The group key of a device that one of the user's sign-ins may still confirm; undefined when none may. */
  async pendingGroupKey(key: DeviceKey): Promise<string | undefined> {
    return (await sql.query(pending, only(key)))[0]?.groupKey;
  },

  /**
   * Stores a device that a sign-in was given the key of; false when it was confirmed before, or the sign-in ended. It and the others
   * that signed in last are kept, `most` in all; the rest are forgotten, with their sign-ins.
   */
  confirm({ name, lastIp, ...device }: NewDevice, most: number): Promise<boolean> {
    const { poolId, sub, now } = device;
    return sql.transaction(async (transaction) => {
      const stored = await transaction.query(confirmed, { ...device, name: name ?? null, lastIp: lastIp ?? null });
      if (stored.length === 0) return false;
      for (const { key } of await transaction.query(excess, { ...only(device), most }))
        await transaction.query(familiesEnded, { poolId, sub, key, now });
      return true;
    });
  },

  /** Whether the user confirmed a device of this key. */
  async isKnown(key: DeviceKey): Promise<boolean> {
    return (await sql.query(found, only(key))).length > 0;
  },

  /** Throws ResourceNotFoundException. */
  async get(key: DeviceKey): Promise<Device> {
    const [row] = await sql.query(found, only(key));
    if (!row) throw deviceNotFound();
    return toShownDevice(row);
  },

  /** A page of a user's devices, in the order in which they were confirmed. */
  async list({ poolId, sub }: UserKey, { limit, after }: PageRequest<CreatedKey>): Promise<Page<Device, CreatedKey>> {
    const rows = await sql.query(listed, { poolId, sub, limit: limit + 1, ...afterCreated(after) });
    return toPage(rows.map(toShownDevice), limit, ({ createdAt, key }) => [createdAt.getTime(), key]);
  },

  /** Has a device remembered, or no more. Throws ResourceNotFoundException. */
  async remember(key: DeviceKey, isRemembered: boolean, now: Date): Promise<void> {
    const rows = await sql.query(remembered, { ...only(key), remembered: isRemembered, now });
    if (rows.length === 0) throw deviceNotFound();
  },

  /**
   * Notes that a device signed in, from where and when; `proven` when it stood for itself, for which it must still be remembered.
   * Throws ResourceNotFoundException when it was forgotten meanwhile.
   */
  authenticate:
    (key: DeviceKey, proven: boolean, lastIp: string | undefined, now: Date): Effect =>
    async (transaction) => {
      const rows = await transaction.query(authenticated, { ...only(key), proven, lastIp: lastIp ?? null, now });
      if (rows.length === 0) throw deviceNotFound();
    },

  /** Deletes a device and ends its sign-ins. Throws ResourceNotFoundException. */
  forget(key: DeviceKey, now: Date): Promise<void> {
    return sql.transaction(async (transaction) => {
      // Whoever signs in with the device holds its row meanwhile; what ends sign-ins must see that one.
      if ((await transaction.query(deleted, only(key))).length === 0) throw deviceNotFound();
      await transaction.query(familiesEnded, { ...only(key), now });
    });
  },
});

const only = ({ poolId, sub, key }: DeviceKey): DeviceKey => ({ poolId, sub, key });

const deviceNotFound = () => ResourceNotFound(messages.deviceNotFound);

const toShownDevice = ({ name, lastIp, ...row }: DeviceRow): Device => ({
  ...row,
  name: name ?? undefined,
  lastIp: lastIp ?? undefined,
});
