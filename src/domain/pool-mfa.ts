import type {
  GetUserPoolMfaConfigResponse,
  SetUserPoolMfaConfigRequest,
  UserPoolMfaType,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter } from '#contract/errors.js';
import { poolMessages } from '#contract/pool-messages.js';
import { canSendSms, type Pool, type PoolMfa, type PoolSettings } from './pool.js';
import { checkRelyingPartyId } from './relying-party.js';

/** A pool's second factors by the names of their challenges. */
export type PoolFactor = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP';

type Settled = Pick<Pool, 'settings' | 'mfa'>;

/** The second factors that a pool lets its users have, whether it asks for one or not. */
export const poolFactors = ({ settings, mfa }: Settled): PoolFactor[] => {
  const factors: PoolFactor[] = [];
  if (mfa.SmsMfaConfiguration && canSendSms({ settings })) factors.push('SMS_MFA');
  if (mfa.SoftwareTokenMfaConfiguration?.Enabled) factors.push('SOFTWARE_TOKEN_MFA');
  if (mfa.EmailMfaConfiguration) factors.push('EMAIL_OTP');
  return factors;
};

/** Absent in a pool's settings means off. */
export const mfaMode = ({ settings }: Pick<Pool, 'settings'>): UserPoolMfaType => settings.MfaConfiguration ?? 'OFF';

/**
 * The factors of a pool that CreateUserPool or UpdateUserPool leaves with these settings: without another factor its MFA is by
 * SMS. A pool that has another factor does not gain SMS just because a request repeats its settings.
 */
export const mfaAsSettled = ({ settings, mfa }: Settled): PoolMfa => {
  if (mfaMode({ settings }) === 'OFF' || poolFactors({ settings, mfa }).length > 0) return mfa;
  return { ...mfa, SmsMfaConfiguration: {} };
};

/**
 * A pool as SetUserPoolMfaConfig leaves it: what the request does not name is gone, but for SMS, which AWS's documentation
 * says cannot be removed while MFA stays on. Where messages by SMS come from and what they say are settings of the pool.
 * Throws InvalidParameterException.
 */
export const replacedMfa = (pool: Pool, request: Omit<SetUserPoolMfaConfigRequest, 'UserPoolId'>): Settled => {
  const { MfaConfiguration: mode = 'OFF', SmsMfaConfiguration: sms, WebAuthnConfiguration: webAuthn } = request;
  const given = {
    SoftwareTokenMfaConfiguration: request.SoftwareTokenMfaConfiguration,
    EmailMfaConfiguration: request.EmailMfaConfiguration,
  };
  if (mode === 'OFF' && (sms || Object.values(given).some(Boolean)))
    throw InvalidParameter(poolMessages.factorsOfMfaOff);
  if (webAuthn?.RelyingPartyId !== undefined) checkRelyingPartyId(webAuthn.RelyingPartyId);
  const keepsSms = mode !== 'OFF' && mfaMode(pool) !== 'OFF' && pool.mfa.SmsMfaConfiguration !== undefined;
  return {
    settings: {
      ...pool.settings,
      MfaConfiguration: mode,
      ...(sms && { SmsAuthenticationMessage: sms.SmsAuthenticationMessage }),
      ...(sms?.SmsConfiguration && { SmsConfiguration: sms.SmsConfiguration }),
    },
    mfa: {
      ...given,
      ...((sms || keepsSms) && { SmsMfaConfiguration: {} }),
      WebAuthnConfiguration: webAuthn,
    },
  };
};

/** Throws InvalidParameterException for second factors that contradict a pool's other settings, and for MFA without any factor. */
export const checkPoolMfa = ({ settings, mfa }: Settled): void => {
  if (mfa.SmsMfaConfiguration && !canSendSms({ settings })) throw InvalidParameter(poolMessages.mfaNeedsSms);
  if (mfa.EmailMfaConfiguration && settings.EmailConfiguration.EmailSendingAccount !== 'DEVELOPER')
    throw InvalidParameter(poolMessages.emailMfaNeedsSender);
  const mode = mfaMode({ settings });
  if (mode !== 'OFF' && poolFactors({ settings, mfa }).length === 0)
    throw InvalidParameter(poolMessages.mfaNeedsFactor);
  if (mode === 'ON') checkFirstFactors(settings, mfa);
};

/** Where a second factor is required, a code cannot be the first one, and a passkey only when it is two factors by itself. */
const checkFirstFactors = ({ Policies: { SignInPolicy: policy } }: PoolSettings, mfa: PoolMfa): void => {
  const allowed = new Set(policy.AllowedFirstAuthFactors);
  if (allowed.has('EMAIL_OTP') || allowed.has('SMS_OTP')) throw InvalidParameter(poolMessages.firstFactorsUnderMfa);
  const passkeys = mfa.WebAuthnConfiguration?.FactorConfiguration;
  if (allowed.has('WEB_AUTHN') && passkeys !== 'MULTI_FACTOR_WITH_USER_VERIFICATION')
    throw InvalidParameter(poolMessages.passkeysUnderMfa);
};

/** A pool's second factors as GetUserPoolMfaConfig and SetUserPoolMfaConfig show them. */
export const describeMfa = ({ settings, mfa }: Settled): GetUserPoolMfaConfigResponse => ({
  ...mfa,
  ...(mfa.SmsMfaConfiguration && {
    SmsMfaConfiguration: {
      SmsAuthenticationMessage: settings.SmsAuthenticationMessage,
      SmsConfiguration: settings.SmsConfiguration,
    },
  }),
  MfaConfiguration: mfaMode({ settings }),
});
