import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';
import { LimitExceeded } from '#contract/errors.js';
import { deliveryDetails, type Destination } from '#domain/destinations.js';
import type { MessageKind } from '#domain/message.js';
import type { Pool } from '#domain/pool.js';
import type { AttemptKey } from '#store/attempts.js';
import type { CodePurpose, NewCode } from '#store/new-rows.js';
import { newOutboxRow, type OutboxRow } from '#store/outbox.js';
import type { Vault } from '#store/vault.js';
import { newCode } from './codes.js';
import type { Io } from './io.js';

export interface CodeRequest {
  readonly user: { readonly sub: string; readonly username: string };
  readonly destination: Destination;
  readonly kind: MessageKind;
  readonly purpose: CodePurpose;
  /** Absent when an administrator asked for the code. */
  readonly clientId?: string | undefined;
  readonly clientMetadata: Record<string, string> | undefined;
}

/** A code and the message that carries it: two rows for the statement that stores what they are about. */
export interface CodeMessage {
  readonly destination: Destination;
  readonly code: NewCode;
  readonly row: OutboxRow;
}

/** Makes a pool's code messages. */
export type CodeWriter = (request: CodeRequest) => CodeMessage;

/** Reads what a pool's codes are sealed and hashed with, once, so that codes can be made where nothing may be waited for. */
export const codeWriter = async (pool: Pool, { store, clock }: Pick<Io, 'store' | 'clock'>): Promise<CodeWriter> => {
  const [vault, deriveKey] = await Promise.all([store.vaults.forScope(pool.id), store.keys.derive(pool.id)]);
  return (request) => write(pool.id, request, { vault, deriveKey }, clock.now());
};

/** One code message. */
export const codeMessage = async (
  { pool, ...request }: CodeRequest & { readonly pool: Pool },
  io: Pick<Io, 'store' | 'clock'>,
): Promise<CodeMessage> => (await codeWriter(pool, io))(request);

/** A code to be sent to whoever asks for one, as often as the limit allows. */
export interface CountedCodeRequest extends CodeRequest {
  readonly pool: Pool;
  readonly counter: AttemptKey;
  /** How many codes of this kind may be sent within an hour. */
  readonly limit: number;
  /** True: nothing is sent, which only the recipient would notice. */
  readonly pretended?: boolean;
}

/**
 * Sends a user a new code, which supersedes the one before of its purpose, and answers where it went. To pretend it takes the same
 * work and the same statements (docs/adr/0006). Throws LimitExceededException.
 */
export const sendCode = async (
  { pretended = false, limit, ...request }: CountedCodeRequest,
  io: Pick<Io, 'store' | 'clock' | 'messages'>,
): Promise<CodeDeliveryDetailsType> => {
  const { destination, code, row } = await codeMessage(request, io);
  const sent = { counter: request.counter, code, message: row, pretended };
  if (!(await io.store.codes.send(sent, { limit, now: io.clock.now() }))) throw LimitExceeded();
  await (pretended ? io.messages.pretend(request.pool, row) : io.messages.deliver(request.pool, row));
  return deliveryDetails(destination);
};

const write = (
  poolId: string,
  { user, destination, kind, purpose, clientId, clientMetadata }: CodeRequest,
  { vault, deriveKey }: { vault: Vault; deriveKey: Buffer },
  now: Date,
): CodeMessage => {
  const { secret, row: code } = newCode(purpose, { sub: user.sub, deriveKey }, destination, now);
  const draft = {
    poolId,
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
  return { destination, code, row: newOutboxRow(vault, draft, now) };
};
