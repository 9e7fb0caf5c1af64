import type {
  GetUserResponse,
  MFAOptionType,
  SetUserMFAPreferenceRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { isMultiFactor } from './passkeys.js';
import { mfaMode, poolFactors } from './pool-mfa.js';
import type { Pool } from './pool.js';
import type { MfaFactor, MfaPreference, User } from './user.js';

/** What a request says of each factor; a factor that it leaves out stays as it was. */
export type MfaSettings = Pick<
  SetUserMFAPreferenceRequest,
  'SMSMfaSettings' | 'SoftwareTokenMfaSettings' | 'EmailMfaSettings' | 'WebAuthnMfaSettings'
>;

/** Whose preference it is. */
export interface PreferenceCase {
  readonly pool: Pool;
  readonly user: Pick<User, 'attributes' | 'mfa'>;
  /** Whether the user has verified an authenticator app. */
  readonly hasSoftwareToken: boolean;
  /** Whether the user has a passkey for the pool's present domain. */
  readonly hasPasskey: boolean;
}

/**
 * The second factors of a user after a request. Throws InvalidParameterException for a factor that the user cannot have, for two
 * preferred ones, and for switching one off where the pool requires them.
 */
export const changedPreference = (of: PreferenceCase, settings: MfaSettings): MfaPreference => {
  const { pool, user } = of;
  if (mfaMode(pool) === 'OFF') throw InvalidParameter(messages.mfaOfPoolOff);
  const wishes = wishesOf(settings);
  const isOn = (factor: MfaFactor) => wishes[factor]?.Enabled ?? user.mfa.enabled.includes(factor);
  const enabled = order.filter(isOn);
  for (const factor of enabled) if (wishes[factor]?.Enabled) checkCanHave(of, factor, wishes);
  if (mfaMode(pool) === 'ON' && user.mfa.enabled.some((factor) => !isOn(factor)))
    throw InvalidParameter(messages.requiredFactorOff);
  if (enabled.length === 1 && enabled[0] === 'WEB_AUTHN_MFA') throw InvalidParameter(messages.passkeyFactorAlone);
  return { enabled, preferred: preferredOf(user.mfa.preferred, enabled, wishes) };
};

/** What the older operations say: codes by text message, or none. Throws InvalidParameterException for anything else. */
export const settingsOfOptions = (options: readonly MFAOptionType[]): MfaSettings => {
  if (!options.every(isSms)) throw InvalidParameter(messages.mfaOptionNotSms);
  return { SMSMfaSettings: { Enabled: options.length > 0 } };
};

const isSms = ({ DeliveryMedium: medium, AttributeName: name }: MFAOptionType): boolean =>
  medium === 'SMS' && name === 'phone_number';

/** The second factors that a user switched on, as answers show them: absent when there are none. */
export const describePreference = ({
  mfa: { enabled, preferred },
}: Pick<User, 'mfa'>): Pick<GetUserResponse, 'MFAOptions' | 'PreferredMfaSetting' | 'UserMFASettingList'> => ({
  ...mfaOptions({ mfa: { enabled, preferred } }),
  ...(preferred && { PreferredMfaSetting: preferred }),
  ...(enabled.length > 0 && { UserMFASettingList: [...enabled] }),
});

/** The older member, which knows text messages only. */
export const mfaOptions = ({ mfa: { enabled } }: Pick<User, 'mfa'>): { MFAOptions?: MFAOptionType[] } =>
  enabled.includes('SMS_MFA') ? { MFAOptions: [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }] } : {};

/** In the order in which they are listed. */
const order: readonly MfaFactor[] = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP', 'WEB_AUTHN_MFA'];

interface Wish {
  readonly Enabled?: boolean | undefined;
  readonly PreferredMfa?: boolean | undefined;
}

type Wishes = Readonly<Record<MfaFactor, Wish | undefined>>;

const wishesOf = (settings: MfaSettings): Wishes => ({
  SMS_MFA: settings.SMSMfaSettings,
  SOFTWARE_TOKEN_MFA: settings.SoftwareTokenMfaSettings,
  EMAIL_OTP: settings.EmailMfaSettings,
  WEB_AUTHN_MFA: settings.WebAuthnMfaSettings,
});

const checkCanHave = (of: PreferenceCase, factor: MfaFactor, wishes: Wishes): void => {
  const { pool, user, hasSoftwareToken } = of;
  if (factor === 'SOFTWARE_TOKEN_MFA') {
    if (!hasSoftwareToken) throw InvalidParameter(messages.softwareTokenUnverified);
  } else if (factor === 'WEB_AUTHN_MFA') {
    checkPasskeys(of, wishes);
  } else {
    const address = user.attributes[factor === 'SMS_MFA' ? 'phone_number' : 'email'];
    if (!address || !poolFactors(pool).includes(factor)) throw InvalidParameter(messages.noDelivery(factor));
  }
};

/** AWS wants another factor switched on by the same request, even where one is on already (reported). */
const checkPasskeys = ({ pool, hasPasskey }: PreferenceCase, wishes: Wishes): void => {
  if (!isMultiFactor(pool)) throw InvalidParameter(messages.passkeyFactorNotAllowed);
  if (!order.some((factor) => factor !== 'WEB_AUTHN_MFA' && wishes[factor]?.Enabled))
    throw InvalidParameter(messages.passkeyFactorAlone);
  if (!hasPasskey) throw InvalidParameter(messages.noPasskeyForFactor);
};

const preferredOf = (
  before: MfaFactor | undefined,
  enabled: readonly MfaFactor[],
  wishes: Wishes,
): MfaFactor | undefined => {
  const [first, ...others] = order.filter((factor) => wishes[factor]?.PreferredMfa);
  if (others.length > 0) throw InvalidParameter(messages.twoPreferredFactors);
  if (first) {
    if (!enabled.includes(first)) throw InvalidParameter(messages.preferredNotEnabled);
    return first;
  }
  const kept = enabled.find((factor) => factor === before);
  return kept && wishes[kept]?.PreferredMfa !== false ? kept : undefined;
};
