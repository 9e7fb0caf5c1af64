import type {
  AdminDisableProviderForUserCommandInput,
  AdminDisableProviderForUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { providerMessages } from '#contract/provider-messages.js';
import * as shape from '#contract/provider-shapes.js';
import { required } from '#contract/shape.js';
import { localProvider, localUser, requireProvider, unknownProvider } from '#services/provider-users.js';
import { operation } from './operation.js';

/**
 * Keeps a user from signing in through a provider. For the provider `Cognito` that is the user's password: it is gone, and only
 * an administrator gives the user another one. Sign-ins that are under way go on.
 */
export const AdminDisableProviderForUser = operation<
  AdminDisableProviderForUserCommandInput,
  AdminDisableProviderForUserCommandOutput
>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.StringType),
    User: required(shape.ProviderUserIdentifierType),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],

  async handle({ UserPoolId: poolId, User: named }, io) {
    const pool = await io.store.pools.getVisible(io.caller, poolId);
    const provider = requireProvider(named, 'user');
    if (provider !== localProvider) throw unknownProvider(provider);
    if (named.ProviderAttributeName !== 'Cognito_Subject') throw InvalidParameter(providerMessages.localAttribute);
    const user = await localUser(pool, named, io);
    await io.store.userStates.disablePassword(pool.id, user.sub, io.clock.now());
    return {};
  },
});
