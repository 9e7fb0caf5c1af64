import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';
import { createHmac } from 'node:crypto';
import { InvalidParameter, NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { verifiedFlag, verifiableAttributes, type VerifiableAttribute } from './attribute-input.js';
import { canSendSms, type Pool } from './pool.js';
import type { Attributes } from './user.js';
import { isEmail, isPhoneNumber, usernameKey } from './usernames.js';

/** Where a code goes. */
export interface Destination {
  readonly attribute: VerifiableAttribute;
  /** The address itself, unmasked. */
  readonly value: string;
}

/** An e-mail address as answers show it: `t***@t***`. */
export const maskEmail = (address: string): string => {
  const at = address.lastIndexOf('@');
  return `${firstCharacter(address)}***@${firstCharacter(address.slice(at + 1))}***`;
};

/** A phone number as answers show it: all but the last four digits hidden. */
export const maskPhoneNumber = (number: string): string => {
  const digits = number.replace(/^\+/, '');
  return `+${'*'.repeat(Math.max(digits.length - 4, 0))}${digits.slice(-4)}`;
};

/** A destination as answers show it. */
export const deliveryDetails = ({ attribute, value }: Destination): CodeDeliveryDetailsType => ({
  Destination: attribute === 'email' ? maskEmail(value) : maskPhoneNumber(value),
  DeliveryMedium: attribute === 'email' ? 'EMAIL' : 'SMS',
  AttributeName: attribute,
});

/** Throws InvalidParameterException when a message would go by SMS from a pool that is not set up to send any. */
export const requireSender = (pool: Pool, attribute: VerifiableAttribute): void => {
  if (attribute === 'phone_number' && !canSendSms(pool)) throw InvalidParameter(messages.smsNotConfigured);
};

/**
 * Where the code that confirms a sign-up goes; undefined when the pool verifies nothing by itself or the user lacks it.
 * With both kinds of address only the phone gets one, as in AWS.
 */
export const signUpDestination = (pool: Pool, attributes: Attributes): Destination | undefined =>
  existing(signUpChannels(pool), attributes);

/** Second factors that a user has switched on: the channel of one must not be the channel of recovery as well. */
export interface ActiveFactors {
  readonly sms: boolean;
  readonly email: boolean;
}

/**
 * Where a code that resets the password goes. Throws NotAuthorizedException when the pool leaves recovery to its
 * administrator and InvalidParameterException when the user has no verified address that the pool uses for it.
 */
export const recoveryDestination = (pool: Pool, attributes: Attributes, factors: ActiveFactors): Destination => {
  requireSelfRecovery(pool);
  const taken = (channel: VerifiableAttribute) =>
    !isLegacy(pool) && (channel === 'email' ? factors.email : factors.sms);
  const destination = existing(
    recoveryChannels(pool).filter((channel) => !taken(channel) && attributes[verifiedFlag(channel)] === 'true'),
    attributes,
  );
  if (!destination) throw InvalidParameter(messages.cannotReset);
  return destination;
};

/**
 * Where a code would go for a user who does not exist or cannot be told: an address that follows from the typed name and the
 * pool's secret key for derived values, always the same. Undefined where no user of the pool would be sent a code.
 * Throws NotAuthorizedException where recovery is the administrator's, as for real users.
 */
export const simulatedDestination = (
  pool: Pool,
  deriveKey: Buffer,
  name: string,
  purpose: 'sign-up' | 'recovery',
): Destination | undefined => {
  if (purpose === 'recovery') requireSelfRecovery(pool);
  const used = purpose === 'sign-up' ? signUpChannels(pool) : recoveryChannels(pool);
  // No user of a pool that sends no SMS is told of one: it would mark who does not exist.
  const channels = used.filter((channel) => channel === 'email' || canSendSms(pool));
  const key = usernameKey(pool, name);
  const channel = channels.find((one) => isAddress(one, key)) ?? channels[0];
  return channel && simulatedAddress(pool, deriveKey, name, channel);
};

/** The same of a channel that is known: what was typed, if that is such an address. */
export const simulatedAddress = (
  pool: Pool,
  deriveKey: Buffer,
  name: string,
  channel: VerifiableAttribute,
): Destination => {
  const key = usernameKey(pool, name);
  return { attribute: channel, value: isAddress(channel, key) ? key : invented(channel, deriveKey, key) };
};

const isAddress = (channel: VerifiableAttribute, key: string): boolean =>
  channel === 'email' ? isEmail(key) : isPhoneNumber(key);

const existing = (channels: readonly VerifiableAttribute[], attributes: Attributes): Destination | undefined => {
  const attribute = channels.find((channel) => attributes[channel]);
  return attribute && { attribute, value: attributes[attribute] ?? '' };
};

const signUpChannels = ({ settings }: Pool): VerifiableAttribute[] =>
  phoneFirst.filter((channel) => settings.AutoVerifiedAttributes?.includes(channel));

const phoneFirst: readonly VerifiableAttribute[] = verifiableAttributes.toReversed();

/** A pool without mechanisms follows the order that AWS had before the setting existed. */
const isLegacy = ({ settings }: Pick<Pool, 'settings'>): boolean =>
  !settings.AccountRecoverySetting.RecoveryMechanisms?.length;

const isAdminOnly = ({ settings }: Pool): boolean =>
  settings.AccountRecoverySetting.RecoveryMechanisms?.some(({ Name: name }) => name === 'admin_only') ?? false;

/** Throws NotAuthorizedException where only an administrator resets passwords. */
export const requireSelfRecovery = (pool: Pool): void => {
  if (isAdminOnly(pool)) throw NotAuthorized(messages.contactAdministrator);
};

const channelOf = { verified_email: 'email', verified_phone_number: 'phone_number', admin_only: undefined } as const;

/** The kinds of address by which a pool's users recover their passwords, the first choice first; none where only an administrator does. */
export const recoveryChannels = (pool: Pick<Pool, 'settings'>): readonly VerifiableAttribute[] => {
  if (isLegacy(pool)) return phoneFirst;
  return (pool.settings.AccountRecoverySetting.RecoveryMechanisms ?? [])
    .toSorted((left, right) => (left.Priority ?? 0) - (right.Priority ?? 0))
    .flatMap(({ Name: name }) => (name && channelOf[name]) ?? []);
};

/** An address that nobody has, of which the mask shows as much as of a real one. */
const invented = (channel: VerifiableAttribute, deriveKey: Buffer, key: string): string => {
  const bytes = createHmac('sha256', deriveKey).update(`destination|${key}`).digest();
  const letter = (at: number) => String.fromCharCode(97 + (bytes.readUInt8(at) % 26));
  return channel === 'email'
    ? `${letter(0)}@${letter(1)}`
    : `+1000000${String(bytes.readUInt32BE(2) % 10_000).padStart(4, '0')}`;
};

/** By code point, so that no half of a character is shown. */
const firstCharacter = (text: string): string => Array.from(text.slice(0, 2))[0] ?? '';
