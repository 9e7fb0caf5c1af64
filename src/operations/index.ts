import { AddCustomAttributes } from './AddCustomAttributes.js';
import { AddUserPoolClientSecret } from './AddUserPoolClientSecret.js';
import { AdminAddUserToGroup } from './AdminAddUserToGroup.js';
import { AdminConfirmSignUp } from './AdminConfirmSignUp.js';
import { AdminCreateUser } from './AdminCreateUser.js';
import { AdminDeleteSoftwareToken } from './AdminDeleteSoftwareToken.js';
import { AdminDeleteUser } from './AdminDeleteUser.js';
import { AdminDeleteUserAttributes } from './AdminDeleteUserAttributes.js';
import { AdminDisableProviderForUser } from './AdminDisableProviderForUser.js';
import { AdminDisableUser } from './AdminDisableUser.js';
import { AdminEnableUser } from './AdminEnableUser.js';
import { AdminForgetDevice } from './AdminForgetDevice.js';
import { AdminGetDevice } from './AdminGetDevice.js';
import { AdminGetUser } from './AdminGetUser.js';
import { AdminGetUserAuthFactors } from './AdminGetUserAuthFactors.js';
import { AdminInitiateAuth } from './AdminInitiateAuth.js';
import { AdminLinkProviderForUser } from './AdminLinkProviderForUser.js';
import { AdminListDevices } from './AdminListDevices.js';
import { AdminListGroupsForUser } from './AdminListGroupsForUser.js';
import { AdminListUserSessions } from './AdminListUserSessions.js';
import { AdminRemoveUserFromGroup } from './AdminRemoveUserFromGroup.js';
import { AdminResetUserPassword } from './AdminResetUserPassword.js';
import { AdminRespondToAuthChallenge } from './AdminRespondToAuthChallenge.js';
import { AdminRevokeUserSession } from './AdminRevokeUserSession.js';
import { AdminSetUserMFAPreference } from './AdminSetUserMFAPreference.js';
import { AdminSetUserPassword } from './AdminSetUserPassword.js';
import { AdminSetUserSettings } from './AdminSetUserSettings.js';
import { AdminUpdateDeviceStatus } from './AdminUpdateDeviceStatus.js';
import { AdminUpdateUserAttributes } from './AdminUpdateUserAttributes.js';
import { AdminUserGlobalSignOut } from './AdminUserGlobalSignOut.js';
import { AssociateSoftwareToken } from './AssociateSoftwareToken.js';
import { ChangePassword } from './ChangePassword.js';
import { CompleteWebAuthnRegistration } from './CompleteWebAuthnRegistration.js';
import { ConfirmDevice } from './ConfirmDevice.js';
import { ConfirmForgotPassword } from './ConfirmForgotPassword.js';
import { ConfirmSignUp } from './ConfirmSignUp.js';
import { CreateGroup } from './CreateGroup.js';
import { CreateResourceServer } from './CreateResourceServer.js';
import { CreateUserPool } from './CreateUserPool.js';
import { CreateUserPoolClient } from './CreateUserPoolClient.js';
import { DeleteGroup } from './DeleteGroup.js';
import { DeleteResourceServer } from './DeleteResourceServer.js';
import { DeleteUser } from './DeleteUser.js';
import { DeleteUserAttributes } from './DeleteUserAttributes.js';
import { DeleteUserPool } from './DeleteUserPool.js';
import { DeleteUserPoolClient } from './DeleteUserPoolClient.js';
import { DeleteUserPoolClientSecret } from './DeleteUserPoolClientSecret.js';
import { DeleteWebAuthnCredential } from './DeleteWebAuthnCredential.js';
import { DescribeResourceServer } from './DescribeResourceServer.js';
import { DescribeUserPool } from './DescribeUserPool.js';
import { DescribeUserPoolClient } from './DescribeUserPoolClient.js';
import { ForgetDevice } from './ForgetDevice.js';
import { ForgotPassword } from './ForgotPassword.js';
import { GetClientToken } from './GetClientToken.js';
import { GetDevice } from './GetDevice.js';
import { GetGroup } from './GetGroup.js';
import { GetTokensFromRefreshToken } from './GetTokensFromRefreshToken.js';
import { GetUser } from './GetUser.js';
import { GetUserAttributeVerificationCode } from './GetUserAttributeVerificationCode.js';
import { GetUserAuthFactors } from './GetUserAuthFactors.js';
import { GetUserPoolClientSessionConfiguration } from './GetUserPoolClientSessionConfiguration.js';
import { GetUserPoolMfaConfig } from './GetUserPoolMfaConfig.js';
import { GetUserPoolSessionConfiguration } from './GetUserPoolSessionConfiguration.js';
import { GlobalSignOut } from './GlobalSignOut.js';
import { InitiateAuth } from './InitiateAuth.js';
import { ListDevices } from './ListDevices.js';
import { ListGroups } from './ListGroups.js';
import { ListResourceServers } from './ListResourceServers.js';
import { ListUserPoolClientSecrets } from './ListUserPoolClientSecrets.js';
import { ListUserPoolClients } from './ListUserPoolClients.js';
import { ListUserPools } from './ListUserPools.js';
import { ListUserSessions } from './ListUserSessions.js';
import { ListUsers } from './ListUsers.js';
import { ListUsersInGroup } from './ListUsersInGroup.js';
import { ListWebAuthnCredentials } from './ListWebAuthnCredentials.js';
import { ResendConfirmationCode } from './ResendConfirmationCode.js';
import { RespondToAuthChallenge } from './RespondToAuthChallenge.js';
import { RevokeToken } from './RevokeToken.js';
import { RevokeUserSession } from './RevokeUserSession.js';
import { SetUserMFAPreference } from './SetUserMFAPreference.js';
import { SetUserPoolClientSessionConfiguration } from './SetUserPoolClientSessionConfiguration.js';
import { SetUserPoolMfaConfig } from './SetUserPoolMfaConfig.js';
import { SetUserPoolSessionConfiguration } from './SetUserPoolSessionConfiguration.js';
import { SetUserSettings } from './SetUserSettings.js';
import { SignUp } from './SignUp.js';
import { StartWebAuthnRegistration } from './StartWebAuthnRegistration.js';
import { UpdateDeviceStatus } from './UpdateDeviceStatus.js';
import { UpdateGroup } from './UpdateGroup.js';
import { UpdateResourceServer } from './UpdateResourceServer.js';
import { UpdateUserAttributes } from './UpdateUserAttributes.js';
import { UpdateUserPool } from './UpdateUserPool.js';
import { UpdateUserPoolClient } from './UpdateUserPoolClient.js';
import { VerifySoftwareToken } from './VerifySoftwareToken.js';
import { VerifyUserAttribute } from './VerifyUserAttribute.js';

