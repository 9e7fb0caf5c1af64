import type { AttributeType, UserType } from '@aws-sdk/client-cognito-identity-provider';
import { mfaOptions } from './mfa-preference.js';
import type { User } from './user.js';

/** A user as lists and AdminCreateUser show it, with the attributes that were asked for. */
export const describeUser = (user: User, attributes: AttributeType[]): UserType => ({
  Username: user.username,
  Attributes: attributes,
  UserCreateDate: user.createdAt,
  UserLastModifiedDate: user.modifiedAt,
  Enabled: user.enabled,
  UserStatus: user.status,
  ...mfaOptions(user),
});
