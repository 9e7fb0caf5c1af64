import { isKind } from '#contract/api-error.js';
import { ResourceNotFound } from '#contract/errors.js';
import { systemClock } from '#lib/clock.js';
import { rotateKeys } from '#services/key-rotation.js';
import { makeKeyPair } from '#services/key-stock.js';
import type { SigningKeyState } from '#store/key-rotation.js';
import type { Store } from '#store/store.js';
import { CommandFailure } from './command-failure.js';

/** A signing key as commands print it. */
export interface PrintedSigningKey {
  readonly id: string;
  readonly use: string;
  readonly status: string;
  readonly from: string;
  readonly until: string | null;
}

/** What commands do with the signing keys of a pool. They throw CommandFailure. */
export const keyCommands = (store: Store) => ({
  async rotate(pool: string, leadMinutes: number): Promise<{ activeFrom: string }> {
    const io = { store, keySource: { take: makeKeyPair }, clock: systemClock };
    const rotation = await ofPool(pool, rotateKeys(pool, leadMinutes * 60, io));
    if (!rotation)
      throw new CommandFailure(`The keys of ${pool} are being rotated already: see poolhouse keys list ${pool}`);
    return { activeFrom: rotation.activeFrom.toISOString() };
  },

  list: async (pool: string): Promise<PrintedSigningKey[]> =>
    (await ofPool(pool, store.keyRotation.list(pool))).map(printed),
});

const printed = ({ id, use, status, notBefore, notAfter }: SigningKeyState): PrintedSigningKey => ({
  id,
  use,
  status,
  from: notBefore.toISOString(),
  until: notAfter?.toISOString() ?? null,
});

const ofPool = async <T>(pool: string, work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw isKind(error, ResourceNotFound) ? new CommandFailure(`There is no pool ${pool}.`) : error;
  }
};
