/**
 * The error types that operations answer, each with its usual text. Texts come from recorded answers, AWS's documentation and reports;
 * where a text differs from operation to operation it stands in `messages.ts`.
 */
import { ApiError, kind } from './api-error.js';
import { triggerMessages } from './trigger-messages.js';

export const AliasExists = kind('AliasExistsException', 'An account with the given email already exists.');
export const CodeDeliveryFailure = kind('CodeDeliveryFailureException', 'Unable to deliver message.');
export const CodeMismatch = kind('CodeMismatchException', 'Invalid verification code provided, please try again.');
export const DeviceKeyExists = kind('DeviceKeyExistsException', 'Device already exists.');
// [R]
export const EnableSoftwareTokenMFA = kind('EnableSoftwareTokenMFAException', 'Code mismatch');
export const ExpiredCode = kind('ExpiredCodeException', 'Invalid code provided, please request a code again.');
export const FeatureUnavailableInTier = kind(
  'FeatureUnavailableInTierException',
  'The feature is not available for the pricing tier configured.',
);
export const GroupExists = kind('GroupExistsException', 'A group with the name already exists.');
export const InvalidLambdaResponse = kind('InvalidLambdaResponseException', triggerMessages.unrecognizable);
export const InvalidOAuthFlow = kind('InvalidOAuthFlowException', 'Invalid OAuth flow.');
export const InvalidParameter = kind('InvalidParameterException', 'Invalid parameter.');
export const InvalidPassword = kind('InvalidPasswordException', 'Password does not conform to policy');
export const LimitExceeded = kind('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
export const NotAuthorized = kind('NotAuthorizedException', 'Incorrect username or password.');
export const PasswordHistoryPolicyViolation = kind(
  'PasswordHistoryPolicyViolationException',
  'Password has previously been used',
);
export const PasswordResetRequired = kind('PasswordResetRequiredException', 'Password reset required for the user');
export const PreconditionNotMet = kind('PreconditionNotMetException', 'A precondition was not met.');
/** [I]: AWS documents the type without a text. */
export const RefreshTokenReuse = kind(
  'RefreshTokenReuseException',
  'Refresh Token has been invalidated by refresh token rotation',
);
export const ResourceNotFound = kind('ResourceNotFoundException', 'Resource does not exist.');
export const ScopeDoesNotExist = kind('ScopeDoesNotExistException', 'Invalid scope requested');
export const SoftwareTokenMFANotFound = kind(
  'SoftwareTokenMFANotFoundException',
  'Software Token MFA has not been enabled by the userPool',
);
export const TierChangeNotAllowed = kind('TierChangeNotAllowedException', 'The tier change is not allowed.');
export const TooManyRequests = kind('TooManyRequestsException', 'Rate exceeded');
export const Unauthorized = kind('UnauthorizedException', 'The request is not authorized.');
export const UnexpectedLambda = kind('UnexpectedLambdaException', 'The function could not be invoked.');
export const UnsupportedOperation = kind('UnsupportedOperationException', 'The operation is not supported.');
export const UnsupportedTokenType = kind('UnsupportedTokenTypeException', 'Unsupported token type.');
export const UnsupportedUserState = kind(
  'UnsupportedUserStateException',
  'The user is in a state that does not allow the operation.',
);
export const UserLambdaValidation = kind('UserLambdaValidationException', 'The function refused the request.');
export const UsernameExists = kind('UsernameExistsException', 'User already exists');
export const UserNotConfirmed = kind('UserNotConfirmedException', 'User is not confirmed.');
export const UserNotFound = kind('UserNotFoundException', 'User does not exist.');
export const UserPoolTagging = kind('UserPoolTaggingException', 'The tags are not valid.');
export const WebAuthnChallengeNotFound = kind(
  'WebAuthnChallengeNotFoundException',
  'There is no registration of a passkey to complete, or it has expired.',
);
export const WebAuthnClientMismatch = kind(
  'WebAuthnClientMismatchException',
  'The registration was started with another app client.',
);
export const WebAuthnConfigurationMissing = kind(
  'WebAuthnConfigurationMissingException',
  'The user pool has no relying party ID for passkeys.',
);
export const WebAuthnCredentialNotSupported = kind(
  'WebAuthnCredentialNotSupportedException',
  'The credential is not supported.',
);
export const WebAuthnNotEnabled = kind('WebAuthnNotEnabledException', 'Passkeys are not enabled for this user pool.');
export const WebAuthnOriginNotAllowed = kind(
  'WebAuthnOriginNotAllowedException',
  'The origin is not allowed for the relying party ID.',
);
export const WebAuthnRelyingPartyMismatch = kind(
  'WebAuthnRelyingPartyMismatchException',
  'The credential is for another relying party ID.',
);

/** A bug or a dependency that is down; the only error that answers 500. The cause is logged, never sent. */
export const InternalError = kind('InternalErrorException', 'Internal server error', 500);

// The errors of the door itself, which no operation declares: AWS's common errors.
export const AccessDenied = kind('AccessDeniedException', 'User is not authorized to perform this action');
export const IncompleteSignature = kind(
  'IncompleteSignatureException',
  'The request signature does not conform to AWS standards.',
);
export const InvalidSignature = kind(
  'InvalidSignatureException',
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
);
export const MissingAuthenticationToken = kind('MissingAuthenticationTokenException', 'Missing Authentication Token');
export const UnknownOperation = kind('UnknownOperationException', 'Unknown operation');
export const UnrecognizedClient = kind(
  'UnrecognizedClientException',
  'The security token included in the request is invalid.',
);

/** The body is not JSON, or a member has the wrong JSON type; AWS sends no text for the first. */
export const Serialization = (message?: string): ApiError =>
  new ApiError('SerializationException', message ?? '', 400, { shown: message !== undefined });
