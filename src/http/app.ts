import { Hono } from 'hono';
import { ApiError } from '#contract/api-error.js';
import { InternalError } from '#contract/errors.js';
import { newUuid } from '#lib/ids.js';
import type { Io } from '#services/io.js';
import { errorAnswer } from './aws-answer.js';
import { authenticator, type AuthenticatorOptions } from './authenticate.js';
import { awsDoor } from './aws-door.js';
import { preflight } from './cors.js';
import { logFailure } from './failure-log.js';
import type { Connection } from './headers.js';
import { alive, ready } from './health.js';
import { issuerDocuments, type IssuerDocumentsOptions } from './issuer-documents.js';
import { notFound } from './json-answer.js';
import type { OperationTable } from './target.js';

export interface HttpAppOptions
  extends
    Pick<AuthenticatorOptions, 'rootKey' | 'publicUrl' | 'trustedProxies'>,
    Pick<IssuerDocumentsOptions, 'issuerOf'> {
  readonly operations: OperationTable;
  readonly io: Io;
}

/** The one app behind every listener: which address leads where. */
export const httpApp = ({ operations, io, ...options }: HttpAppOptions): Hono<{ Bindings: Connection }> => {
  const { store, clock, log } = io;
  const authenticate = authenticator({ ...options, clock, findKey: store.accessKeys.find });
  const door = awsDoor({ operations, io, authenticate, trustedProxies: options.trustedProxies });
  const documents = issuerDocuments({ ...options, store });

  return (
    new Hono<{ Bindings: Connection }>()
      .get('/healthz', () => alive())
      .get('/readyz', () => ready(store.ping))
      .get('/:poolId/.well-known/jwks.json', ({ req }) => documents.jwks(req.raw, req.param('poolId')))
      .get('/:poolId/.well-known/openid-configuration', ({ req }) => documents.configuration(req.param('poolId')))
      // Under whatever path a proxy serves us; the target alone says what is wanted.
      .post('*', ({ req, env }) => door(req.raw, env))
      .options('*', ({ req }) => preflight(req.raw))
      .notFound(() => notFound())
      .onError((error, { req }) => {
        const requestId = newUuid();
        logFailure(log, error, { requestId, target: req.path });
        return errorAnswer(error instanceof ApiError ? error : InternalError(), { requestId, now: clock.now() });
      })
  );
};
