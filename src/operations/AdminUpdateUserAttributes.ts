import type {
  AdminUpdateUserAttributesCommandInput,
  AdminUpdateUserAttributesCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AliasExists,
  InvalidParameter,
  NotAuthorized,
  ResourceNotFound,
  TooManyRequests,
  UserNotFound,
} from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { updateAttributes } from '#services/attribute-updates.js';
import { operation } from './operation.js';

/** Changes a user's attributes, developer-only ones and verified flags included. */
export const AdminUpdateUserAttributes = operation<
  AdminUpdateUserAttributesCommandInput,
  AdminUpdateUserAttributesCommandOutput
>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    Username: required(shape.Username),
    UserAttributes: required(shape.AttributeList),
    ClientMetadata: optional(shape.ClientMetadata),
  },
  errors: [AliasExists, InvalidParameter, NotAuthorized, ResourceNotFound, TooManyRequests, UserNotFound],

  async handle(input, io) {
    const pool = await io.store.pools.getVisible(io.caller, input.UserPoolId);
    const user = await io.store.users.get(pool, input.Username);
    await updateAttributes(
      { pool, user, writer: 'admin', given: input.UserAttributes, clientMetadata: input.ClientMetadata },
      io,
    );
    return {};
  },
});