/** Every operation that is built, by the name that requests carry. */
export const operations = {
  AddCustomAttributes,
  AddUserPoolClientSecret,
  AdminAddUserToGroup,
  AdminConfirmSignUp,
  AdminCreateUser,
  AdminDeleteSoftwareToken,
  AdminDeleteUser,
  AdminDeleteUserAttributes,
  AdminDisableProviderForUser,
  AdminDisableUser,
  AdminEnableUser,
  AdminForgetDevice,
  AdminGetDevice,
  AdminGetUser,
  AdminGetUserAuthFactors,
  AdminInitiateAuth,
  AdminLinkProviderForUser,
  AdminListDevices,
  AdminListGroupsForUser,
  AdminListUserSessions,
  AdminRemoveUserFromGroup,
  AdminResetUserPassword,
  AdminRespondToAuthChallenge,
  AdminRevokeUserSession,
  AdminSetUserMFAPreference,
  AdminSetUserPassword,
  AdminSetUserSettings,
  AdminUpdateDeviceStatus,
  AdminUpdateUserAttributes,
  AdminUserGlobalSignOut,
  AssociateSoftwareToken,
  ChangePassword,
  CompleteWebAuthnRegistration,
  ConfirmDevice,
  ConfirmForgotPassword,
  ConfirmSignUp,
  CreateGroup,
  CreateResourceServer,
  CreateUserPool,
  CreateUserPoolClient,
  DeleteGroup,
  DeleteResourceServer,
  DeleteUser,
  DeleteUserAttributes,
  DeleteUserPool,
  DeleteUserPoolClient,
  DeleteUserPoolClientSecret,
  DeleteWebAuthnCredential,
  DescribeResourceServer,
  DescribeUserPool,
  DescribeUserPoolClient,
  ForgetDevice,
  ForgotPassword,
  GetClientToken,
  GetDevice,
  GetGroup,
  GetTokensFromRefreshToken,
  GetUser,
  GetUserAttributeVerificationCode,
  GetUserAuthFactors,
  GetUserPoolClientSessionConfiguration,
  GetUserPoolMfaConfig,
  GetUserPoolSessionConfiguration,
  GlobalSignOut,
  InitiateAuth,
  ListDevices,
  ListGroups,
  ListResourceServers,
  ListUserPoolClientSecrets,
  ListUserPoolClients,
  ListUserPools,
  ListUserSessions,
  ListUsers,
  ListUsersInGroup,
  ListWebAuthnCredentials,
  ResendConfirmationCode,
  RespondToAuthChallenge,
  RevokeToken,
  RevokeUserSession,
  SetUserMFAPreference,
  SetUserPoolClientSessionConfiguration,
  SetUserPoolMfaConfig,
  SetUserPoolSessionConfiguration,
  SetUserSettings,
  SignUp,
  StartWebAuthnRegistration,
  UpdateDeviceStatus,
  UpdateGroup,
  UpdateResourceServer,
  UpdateUserAttributes,
  UpdateUserPool,
  UpdateUserPoolClient,
  VerifySoftwareToken,
  VerifyUserAttribute,
};
