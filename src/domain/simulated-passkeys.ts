import { hkdfSync } from 'node:crypto';
import { mostPasskeys } from './passkeys.js';

/** What a sign-in shows of a passkey. */
export interface ShownPasskey {
  /** The credential's id, in base64url. */
  readonly id: string;
  readonly transports: readonly string[];
}

/** The passkeys that most users have: how long their ids are, and how they are reached. */
const kinds = [
  { idBytes: 16, transports: ['hybrid', 'internal'] },
  { idBytes: 20, transports: ['internal', 'hybrid'] },
  { idBytes: 32, transports: ['internal'] },
] as const;

const mostIdBytes = 32;

/**
 * The passkeys that a name which nobody bears, given by its digest, seems to have: the same whenever it is asked for. After each of
 * them a quarter of the names have another one, so that several are no sign of a user.
 */
export const simulatedPasskeys = (deriveKey: Buffer, nameDigest: string): [ShownPasskey, ...ShownPasskey[]] => {
  let [passkey, another] = simulated(deriveKey, `simulated-passkey|${nameDigest}`);
  const shown: [ShownPasskey, ...ShownPasskey[]] = [passkey];
  while (another && shown.length < mostPasskeys) {
    [passkey, another] = simulated(deriveKey, `simulated-passkey|${shown.length}|${nameDigest}`);
    shown.push(passkey);
  }
  return shown;
};

/** One passkey, and whether another one follows it. */
const simulated = (deriveKey: Buffer, info: string): [ShownPasskey, boolean] => {
  const derived = Buffer.from(hkdfSync('sha256', deriveKey, Buffer.alloc(0), info, 2 + mostIdBytes));
  const { idBytes, transports } = kinds[derived.readUInt8(0) % kinds.length] ?? kinds[0];
  const id = derived.subarray(1, 1 + idBytes).toString('base64url');
  return [{ id, transports }, derived.readUInt8(1 + mostIdBytes) % 4 === 0];
};

/** Whether such a name seems to have any: half of them do, as some users have passkeys and others do not. */
export const simulatesPasskey = (deriveKey: Buffer, nameDigest: string): boolean =>
  Buffer.from(hkdfSync('sha256', deriveKey, Buffer.alloc(0), `simulates-passkey|${nameDigest}`, 1)).readUInt8(0) % 2 ===
  0;
