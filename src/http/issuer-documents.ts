import { ResourceNotFound } from '#contract/errors.js';
import { isKind } from '#contract/api-error.js';
import type { Pool } from '#domain/pool.js';
import type { Store } from '#store/store.js';
import { corsHeaders } from './cors.js';
import { jsonAnswer } from './json-answer.js';

export interface IssuerDocumentsOptions {
  readonly store: Pick<Store, 'keys' | 'pools'>;
  readonly issuerOf: (pool: Pool) => string;
  readonly publicUrl: string;
}

/** The documents by which others verify a pool's tokens. */
export const issuerDocuments = ({ store, issuerOf, publicUrl }: IssuerDocumentsOptions) => ({
  /** The public keys; a client that shows the current entity tag is told that it has them. */
  jwks: (request: Request, poolId: string): Promise<Response> =>
    orNotFound(async () => {
      const { bytes, etag } = await store.keys.jwks(poolId);
      const known = (request.headers.get('if-none-match') ?? '')
        .split(',')
        .map((tag) => tag.trim().replace(/^W\//, ''));
      const headers = { ETag: etag, 'Cache-Control': cacheControl, ...corsHeaders };
      if (known.includes(etag) || known.includes('*')) return new Response(null, { status: 304, headers });
      return new Response(new Uint8Array(bytes), { headers: { 'Content-Type': 'application/json', ...headers } });
    }),

  /** The discovery document. It names no endpoint of a pool's domain: those come with the OAuth server. */
  configuration: (poolId: string): Promise<Response> =>
    orNotFound(async () => {
      const pool = await store.pools.get(poolId);
      return jsonAnswer(
        200,
        {
          id_token_signing_alg_values_supported: ['RS256'],
          issuer: issuerOf(pool),
          // Beside the issuer it may not be reachable: an issuer in AWS's form is AWS's address.
          jwks_uri: `${publicUrl}/${pool.id}/.well-known/jwks.json`,
          // The document must have it, and there is no authorization endpoint yet.
          response_types_supported: [],
          subject_types_supported: ['public'],
        },
        { 'Cache-Control': cacheControl },
      );
    }),
});

/** Short enough for a new key to be known everywhere before it signs. */
const cacheControl = 'public, max-age=300';

const orNotFound = async (document: () => Promise<Response>): Promise<Response> => {
  try {
    return await document();
  } catch (error) {
    if (isKind(error, ResourceNotFound)) return jsonAnswer(404, { message: error.message });
    throw error;
  }
};
