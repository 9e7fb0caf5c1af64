import type {
  ListWebAuthnCredentialsCommandInput,
  ListWebAuthnCredentialsCommandOutput,
  WebAuthnCredentialDescription,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, PasswordResetRequired } from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { mostPasskeys } from '#domain/passkeys.js';
import { pagedList } from '#services/paged-list.js';
import type { CreatedKey, PageRequest } from '#store/page.js';
import type { Passkey } from '#store/passkeys.js';
import { operation } from './operation.js';

/** A page of the signed-in user's passkeys, those of domains that the pool had before included. */
export const ListWebAuthnCredentials = operation<
  ListWebAuthnCredentialsCommandInput,
  ListWebAuthnCredentialsCommandOutput
>()({
  access: 'bearer',
  input: {
    AccessToken: required(shape.AccessToken),
    NextToken: optional(shape.PaginationKey),
    MaxResults: optional(shape.WebAuthnCredentialsQueryLimitType),
  },
  errors: [InvalidParameter, NotAuthorized, PasswordResetRequired],

  async handle(input, { bearer: { pool, user }, ...io }) {
    const listed = { operation: 'ListWebAuthnCredentials', query: [user.sub] };
    const request = { pool, ...listed, limit: input.MaxResults || mostPasskeys, token: input.NextToken };
    const { items, next } = await pagedList(request, io, (page: PageRequest<CreatedKey>) =>
      io.store.passkeys.list(pool.id, user.sub, page),
    );
    return { Credentials: items.map(credentialDescription), NextToken: next };
  },
});

const credentialDescription = (passkey: Passkey): WebAuthnCredentialDescription => ({
  CredentialId: passkey.id,
  FriendlyCredentialName: passkey.friendlyName,
  RelyingPartyId: passkey.relyingPartyId,
  ...(passkey.attachment !== undefined && { AuthenticatorAttachment: passkey.attachment }),
  AuthenticatorTransports: [...passkey.transports],
  CreatedAt: passkey.createdAt,
});
