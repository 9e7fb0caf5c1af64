import type { RevokeTokenCommandInput, RevokeTokenCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, Unauthorized, UnsupportedOperation, UnsupportedTokenType } from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { isClientSecret } from '#domain/secret-hash.js';
import { decodeJwt } from '#lib/jwt.js';
import { openRefreshToken } from '#services/refresh-token.js';
import { operation } from './operation.js';

/** Revokes a refresh token and every access token of the same sign-in. Revoking what is unknown or revoked succeeds (RFC 7009). */
export const RevokeToken = operation<RevokeTokenCommandInput, RevokeTokenCommandOutput>()({
  access: 'public',
  input: {
    Token: required(shape.AccessToken),
    ClientId: required(shape.ClientId),
    ClientSecret: optional(shape.ClientSecretType),
    RevokeAssociatedSessions: optional(shape.RevokeAssociatedSessions),
  },
  errors: [InvalidParameter, Unauthorized, UnsupportedOperation, UnsupportedTokenType],

  async handle(input, { clock, store }) {
    const client = await store.clients.find(input.ClientId);
    if (!client || !isClientSecret(client, input.ClientSecret)) throw Unauthorized();
    if (!client.settings.EnableTokenRevocation) throw UnsupportedOperation();
    if (decodeJwt(input.Token)) throw UnsupportedTokenType();

    const claim = openRefreshToken(await store.vaults.forScope(client.poolId), input.Token);
    const family = claim && (await store.families.withUser(client.poolId, claim.id)).family;
    if (family && family.clientId !== client.id) throw Unauthorized();
    if (family) await store.families.end(client.poolId, family.id, clock.now());
    return {};
  },
});
