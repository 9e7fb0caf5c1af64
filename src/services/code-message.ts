import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';
import { deliveryDetails, type Destination } from '#domain/destinations.js';
import type { MessageKind } from '#domain/message.js';
import type { Pool } from '#domain/pool.js';
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

/** Sends a user a new code, which supersedes the one before of its purpose, and answers where it went. */
export const sendCode = async (
  request: CodeRequest & { readonly pool: Pool },
  io: Pick<Io, 'store' | 'clock' | 'messages'>,
): Promise<CodeDeliveryDetailsType> => {
  const sent = await codeMessage(request, io);
  await io.store.codes.replace(request.pool.id, request.user.sub, sent.code, sent.row);
  await io.messages.deliver(request.pool, sent.row);
  return deliveryDetails(sent.destination);
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
