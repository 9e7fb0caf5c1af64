/** The checks of attributes in a request that come before the schema's own, each with one message. */
import { InvalidParameter, NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { AttributeValues } from './attribute-values.js';
import type { Client } from './client.js';
import { isDeveloperOnly, storedName } from './schema.js';
import { isEmail, isPhoneNumber } from './usernames.js';

/** An attribute as requests carry it; the model lets the value be absent, the operations do not. */
export interface GivenAttribute {
  readonly Name: string | undefined;
  readonly Value?: string | undefined;
}

/** The two attributes whose values a code can verify. */
export type VerifiableAttribute = 'email' | 'phone_number';

export const verifiableAttributes: readonly VerifiableAttribute[] = ['email', 'phone_number'];

/** The name of the attribute that says whether an address is verified. */
export const verifiedFlag = (attribute: VerifiableAttribute): `${VerifiableAttribute}_verified` =>
  `${attribute}_verified`;

/** Whether the attribute is one of the two flags, which are set by verification and by administrators only. */
const isVerifiedFlag = (name: string): boolean =>
  verifiableAttributes.some((attribute) => verifiedFlag(attribute) === name);

/**
 * The values of a request by stored name; of an attribute that is named twice the last one counts.
 * Throws InvalidParameterException for an attribute without a value and for any attempt to write `sub`.
 */
export const readGiven = (given: readonly GivenAttribute[]): AttributeValues => {
  const values = new Map<string, string | undefined>();
  for (const { Name: name = '', Value: value } of given) values.set(storedName(name), value);
  for (const [name, value] of values)
    if (name !== 'sub' && value === undefined) throw InvalidParameter(messages.attributeValueNull(name));
  if (values.has('sub')) throw InvalidParameter(messages.attributeImmutable('sub'));
  return values as AttributeValues;
};

/** Throws InvalidParameterException when an end user writes a flag that says an address is verified. */
export const refuseVerifiedFlags = (values: AttributeValues): void => {
  for (const name of values.keys()) if (isVerifiedFlag(name)) throw InvalidParameter(messages.attributeImmutable(name));
};

/** Throws NotAuthorizedException when the client may not write an attribute. Without a list it may write all but `dev:` ones. */
export const requireWritable = ({ settings }: Pick<Client, 'settings'>, names: Iterable<string>): void => {
  const list = settings.WriteAttributes && new Set(settings.WriteAttributes);
  for (const name of names)
    if (isDeveloperOnly(name) || isVerifiedFlag(name) || (list && !list.has(name)))
      throw NotAuthorized(messages.unauthorizedAttribute);
};

/** Throws InvalidParameterException when the e-mail address or phone number has no such shape. */
export const refuseMalformedAddresses = (values: AttributeValues): void => {
  const [email, phoneNumber] = [values.get('email'), values.get('phone_number')];
  if (email !== undefined && !isEmail(email)) throw InvalidParameter(messages.invalidEmail);
  if (phoneNumber !== undefined && !isPhoneNumber(phoneNumber)) throw InvalidParameter(messages.invalidPhone);
};
