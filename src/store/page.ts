/** A part of a list, and the key after which the rest begins: undefined when there is no rest. */
export interface Page<T, Key> {
  readonly items: readonly T[];
  readonly next: Key | undefined;
}

/** Which part of a list is wanted. */
export interface PageRequest<Key> {
  readonly limit: number;
  /** The key after which the part begins; undefined for the first one. */
  readonly after: Key | undefined;
}

/** The key of lists in the order in which their things were made: milliseconds since the epoch, and the id. */
export type CreatedKey = readonly [createdAt: number, id: string];

/** The page in a result that was asked for one row more than the page holds. */
export const toPage = <T, Key>(rows: readonly T[], limit: number, keyOf: (item: T) => Key): Page<T, Key> => {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? keyOf(last) : undefined };
};

/** What a statement with `(created_at, id) > (:afterCreatedAt, :afterId)` takes; the first page begins before everything. */
export const afterCreated = (after: CreatedKey | undefined): { afterCreatedAt: Date; afterId: string } => ({
  afterCreatedAt: new Date(after?.[0] ?? 0),
  afterId: after?.[1] ?? '',
});
