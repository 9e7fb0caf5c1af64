import { hkdfSync } from 'node:crypto';

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

/** The passkeys that a name which nobody bears, given by its digest, seems to have: the same whenever it is asked for. */
export const simulatedPasskeys = (deriveKey: Buffer, nameDigest: string): [ShownPasskey] => {
  const info = `simulated-passkey|${nameDigest}`;
  const derived = Buffer.from(hkdfSync('sha256', deriveKey, Buffer.alloc(0), info, 1 + mostIdBytes));
  const { idBytes, transports } = kinds[derived.readUInt8(0) % kinds.length] ?? kinds[0];
  return [{ id: derived.subarray(1, 1 + idBytes).toString('base64url'), transports }];
};

/** Whether such a name seems to have any: half of them do, as some users have passkeys and others do not. */
export const simulatesPasskey = (deriveKey: Buffer, nameDigest: string): boolean =>
  Buffer.from(hkdfSync('sha256', deriveKey, Buffer.alloc(0), `simulates-passkey|${nameDigest}`, 1)).readUInt8(0) % 2 ===
  0;
