import type {
  AdminLinkProviderForUserCommandInput,
  AdminLinkProviderForUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { providerMessages } from '#contract/provider-messages.js';
import * as shape from '#contract/provider-shapes.js';
import { required } from '#contract/shape.js';
import { localProvider, localUser, requireProvider, unknownProvider } from '#services/provider-users.js';
import { operation } from './operation.js';

/**
 * Links what an identity provider knows of a person to a user of the pool. Pools cannot have identity providers yet: a request
 * is checked as AWS checks it, and answered with what AWS answers for a provider that the pool does not have.
 */
export const AdminLinkProviderForUser = operation<
  AdminLinkProviderForUserCommandInput,
  AdminLinkProviderForUserCommandOutput
>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.StringType),
    DestinationUser: required(shape.ProviderUserIdentifierType),
    SourceUser: required(shape.ProviderUserIdentifierType),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],

  async handle({ UserPoolId: poolId, DestinationUser: destination, SourceUser: source }, io) {
    const pool = await io.store.pools.getVisible(io.caller, poolId);
    const [to, from] = [requireProvider(destination, 'destinationUser'), requireProvider(source, 'sourceUser')];
    if (to !== localProvider) throw UserNotFound();
    await localUser(pool, destination, io);
    if (from === localProvider) throw InvalidParameter(providerMessages.localSource);
    throw unknownProvider(from);
  },
});
