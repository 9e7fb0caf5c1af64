import type {
  DeleteUserAttributesCommandInput,
  DeleteUserAttributesCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  InvalidParameter,
  NotAuthorized,
  PasswordResetRequired,
  ResourceNotFound,
  UserNotConfirmed,
  UserNotFound,
} from '#contract/errors.js';
import { required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { deleteAttributes } from '#services/attribute-updates.js';
import { operation } from './operation.js';

/** Deletes some of the signed-in user's own attributes. */
export const DeleteUserAttributes = operation<DeleteUserAttributesCommandInput, DeleteUserAttributesCommandOutput>()({
  access: 'bearer',
  input: {
    UserAttributeNames: required(shape.AttributeNameList),
    AccessToken: required(shape.AccessToken),
  },
  errors: [InvalidParameter, NotAuthorized, PasswordResetRequired, ResourceNotFound, UserNotConfirmed, UserNotFound],

  async handle(input, io) {
    const { pool, client, user } = io.bearer;
    await deleteAttributes({ pool, user, writer: client, names: input.UserAttributeNames }, io);
    return {};
  },
});
