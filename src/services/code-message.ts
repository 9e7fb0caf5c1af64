import type { Destination } from '#domain/destinations.js';
import type { MessageKind } from '#domain/message.js';
import type { Pool } from '#domain/pool.js';
import type { CodePurpose, NewCode } from '#store/new-rows.js';
import { newOutboxRow, type OutboxRow } from '#store/outbox.js';
import { newCode } from './codes.js';
import type { Io } from './io.js';

export interface CodeRequest {
  readonly pool: Pool;
  readonly user: { readonly sub: string; readonly username: string };
  readonly destination: Destination;
  readonly kind: MessageKind;
  readonly purpose: CodePurpose;
  /** Absent when an administrator asked for the code. */
  readonly clientId?: string;
  readonly clientMetadata: Record<string, string> | undefined;
}

/** A new code and the message that carries it: two rows for the statement that stores what they are about. */
export const codeMessage = async (
  { pool, user, destination, kind, purpose, clientId, clientMetadata }: CodeRequest,
  { store, clock }: Pick<Io, 'store' | 'clock'>,
): Promise<{ code: NewCode; row: OutboxRow }> => {
  const [vault, deriveKey] = await Promise.all([store.vaults.forScope(pool.id), store.keys.derive(pool.id)]);
  const now = clock.now();
  const { secret, row: code } = newCode(purpose, { sub: user.sub, deriveKey }, destination, now);
  const draft = {
    poolId: pool.id,
    kind,
    medium: destination.attribute === 'email' ? 'EMAIL' : 'SMS',
    destination: destination.value,
    sub: user.sub,
    username: user.username,
    attribute: destination.attribute,
    secret,
    ...(clientId !== undefined && { clientId }),
    ...(clientMetadata !== undefined && { clientMetadata }),
    validUntil: code.expiresAt,
  } as const;
  return { code, row: newOutboxRow(vault, draft, now) };
};
