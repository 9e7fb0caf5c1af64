/**
 * Texts of errors about user pools and app clients; `messages.ts` has the rest. The marks say where a text comes from:
 * [V] recorded from AWS, [R] reported by its users, peer: other implementations of the API, [I] inferred.
 */
export const poolMessages = {
  /** [V] */ aliasAndUsernameAttributes:
    'Only one of the aliasAttributes or usernameAttributes can be set in a User pool.',
  /** [V] */ mfaNeedsSms:
    'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
  /** [V] */ factorsOfMfaOff: "Invalid MFA configuration given, can't turn off MFA and configure an MFA together",
  /** [V] */ mfaNeedsFactor:
    'Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.',
  /** [V] */ emailMfaNeedsSender:
    'Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of COGNITO_DEFAULT.',
  /** [V] */ firstFactorsUnderMfa:
    'Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled',
  /** [V] */ passkeysUnderMfa:
    'Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first auth factor',
  /** [I] */ relyingPartyId: 'Invalid relying party id: it must be a domain name in lower case.',
  /** [I] */ relyingPartySuffix: 'Invalid relying party id: it must not be a public suffix.',
  /** [V] */ phoneNeedsSms: 'SMS configuration is required when phone_number is selected for auto verification',
  /** [V] */ smsFactorNeedsSms:
    'SMS_OTP can not be configured as AuthFactor as user pool is missing valid SMS configuration',
  /** [V] */ updateNeedsAutoVerified:
    'All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes',
  /** [V] */ unusedAccountDays:
    'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
  /** [I] */ levelsOfOneName: 'Every level of AcrConfiguration must have an AcrValue of its own.',
  /** [V] */ recoveryDuplicates: 'Account Recovery Setting cannot have duplicate priorities or recovery mechanisms.',
  /** [V] */ recoveryAdminOnly:
    'Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.',
  /** [V] */ developerEmailNeedsArn: 'Source ARN is required to use DEVELOPER email sending owner',
  /** [V] */ defaultEmailWithArn: 'Cognito is not allowed to use your email identity',
  /** [V] */ invalidFrom: 'Provided From email address is invalid',
  /** [V] */ crossRegionLambda: 'Cross-region lambda functions are not supported',
  /** [V] */ twoPreTokenLambdas:
    "Cannot use PreTokenGenerationLambda and PreTokenGeneration with different Lambda function ARN's",
  /** [V] */ senderNeedsKey: 'KMSKeyId parameter is required when Custom SMS/Email Lambda trigger is used.',
  /** [V] */ deletionProtected:
    'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',

  /** [V] */ snsRegion: (region: string) => `Invalid snsRegion. Allowed SNS region for ${region} is ${region}`,
  /** [V] */ keyOfOtherRegion: (region: string) => `Invalid arn ${region}`,
  /** [V] */ featuresOfTier: (tier: string, features: readonly string[]) =>
    `The following features need to be disabled for the ${tier} pricing tier configured: ${features.join(', ')}`,

  /** [V] */ featureOfTier: (tier: string, feature: string) =>
    `The following feature is not available for the ${tier} pricing tier configured: ${feature}`,

  /** [V] */ requiredCustomAttribute: 'Required custom attributes are not supported currently.',
  /** [R] */ customAttributeType:
    'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.',
  /** [I] */ attributeWithoutName: 'Invalid schema: every attribute needs a Name.',
  /** [I] */ subIsFixed: 'Invalid schema: sub is required and cannot be mutable.',
  /** [V] */ standardAttributeType: (name: string) =>
    `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${name}`,
  /** [V] */ duplicateCustomAttribute: (name: string) =>
    `Duplicate custom attribute names ${name} are not allowed in a user pool schema.`,
  /** peer */ existingCustomAttribute: (name: string, existing: string) =>
    `${name}: Existing attribute already has name ${existing}.`,
  /** [I] */ tooManyCustomAttributes: (most: number) => `A user pool cannot have more than ${most} custom attributes.`,
  /** [V] */ lengthsOfAttribute: (name: string) =>
    `Attribute ${name} cannot have a max length shorter than it's min length`,
  /** [V] */ valuesOfAttribute: (name: string) =>
    `Attribute ${name} cannot have a max value smaller than it's min value`,
  /** peer */ lengthTooLong: (name: string) => `user.${name}: String attributes cannot have a length of more than 2048`,
  /** peer */ invalidConstraints: (kind: 'String' | 'Number', name: string) =>
    `Invalid ${kind}AttributeConstraints for schema attribute ${name}`,

  /** [I] */ tooManyTags: 'A user pool cannot have more than 50 tags.',
  /** [I] */ reservedTag: (key: string) => `The tag key ${key} is reserved: keys cannot begin with aws:.`,
  /** [I] */ invalidTag: (key: string) =>
    `The tag ${key} is not valid: tags consist of letters, digits, spaces and _ . : / = + - @.`,

  /** [R] */ resourceServerExists: (identifier: string, poolId: string) =>
    `${identifier} already exists in user pool ${poolId}.`,
  /** [R] */ resourceServerNotFound: (identifier: string) => `Resource server ${identifier} does not exist.`,
  /** [I] */ tooManyResourceServers: (most: number) => `A user pool cannot have more than ${most} resource servers.`,
  /** [I] */ duplicateScope: (name: string) => `Duplicate scope name ${name}.`,
} as const;

