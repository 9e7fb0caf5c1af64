import type { BlockList } from 'node:net';
import { AccessDenied } from '#contract/errors.js';
import { type AccessPolicy, decide } from '#domain/access-policy.js';
import { poolArn } from '#domain/pool.js';
import type { Clock } from '#lib/clock.js';
import type { Caller } from '#services/io.js';
import type { AccessKey } from '#store/access-keys.js';
import { isTrusted } from './client-address.js';
import { type Connection, headerReader, requestTarget } from './headers.js';
import { doorMessages } from './messages.js';
import { type Address, type SignedRequest, verifySignature } from './sigv4/verify.js';

/** The access key of the configuration: it may do everything in its account. */
export interface RootKey {
  readonly id: string;
  readonly secret: string;
  readonly account: string;
}

/** Who signed a request, and what that key may do; the root key's policy is undefined. */
export interface Signatory {
  readonly caller: Caller;
  readonly policy: AccessPolicy | undefined;
}

export interface AuthenticatorOptions {
  readonly clock: Clock;
  readonly rootKey: RootKey | undefined;
  readonly findKey: (id: string) => Promise<AccessKey | undefined>;
  /** How clients reach the server, which its own view of a request may not show behind a proxy. */
  readonly publicUrl: string;
  readonly trustedProxies: BlockList;
}

/** Verifies who signed a request. */
export type Authenticate = (request: Request, body: Uint8Array, connection: Connection) => Promise<Signatory>;

/** Verifies signatures against the access keys; the function throws AWS's errors. */
export const authenticator = (options: AuthenticatorOptions): Authenticate => {
  const { clock, rootKey } = options;
  const findKey = async (id: string): Promise<VerifyingKey | undefined> =>
    id === rootKey?.id ? fromRoot(rootKey) : fromStored(await options.findKey(id));
  const publicUrl = new URL(options.publicUrl);

  return async (request, body, connection) => {
    const signed = signedRequest(request, body, connection);
    const otherAddresses = () => addressesBefore(signed, connection, publicUrl, options.trustedProxies);
    const { key, region } = await verifySignature(signed, { now: clock.now(), otherAddresses, findKey });
    const { id: accessKeyId, account, principal, policy } = key;
    return { caller: { account, region, accessKeyId, principal }, policy };
  };
};

/** Throws AccessDeniedException unless the signatory's policy lets it run the operation on the pool that the input names. */
export const authorize = ({ caller, policy }: Signatory, operation: string, input: Record<string, unknown>): void => {
  if (!policy) return;
  const { UserPoolId: id } = input;
  const action = `cognito-idp:${operation}`;
  const resource = typeof id === 'string' ? poolArn({ ...caller, id }) : '*';
  const decision = decide(policy, action, resource);
  if (decision === 'deny') throw AccessDenied(doorMessages.denied(caller.principal, action, resource));
  if (decision === 'silent') throw AccessDenied(doorMessages.notAllowed(caller.principal, action, resource));
};

interface VerifyingKey {
  readonly id: string;
  readonly secret: string;
  readonly account: string;
  readonly region: string | null;
  /** An ARN. */
  readonly principal: string;
  readonly policy: AccessPolicy | undefined;
}

const fromRoot = (key: RootKey): VerifyingKey => ({
  ...key,
  region: null,
  principal: `arn:aws:iam::${key.account}:root`,
  policy: undefined,
});

const fromStored = (key: AccessKey | undefined): VerifyingKey | undefined =>
  key && { ...key, principal: `arn:aws:iam::${key.account}:user/${key.principal}` };

const signedRequest = (request: Request, body: Uint8Array, connection: Connection): SignedRequest => ({
  method: request.method,
  ...requestTarget(request, connection),
  header: headerReader(request, connection),
  body,
});

/** A proxy may have changed the host, and cut off the path under which it serves us. */
const addressesBefore = (
  { path, header }: SignedRequest,
  { incoming }: Connection,
  publicUrl: URL,
  trustedProxies: BlockList,
): Address[] => {
  const peer = incoming?.socket.remoteAddress;
  const forwarded = peer !== undefined && isTrusted(peer, trustedProxies) ? header('x-forwarded-host') : [];
  const paths = [...new Set([path, publicUrl.pathname, `${publicUrl.pathname}/`.replace(/\/+$/, '/')])];
  return [...forwarded, publicUrl.host].flatMap((host) => paths.map((candidate) => ({ host, path: candidate })));
};
