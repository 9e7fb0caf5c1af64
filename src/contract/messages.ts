/**
 * Texts of errors whose wording depends on the operation or on a value: every AWS text stands here or in `errors.ts`,
 * so that a correction is one line. The marks say where a text comes from: [V] recorded from AWS, [R] reported by its
 * users, [I] inferred.
 */
export const messages = {
  /** [R] */ accessTokenExpired: 'Access Token has expired',
  /** [V] */ accessTokenInvalid: 'Invalid Access Token',
  /** [docs] */ accessTokenRevoked: 'Access Token has been revoked',
  /** [R] */ accessTokenScope: 'Access Token does not have required scopes',
  /** [R] */ accessTokenSignature: 'Could not verify signature for Access Token',
  /** [R] */ refreshTokenInvalid: 'Invalid Refresh Token',
  /** [R] */ refreshTokenExpired: 'Refresh Token has expired',
  /** [R] */ refreshTokenRevoked: 'Refresh Token has been revoked',
  /** [R] */ wrongPassword: 'Incorrect username or password.',
  /** [R] */ passwordAttemptsExceeded: 'Password attempts exceeded',
  /** [R] */ userDisabled: 'User is disabled.',
  /** [R] */ temporaryPasswordExpired: 'Temporary password has expired and must be reset by an administrator.',
  /** [V] */ sessionSpent: 'Invalid session for the user, session can only be used once.',
  /** [V] */ sessionExpired: 'Invalid session for the user, session is expired.',
  /** [R] */ sessionInvalid: 'Invalid session for the user.',
  /** [R] */ codeOrState: 'Invalid code or auth state for the user.',
  /** [R] */ signUpClosed: 'SignUp is not permitted for this user pool',
  /** [R] */ unauthorizedAttribute: 'A client attempted to write unauthorized attribute',
  /** [V] */ userOrClientNotFound: 'Username/client id combination not found.',
  /** [R] */ accountExists: 'User account already exists',
  /** [R] */ cannotReset: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
  /** [R] */ contactAdministrator: 'Contact administrator to reset password.',
  /** [R] */ resetNotAllowed: 'User password cannot be reset in the current state.',
  /** [R] */ alreadyConfirmed: 'User is already confirmed.',
  /** [R] */ cannotResend: 'Cannot resend codes. Auto verification not turned on.',
  /** [R] */ noEmailForDelivery: 'No email provided but desired delivery medium was Email',
  /** [I] */ noPhoneForDelivery: 'No phone number provided but desired delivery medium was SMS',
  /** [R] */ smsNotConfigured: 'User pool does not have SMS configuration to send messages.',
  /** [V] */ invalidEmail: 'Invalid email address format.',
  /** [V] */ invalidPhone: 'Invalid phone number format.',
  /** [R] */ usernameMustBeEmail: 'Username should be an email.',
  /** [I] */ usernameMustBePhone: 'Username should be a phone number.',
  /** [R] */ usernameMustBeEmailOrPhone: 'Username should be either an email or a phone number.',
  /** [R] */ usernameLooksLikeEmail:
    'Username cannot be of email format, since user pool is configured for email alias.',
  /** peer */ usernameLooksLikePhone:
    'Username cannot be of phone number format, since user pool is configured for phone number alias.',
  /** peer */ filterSyntax: 'Error while parsing filter',
  /** [R] */ unknownRequestedAttribute: 'One or more requested attributes do not exist.',
  /** peer */ invalidPaginationToken: 'Invalid pagination token.',
  /** [R] */ flowNotForThisApi: 'Initiate Auth method not supported.',
  /** [I] */ sessionNotFound: 'Session does not exist.',
  /** [I] */ sessionIsCurrent: 'The session of the access token cannot be revoked.',
  /** [I] */ sessionTrackingOff: 'Session tracking is not enabled for the user pool.',

  /** [I] */ nothingToChoose: 'No challenge is available for the user.',

  /** [R] */ poolNotFound: (id: string) => `User pool ${id} does not exist.`,
  /** [R] */ clientNotFound: (id: string) => `User pool client ${id} does not exist.`,
  /** [R] */ secretHashMissing: (clientId: string) =>
    `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
  /** [R] */ secretHashWrong: (clientId: string) => `Unable to verify secret hash for client ${clientId}`,
  /** [R] */ missingParameter: (name: string) => `Missing required parameter ${name}`,
  /** [R] */ cannotConfirm: (status: string) => `User cannot be confirmed. Current status is ${status}`,
  /** [R] */ accountWithAliasExists: (attribute: string) => `An account with the given ${attribute} already exists.`,
  /** [V] */ attributeValueNull: (name: string) => `Attribute value for ${name} must not be null`,
  /** [V] */ attributeImmutable: (name: string) => `Cannot modify the non-mutable attribute ${name}`,
  /** peer */ cannotResendInvitation: (username: string) =>
    `Resend not possible. ${username} status is not FORCE_CHANGE_PASSWORD`,
  /** peer */ invalidSearchAttribute: (name: string) => `Invalid search attribute: ${name}`,
  /** [I] */ settingNotBuilt: (name: string) =>
    `${name} is not supported by Poolhouse yet: remove the setting or wait for a release that supports it.`,
} as const;
