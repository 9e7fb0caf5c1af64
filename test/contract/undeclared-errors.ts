import type { ErrorKind } from '#contract/api-error.js';
import {
  AliasExists,
  FeatureUnavailableInTier,
  PasswordResetRequired,
  ResourceNotFound,
  UserNotConfirmed,
  UserNotFound,
} from '#contract/errors.js';

/** What every other operation that takes an access token answers for a client that is gone and an unconfirmed user. */
const ofAccessTokens = [ResourceNotFound, UserNotConfirmed];

/**
 * Errors that AWS answers although its model does not declare them for the operation, with where that is known from.
 * The contract test allows these beside the model's.
 */
export const undeclaredErrors: Readonly<Record<string, readonly ErrorKind[]>> = {
  // AWS's documentation of ForceAliasCreation names it.
  AdminCreateUser: [AliasExists],
  // What every other operation of administrators declares for a user who does not exist.
  AdminGetDevice: [UserNotFound],
  AdminListDevices: [UserNotFound],
  // The flow needs a tier (AWS's pricing page), and this is the only error that says so.
  AdminInitiateAuth: [FeatureUnavailableInTier],
  InitiateAuth: [FeatureUnavailableInTier],
  // What every operation that takes an access token answers (VerifySoftwareToken declares both).
  AssociateSoftwareToken: [PasswordResetRequired, UserNotConfirmed],
  // What InitiateAuth declares and answers to the same refresh token.
  GetTokensFromRefreshToken: [PasswordResetRequired],
  CompleteWebAuthnRegistration: ofAccessTokens,
  DeleteWebAuthnCredential: ofAccessTokens,
  ListWebAuthnCredentials: ofAccessTokens,
  StartWebAuthnRegistration: ofAccessTokens,
};
