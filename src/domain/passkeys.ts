import type { UserVerificationType } from '@aws-sdk/client-cognito-identity-provider';
import { WebAuthnConfigurationMissing, WebAuthnNotEnabled } from '#contract/errors.js';
import type { Pool } from './pool.js';
import type { User } from './user.js';

type Settled = Pick<Pool, 'settings' | 'mfa'>;

/** How many passkeys a user may have: AWS's documentation. */
export const mostPasskeys = 20;

/** Whether users of a pool may sign in by passkey at all. */
export const allowsPasskeys = ({ settings }: Pick<Pool, 'settings'>): boolean =>
  settings.Policies.SignInPolicy.AllowedFirstAuthFactors.includes('WEB_AUTHN');

/** The domain that a pool's passkeys are for: those of another one stay, but sign nobody in. */
export const relyingPartyId = ({ mfa }: Pick<Pool, 'mfa'>): string | undefined =>
  mfa.WebAuthnConfiguration?.RelyingPartyId;

/** The same, where passkeys are registered. Throws WebAuthnNotEnabledException and WebAuthnConfigurationMissingException. */
export const registeringPartyId = (pool: Settled): string => {
  if (!allowsPasskeys(pool)) throw WebAuthnNotEnabled();
  const id = relyingPartyId(pool);
  if (id === undefined) throw WebAuthnConfigurationMissing();
  return id;
};

/** Whether a passkey may be two factors by itself, because whoever uses it is verified by the authenticator. */
export const isMultiFactor = ({ mfa }: Pick<Pool, 'mfa'>): boolean =>
  mfa.WebAuthnConfiguration?.FactorConfiguration === 'MULTI_FACTOR_WITH_USER_VERIFICATION';

/** Whether this user's passkeys are two factors each: those of whoever asked for it, by SetUserMFAPreference. */
export const isMultiFactorOf = (pool: Pick<Pool, 'mfa'>, { mfa }: Pick<User, 'mfa'>): boolean =>
  isMultiFactor(pool) && mfa.enabled.includes('WEB_AUTHN_MFA');

/** Whether authenticators must verify the user: always where a passkey counts as two factors, since the verification is one of them. */
export const userVerification = ({ mfa }: Pick<Pool, 'mfa'>): UserVerificationType =>
  isMultiFactor({ mfa }) ? 'required' : (mfa.WebAuthnConfiguration?.UserVerification ?? 'preferred');

/**
 * Whether a pool takes a passkey as a first factor. Where a second one is required a passkey must be both, as AWS's
 * documentation says.
 */
export const takesPasskeys = ({ settings, mfa }: Settled): boolean =>
  allowsPasskeys({ settings }) &&
  relyingPartyId({ mfa }) !== undefined &&
  (settings.MfaConfiguration !== 'ON' || isMultiFactor({ mfa }));

/**
 * Whether a user may sign in by passkey now: one who has one for the pool's domain, and owes no new password (such users were
 * seen to be offered their passwords alone). Where two factors are required the user must have made the passkey count as both.
 */
export const offersPasskey = (pool: Settled, user: Pick<User, 'status' | 'mfa'>, hasPasskey: boolean): boolean =>
  hasPasskey &&
  takesPasskeys(pool) &&
  (pool.settings.MfaConfiguration !== 'ON' || isMultiFactorOf(pool, user)) &&
  user.status !== 'FORCE_CHANGE_PASSWORD';

/** How a kind of authenticator is called in `amr`: one within the device (`swk`), or one that is carried from device to device. */
export const passkeyFactor = ({
  attachment,
  transports,
}: {
  readonly attachment: string | undefined;
  readonly transports: readonly string[];
}): 'swk' | 'hwk' => {
  if (attachment !== undefined) return attachment === 'cross-platform' ? 'hwk' : 'swk';
  return transports.some((transport) => carried.has(transport)) ? 'hwk' : 'swk';
};

const carried = new Set(['usb', 'nfc', 'ble', 'smart-card']);

/** How authenticators know a user: they hand it back with every proof. */
export const userHandle = (sub: string): string => Buffer.from(sub).toString('base64url');

/** What people know their account by: the name, or the address that they sign in with where names are made up. */
export const accountName = ({ sub, username, attributes }: Pick<User, 'sub' | 'username' | 'attributes'>): string =>
  username === sub ? (attributes['email'] ?? attributes['phone_number'] ?? username) : username;
