import { smsWebhook } from '#delivery/sms-webhook.js';
import { smtpTransport } from '#delivery/smtp.js';
import type { Limits } from '#domain/limits.js';
import type { Pool } from '#domain/pool.js';
import type { Clock } from '#lib/clock.js';
import type { Log } from '#lib/log.js';
import type { Store } from '#store/store.js';
import { createTriggers } from '#triggers/call.js';
import { lambdaInvoke } from '#triggers/lambda-invoke.js';
import type { Io } from './io.js';
import type { KeySource } from './key-stock.js';
import { createMessages } from './messages.js';
import { createPasswords, type Argon2Parameters } from './passwords.js';
import { createRequestRates } from './request-rates.js';
import { createTokenVerifier } from './token-verifier.js';
import { createSrpExponent } from './srp-exponent.js';
import { createTokens } from './tokens.js';

export interface ServicesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly keySource: KeySource;
  readonly limits: Limits;
  readonly passkeyApps: readonly string[];
  readonly issuerOf: (pool: Pool) => string;
  readonly argon2: Argon2Parameters;
  /** How many passwords are hashed at once, and how many threads exponentiate, in this process. */
  readonly slots: number;
  /** Undefined: mails stay in the local inbox. */
  readonly smtpUrl: string | undefined;
  readonly emailFrom: string | undefined;
  /** Undefined: text messages stay in the local inbox. */
  readonly sms: { readonly url: string; readonly secret: string | undefined } | undefined;
  /** Undefined: the pools' functions cannot be invoked. */
  readonly lambdaEndpoint: string | undefined;
  /** Whether the log may show the codes of kept messages. */
  readonly showCodes: boolean;
}

/** The services of one process: what handlers act through. `close` lets what is under way finish. */
export const createServices = (options: ServicesOptions): Io & { close(): Promise<void> } => {
  const { store, clock, log, keySource, limits, passkeyApps, issuerOf, slots } = options;
  const srp = createSrpExponent(slots);
  const messages = createMessages({
    outbox: store.outbox,
    findPool: store.pools.find,
    transports: {
      ...(options.smtpUrl !== undefined && { EMAIL: smtpTransport(options.smtpUrl) }),
      ...(options.sms && { SMS: smsWebhook(options.sms) }),
    },
    emailFrom: options.emailFrom,
    clock,
    log,
    showCodes: options.showCodes,
  });
  return {
    clock,
    log,
    store,
    keySource,
    limits,
    passkeyApps,
    triggers: createTriggers({
      transport: options.lambdaEndpoint === undefined ? undefined : lambdaInvoke(options.lambdaEndpoint),
      log,
    }),
    requestRates: createRequestRates({ store, clock, limits }),
    origin: {},
    messages,
    exponent: srp.exponent,
    passwords: createPasswords({ parameters: options.argon2, slots }),
    tokenVerifier: createTokenVerifier({ store, clock, issuerOf }),
    tokens: createTokens({ store, clock, issuerOf }),
    async close() {
      await messages.close();
      await srp.close();
    },
  };
};
