import type { Clock } from '#lib/clock.js';
import type { ModularExponent } from '#domain/srp.js';
import type { Log } from '#lib/log.js';
import type { Store } from '#store/store.js';
import type { KeySource } from './key-stock.js';
import type { Messages } from './messages.js';
import type { Passwords } from './passwords.js';
import type { RequestRates } from './request-rates.js';
import type { Bearer, TokenVerifier } from './token-verifier.js';
import type { Tokens } from './tokens.js';
import type { Triggers } from '#triggers/call.js';
import type { Limits } from '#domain/limits.js';

/** From where a request came; empty for work that nobody asked for. */
export interface Origin {
  /** The client's address. */
  readonly address?: string;
  /** The client's program, as it calls itself. */
  readonly userAgent?: string;
}

/** What every handler receives: the world outside of it. */
export interface Io {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly passwords: Passwords;
  /** base^exponent mod N of SRP, off the event loop. */
  readonly exponent: ModularExponent;
  readonly messages: Messages;
  readonly tokens: Tokens;
  readonly tokenVerifier: TokenVerifier;
  readonly keySource: KeySource;
  readonly triggers: Triggers;
  readonly limits: Limits;
  /** The apps, by their origins, that use passkeys as pages of their domain do. */
  readonly passkeyApps: readonly string[];
  readonly requestRates: RequestRates;
  readonly origin: Origin;
}

/** Who signed the request, from its access key and credential scope. */
export interface Caller {
  readonly account: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** The principal's ARN, as AccessDenied messages name it. */
  readonly principal: string;
}

export interface SignedIo extends Io {
  readonly caller: Caller;
}

export interface BearerIo extends Io {
  /** The user, client and sign-in that the verified access token stands for. */
  readonly bearer: Bearer;
}
