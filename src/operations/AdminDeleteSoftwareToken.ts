import type {
  AdminDeleteSoftwareTokenCommandInput,
  AdminDeleteSoftwareTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { operation } from './operation.js';

/** Forgets a user's authenticator app; the user may register one again. */
export const AdminDeleteSoftwareToken = operation<
  AdminDeleteSoftwareTokenCommandInput,
  AdminDeleteSoftwareTokenCommandOutput
>()({
  access: 'signed',
  input: { UserPoolId: required(shape.UserPoolId), Username: required(shape.Username) },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],

  async handle(input, { caller, clock, store }) {
    const pool = await store.pools.getVisible(caller, input.UserPoolId);
    const user = await store.users.get(pool, input.Username);
    await store.softwareTokens.delete(pool.id, user.sub, clock.now());
    return {};
  },
});