export const clientMessages = {
  /** [V] */ tokenValidity: 'Invalid range for token validity.',
  /** [V] */ tokensOutliveRefresh:
    'Access and Id Token expiration times must be less than or equal to refresh token expiration times.',
  /** [V] */ legacyFlows: "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.",
  /** [V] */ oauthNeedsFlows:
    'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
  /** [V] */ flowsNeedCallback: 'CallbackUrls can not be empty when code flow or implicit flow is selected',
  /** [V] */ clientCredentialsAlone:
    'client_credentials flow can not be selected along with code flow or implicit flow.',
  /** [V] */ clientCredentialsNeedSecret:
    'client_credentials flow can not be selected if client does not have a client secret.',
  /** [V] */ contextNeedsSecret: 'Client Secret is required to set EnablePropagateAdditionalUserContextData as true',
  /** [V] */ analytics:
    'Invalid analytics configuration given, either <application arn> or <application id, role arn, external id> are valid',
  /** [I] */ twoSecrets: 'GenerateSecret and ClientSecret cannot be used together.',
  /** [I] */ clientTokenFlow:
    'ALLOW_CLIENT_TOKEN_AUTH cannot be used with other auth flows or without a client secret.',
  /** [I] */ rotationAndRefreshFlow: 'ALLOW_REFRESH_TOKEN_AUTH cannot be used when refresh token rotation is enabled.',

  /** [I] */ clientTokensNotAllowed: 'ALLOW_CLIENT_TOKEN_AUTH is not enabled for the client.',
  /** [I] */ noScopes: 'The user pool client has no custom scopes that could be authorized.',
  /** [I] */ publicClient: 'The user pool client does not have a client secret.',
  /** [R] */ tooManySecrets: 'Client secrets cannot exceed limit of 2 secrets.',
  /** [I] */ sameSecret: 'The user pool client has this client secret already.',
  /** [I] */ lastSecret: 'The last client secret of a user pool client cannot be deleted.',

  /** [I] */ secretNotFound: (id: string) => `Client secret ${id} does not exist.`,
  /** [V] */ plainHttp: (url: string) => `${url} cannot use the HTTP protocol.`,
  /** [V] */ fragment: (url: string) => `${url} cannot use fragment`,
  /** [V] */ defaultRedirect: (url: string) => `The default redirect URI ${url} is not in the callback URIs list.`,
  /** [R] */ scopeOfUsers: (scope: string) => `${scope} is not supported with client_credentials flow`,
  /** [V] */ scope: (scope: string) => `Invalid scope requested: ${scope}`,
  /** [V], the pool's id [I] */ provider: (name: string, poolId: string) =>
    `The provider ${name} does not exist for User Pool ${poolId}`,
  /** [V] while creating, [I] while updating */ attributes: (kind: 'read' | 'write', deed: 'creating' | 'updating') =>
    `Invalid ${kind} attributes specified while ${deed} a client`,
} as const;
