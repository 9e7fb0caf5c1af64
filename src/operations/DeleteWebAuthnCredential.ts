import type {
  DeleteWebAuthnCredentialCommandInput,
  DeleteWebAuthnCredentialCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, PasswordResetRequired, ResourceNotFound } from '#contract/errors.js';
import { passkeyMessages } from '#contract/passkey-messages.js';
import { required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { operation } from './operation.js';

/** Removes a passkey of the signed-in user: it signs nobody in any more. */
export const DeleteWebAuthnCredential = operation<
  DeleteWebAuthnCredentialCommandInput,
  DeleteWebAuthnCredentialCommandOutput
>()({
  access: 'bearer',
  input: { AccessToken: required(shape.AccessToken), CredentialId: required(shape.StringType) },
  errors: [InvalidParameter, NotAuthorized, PasswordResetRequired, ResourceNotFound],

  async handle({ CredentialId: id }, { bearer: { pool, user }, store }) {
    if (!(await store.passkeys.delete(pool.id, user.sub, id))) throw ResourceNotFound(passkeyMessages.notFound(id));
    return {};
  },
});
