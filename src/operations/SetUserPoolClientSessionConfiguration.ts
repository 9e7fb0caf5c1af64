import type {
  SetUserPoolClientSessionConfigurationCommandInput,
  SetUserPoolClientSessionConfigurationCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { ClientId, UserPoolId } from '#contract/common-shapes.js';
import { FeatureUnavailableInTier, InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import * as shape from '#contract/session-shapes.js';
import { required } from '#contract/shape.js';
import { checkSessionTier, clientSessions, tracksSessions } from '#domain/session-tracking.js';
import { operation } from './operation.js';

/** Says for how long a client lets in whoever signed in to another client in the same browser. */
export const SetUserPoolClientSessionConfiguration = operation<
  SetUserPoolClientSessionConfigurationCommandInput,
  SetUserPoolClientSessionConfigurationCommandOutput
>()({
  access: 'signed',
  input: {
    UserPoolId: required(UserPoolId),
    ClientId: required(ClientId),
    SSOSession: required(shape.SsoSession),
  },
  errors: [FeatureUnavailableInTier, InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle({ UserPoolId: poolId, ClientId: clientId, SSOSession }, { caller, store }) {
    const pool = await store.pools.describe(caller, poolId);
    checkSessionTier(pool);
    const client = await store.clients.describe(pool.id, clientId);
    if (!tracksSessions(pool)) throw InvalidParameter(messages.sessionTrackingOff);
    return clientSessions(await store.clients.setSessionConfiguration(pool.id, client.id, { SSOSession }));
  },
});
