import { customType, timestamp } from 'drizzle-orm/pg-core';

/**
 * Text that compares byte by byte on every server, whatever its locale: keysets and lists agree, and an index serves prefix
 * searches. The type of every text column that is ordered by or searched.
 */
export const text = customType<{ data: string; driverData: string }>({ dataType: () => 'text COLLATE "C"' });

/** A short list of texts that are neither searched nor ordered by. */
export const texts = customType<{ data: readonly string[]; driverData: readonly string[] }>({
  dataType: () => 'text[]',
});

/** Bytes, as a Buffer. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/** A moment to the millisecond, as a Date: what JavaScript's dates hold, so that a value read back equals the one written. */
export const timestamptz = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** A value of the JSON type `T`. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what a column holds is for its table to say
export const jsonb = <T>(name: string) =>
  customType<{ data: T; driverData: string }>({
    dataType: () => 'jsonb',
    toDriver: (value) => JSON.stringify(value),
  })(name);
