import { isKind } from '#contract/api-error.js';
import { ResourceNotFound } from '#contract/errors.js';
import { systemClock } from '#lib/clock.js';
import { rotateKeys, withdrawKeys } from '#services/key-rotation.js';
import { makeKeyPair } from '#services/key-stock.js';
import type { SigningKeyState } from '#store/key-rotation.js';
import type { RotationStep } from '#store/master-key-rotation.js';
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

/** What the commands for signing keys and the master key take and give. */
export interface KeyCommands {
  readonly 'rotate-keys': { takes: { pool: string; leadMinutes: number }; gives: { activeFrom: string } };
  readonly 'withdraw-keys': { takes: { pool: string }; gives: object };
  readonly 'list-keys': { takes: { pool: string }; gives: PrintedSigningKey[] };
  /** One step of many: the connection to a running server is not meant to last. `file` is where an embedded server keeps the key. */
  readonly 'rotate-master-key': { takes: object; gives: RotationStep & { file: string | null } };
}

type Runners = {
  readonly [Name in keyof KeyCommands]: (given: KeyCommands[Name]['takes']) => Promise<KeyCommands[Name]['gives']>;
};

/** The commands for signing keys and the master key over one store. They throw CommandFailure. */
export const keyCommands = (store: Store): Runners => ({
  async 'rotate-keys'({ pool, leadMinutes }) {
    const rotation = await ofPool(pool, rotateKeys(pool, leadMinutes * 60, ioOver(store)));
    if (!rotation)
      throw new CommandFailure(`The keys of ${pool} are being rotated already: see poolhouse keys list ${pool}`);
    return { activeFrom: rotation.activeFrom.toISOString() };
  },

  async 'withdraw-keys'({ pool }) {
    await ofPool(pool, withdrawKeys(pool, ioOver(store)));
    return {};
  },

  'list-keys': async ({ pool }) => (await ofPool(pool, store.keyRotation.list(pool))).map(printed),

  async 'rotate-master-key'() {
    const { file, possible, step } = store.masterKeyRotation;
    if (!possible())
      throw new CommandFailure(
        'POOLHOUSE_MASTER_KEY lists one key alone: put a new one in front of it first (make one with: openssl rand -base64 32).',
      );
    return { ...(await step(batch)), file: file ?? null };
  },
});

const ioOver = (store: Store) => ({ store, keySource: { take: makeKeyPair }, clock: systemClock });

/** Data keys that one step of a rotation wraps anew. */
const batch = 100;

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
