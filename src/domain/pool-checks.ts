import type {
  CreateUserPoolRequest,
  SetUserPoolMfaConfigRequest,
  UpdateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter } from '#contract/errors.js';
import { poolMessages } from '#contract/pool-messages.js';
import { canSendSms, type Pool, type PoolSettings } from './pool.js';
import { checkLambdaConfig } from './pool-lambda-checks.js';
import { checkPoolMfa } from './pool-mfa.js';
import { checkPoolTags } from './pool-tags.js';
import { checkFeatureOfTier, checkTier } from './pool-tiers.js';
import { checkTrackingKept } from './session-tracking.js';
import { refuseUnbuiltPoolSettings } from './unbuilt-settings.js';

type Settled = Pick<Pool, 'settings' | 'mfa'>;

/** Throws what CreateUserPool throws, in AWS's order of things: bad settings first, then what the tier lacks, then what is not built yet. */
export const checkNewPool = (request: CreateUserPoolRequest, pool: Settled, region: string): void => {
  checkUnusedDays(request);
  checkPoolSettings(pool, region);
  checkTier(pool);
  refuseUnbuiltPoolSettings(request);
};

/** The same for UpdateUserPool and the settings that it would leave. */
export const checkUpdatedPool = (request: UpdateUserPoolRequest, pool: Settled, before: Pool): void => {
  checkUnusedDays(request);
  checkPoolSettings(pool, before.region);
  checkTier(pool, before.settings.UserPoolTier);
  checkTrackingKept(pool.settings, before);
  refuseUnbuiltPoolSettings(request);
};

/** The same for SetUserPoolMfaConfig. */
export const checkReplacedMfa = (request: SetUserPoolMfaConfigRequest, pool: Settled, { region }: Pool): void => {
  checkSmsRegion(pool.settings, region);
  checkPoolMfa(pool);
  checkFeatureOfTier(pool);
  refuseUnbuiltPoolSettings({ SmsConfiguration: request.SmsMfaConfiguration?.SmsConfiguration });
};

/** Throws InvalidParameterException while the pool is protected. */
export const checkDeletable = ({ settings }: Pool): void => {
  if (settings.DeletionProtection === 'ACTIVE') throw InvalidParameter(poolMessages.deletionProtected);
};

const checkUnusedDays = (request: Pick<CreateUserPoolRequest, 'AdminCreateUserConfig' | 'Policies'>): void => {
  const days = request.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays;
  if (days !== undefined && request.AdminCreateUserConfig?.UnusedAccountValidityDays !== undefined)
    throw InvalidParameter(poolMessages.unusedAccountDays);
};

const checkPoolSettings = ({ settings, mfa }: Settled, region: string): void => {
  if (settings.AliasAttributes && settings.UsernameAttributes)
    throw InvalidParameter(poolMessages.aliasAndUsernameAttributes);
  checkSmsRegion(settings, region);
  checkPoolMfa({ settings, mfa });
  checkSms(settings);
  checkUpdateSettings(settings);
  checkRecovery(settings);
  checkLevels(settings);
  checkEmail(settings);
  checkLambdaConfig(settings.LambdaConfig, region);
  checkPoolTags(settings.UserPoolTags ?? {});
};

// The account and the role that the ARNs name cannot be checked on premises.
const checkSmsRegion = (settings: PoolSettings, region: string): void => {
  const snsRegion = settings.SmsConfiguration?.SnsRegion;
  if (snsRegion !== undefined && snsRegion !== region) throw InvalidParameter(poolMessages.snsRegion(region));
};

const checkSms = (settings: PoolSettings): void => {
  if (canSendSms({ settings })) return;
  if (settings.AutoVerifiedAttributes?.includes('phone_number')) throw InvalidParameter(poolMessages.phoneNeedsSms);
  if (settings.Policies.SignInPolicy.AllowedFirstAuthFactors.includes('SMS_OTP'))
    throw InvalidParameter(poolMessages.smsFactorNeedsSms);
};

const checkUpdateSettings = (settings: PoolSettings): void => {
  const verified = settings.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [];
  if (!verified.every((name) => settings.AutoVerifiedAttributes?.includes(name)))
    throw InvalidParameter(poolMessages.updateNeedsAutoVerified);
};

const checkRecovery = ({ AccountRecoverySetting: { RecoveryMechanisms: mechanisms = [] } }: PoolSettings): void => {
  const names = new Set(mechanisms.map(({ Name: name }) => name));
  const priorities = new Set(mechanisms.map(({ Priority: priority }) => priority));
  if (names.size < mechanisms.length || priorities.size < mechanisms.length)
    throw InvalidParameter(poolMessages.recoveryDuplicates);
  if (names.has('admin_only') && names.size > 1) throw InvalidParameter(poolMessages.recoveryAdminOnly);
};

/** A name of two levels would not tell which one was reached. */
const checkLevels = ({ AcrConfiguration: levels = {} }: PoolSettings): void => {
  const names = Object.values(levels).map(({ AcrValue: name }) => name);
  if (new Set(names).size < names.length) throw InvalidParameter(poolMessages.levelsOfOneName);
};

const checkEmail = ({ EmailConfiguration: email }: PoolSettings): void => {
  if (email.EmailSendingAccount === 'DEVELOPER' && !email.SourceArn)
    throw InvalidParameter(poolMessages.developerEmailNeedsArn);
  if (email.EmailSendingAccount === 'COGNITO_DEFAULT' && email.SourceArn)
    throw InvalidParameter(poolMessages.defaultEmailWithArn);
  if (email.From && !isSender(email.From)) throw InvalidParameter(poolMessages.invalidFrom);
};

/** Whether this is an address, alone or as `Name <address>`; a line break would be a header of the attacker's own. */
const isSender = (from: string): boolean =>
  !/\p{Cc}/u.test(from) && /^(?:[^<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/.test(from.trim());
