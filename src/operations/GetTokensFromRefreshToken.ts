import type {
  GetTokensFromRefreshTokenCommandInput,
  GetTokensFromRefreshTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  InvalidParameter,
  NotAuthorized,
  PasswordResetRequired,
  RefreshTokenReuse,
  ResourceNotFound,
} from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { isClientSecret } from '#domain/secret-hash.js';
import { renewSignIn } from '#services/renewal.js';
import { operation } from './operation.js';

/** New tokens for a refresh token, which is replaced too where its client rotates them. */
export const GetTokensFromRefreshToken = operation<
  GetTokensFromRefreshTokenCommandInput,
  GetTokensFromRefreshTokenCommandOutput
>()({
  access: 'public',
  input: {
    RefreshToken: required(shape.AccessToken),
    ClientId: required(shape.ClientId),
    ClientSecret: optional(shape.ClientSecretType),
    DeviceKey: optional(shape.DeviceKey),
    ClientMetadata: optional(shape.ClientMetadata),
  },
  errors: [InvalidParameter, NotAuthorized, PasswordResetRequired, RefreshTokenReuse, ResourceNotFound],

  async handle(input, io) {
    const { pool, client } = await io.store.pools.byClientId(input.ClientId);
    if (!isClientSecret(client, input.ClientSecret)) throw NotAuthorized(messages.secretHashWrong(client.id));
    const { RefreshToken: refreshToken, DeviceKey: deviceKey } = input;
    const renewal = { pool, client, refreshToken, deviceKey, reused: () => RefreshTokenReuse() };
    return { AuthenticationResult: await renewSignIn(renewal, io) };
  },
});
