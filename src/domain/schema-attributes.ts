import type {
  NumberAttributeConstraintsType,
  SchemaAttributeType,
  StringAttributeConstraintsType,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter } from '#contract/errors.js';
import { poolMessages } from '#contract/pool-messages.js';
import { isCustom } from './schema.js';

interface Attribute extends SchemaAttributeType {
  Name: string;
}

type Constraints = Pick<SchemaAttributeType, 'StringAttributeConstraints' | 'NumberAttributeConstraints'>;

const standard = (name: string, type: Pick<SchemaAttributeType, 'AttributeDataType'> & Constraints): Attribute => ({
  Name: name,
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
  ...type,
});

const text = (minimum: number, maximum: number) => ({
  AttributeDataType: 'String' as const,
  StringAttributeConstraints: { MinLength: String(minimum), MaxLength: String(maximum) },
});

/** The attributes that every pool has, in the order in which AWS lists them (recorded). */
export const standardAttributes: readonly Attribute[] = [
  { ...standard('sub', text(1, 2048)), Mutable: false, Required: true },
  standard('name', text(0, 2048)),
  standard('given_name', text(0, 2048)),
  standard('family_name', text(0, 2048)),
  standard('middle_name', text(0, 2048)),
  standard('nickname', text(0, 2048)),
  standard('preferred_username', text(0, 2048)),
  standard('profile', text(0, 2048)),
  standard('picture', text(0, 2048)),
  standard('website', text(0, 2048)),
  standard('email', text(0, 2048)),
  standard('email_verified', { AttributeDataType: 'Boolean' }),
  standard('gender', text(0, 2048)),
  standard('birthdate', text(10, 10)),
  standard('zoneinfo', text(0, 2048)),
  standard('locale', text(0, 2048)),
  standard('phone_number', text(0, 2048)),
  standard('phone_number_verified', { AttributeDataType: 'Boolean' }),
  standard('address', text(0, 2048)),
  standard('updated_at', { AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '0' } }),
];

// AWS takes a request that names these for custom attributes (reported).
const flags: readonly string[] = ['email_verified', 'phone_number_verified'];

/** The schema of a new pool whose request names these attributes. Throws InvalidParameterException. */
export const poolSchema = (requested: readonly SchemaAttributeType[] = []): SchemaAttributeType[] => {
  const overrides = new Map<string, Attribute>();
  const customs = new Map<string, Attribute>();
  for (const attribute of requested) {
    if (!attribute.Name) throw InvalidParameter(poolMessages.attributeWithoutName);
    const built = standardAttributes.find(({ Name: name }) => name === attribute.Name && !flags.includes(name));
    if (built) overrides.set(built.Name, overridden(built, attribute));
    else addCustom(customs, customAttribute(attribute.Name, attribute));
  }
  return [...standardAttributes.map((attribute) => overrides.get(attribute.Name) ?? attribute), ...customs.values()];
};

/** AWS's quota. */
const mostCustomAttributes = 50;

/**
 * A pool's schema with more custom attributes, after those that it has. Throws InvalidParameterException for a name that is
 * taken, whether for administrators only or not, and for more than a pool may have.
 */
export const extendedSchema = (
  schema: readonly SchemaAttributeType[],
  requested: readonly SchemaAttributeType[],
): SchemaAttributeType[] => {
  const taken = new Map(
    schema.flatMap(({ Name: name = '' }) => (isCustom(name) ? [[bareName(name), name] as const] : [])),
  );
  const added = requested.map((attribute) => {
    if (!attribute.Name) throw InvalidParameter(poolMessages.attributeWithoutName);
    const custom = customAttribute(attribute.Name, attribute);
    const bare = bareName(custom.Name);
    const existing = taken.get(bare);
    if (existing !== undefined) throw InvalidParameter(poolMessages.existingCustomAttribute(bare, existing));
    taken.set(bare, custom.Name);
    return custom;
  });
  if (taken.size > mostCustomAttributes)
    throw InvalidParameter(poolMessages.tooManyCustomAttributes(mostCustomAttributes));
  return [...schema, ...added];
};

/** A standard attribute keeps its name and type. Its constraints change, or show at all, only when the type is given (recorded). */
const overridden = (attribute: Attribute, request: SchemaAttributeType): Attribute => {
  const { AttributeDataType: type = attribute.AttributeDataType } = request;
  if (type !== attribute.AttributeDataType || request.DeveloperOnlyAttribute)
    throw InvalidParameter(poolMessages.standardAttributeType(attribute.Name));
  if (attribute.Name === 'sub' && (request.Mutable === true || request.Required === false))
    throw InvalidParameter(poolMessages.subIsFixed);
  const { StringAttributeConstraints: lengths, NumberAttributeConstraints: values, ...plain } = attribute;
  return {
    ...plain,
    Mutable: request.Mutable ?? attribute.Mutable,
    Required: request.Required ?? attribute.Required,
    ...(request.AttributeDataType &&
      constraints(attribute.Name, {
        AttributeDataType: type,
        StringAttributeConstraints: request.StringAttributeConstraints ?? lengths,
        NumberAttributeConstraints: request.NumberAttributeConstraints ?? values,
      })),
  };
};

const customAttribute = (requestedName: string, request: SchemaAttributeType): Attribute => {
  const bare = requestedName.startsWith('custom:') ? requestedName.slice('custom:'.length) : requestedName;
  const name = request.DeveloperOnlyAttribute ? `dev:custom:${bare}` : `custom:${bare}`;
  if (!request.AttributeDataType) throw InvalidParameter(poolMessages.customAttributeType);
  if (request.Required) throw InvalidParameter(poolMessages.requiredCustomAttribute);
  return {
    Name: name,
    AttributeDataType: request.AttributeDataType,
    DeveloperOnlyAttribute: request.DeveloperOnlyAttribute ?? false,
    Mutable: request.Mutable ?? true,
    Required: false,
    ...constraints(name, request),
  };
};

/** One name may not stand twice, whether for administrators only or not. */
const addCustom = (customs: Map<string, Attribute>, attribute: Attribute): void => {
  const bare = bareName(attribute.Name);
  if (customs.has(bare)) throw InvalidParameter(poolMessages.duplicateCustomAttribute(bare));
  customs.set(bare, attribute);
};

/** A custom attribute's name without the mark that only administrators see it. */
const bareName = (name: string): string => name.slice(name.indexOf('custom:'));

/** The constraints that go with the attribute's type, empty ones included; those of another type are dropped. */
const constraints = (name: string, attribute: SchemaAttributeType): Constraints => {
  const {
    AttributeDataType: type,
    StringAttributeConstraints: lengths,
    NumberAttributeConstraints: values,
  } = attribute;
  if (type === 'String') return { StringAttributeConstraints: checkedLengths(name, lengths ?? {}) };
  return type === 'Number' ? { NumberAttributeConstraints: checkedValues(name, values ?? {}) } : {};
};

const checkedLengths = (name: string, lengths: StringAttributeConstraintsType): StringAttributeConstraintsType => {
  const [minimum, maximum] = bounds('String', name, lengths.MinLength, lengths.MaxLength);
  if ((minimum ?? 0n) > longest || (maximum ?? 0n) > longest) throw InvalidParameter(poolMessages.lengthTooLong(name));
  if (isReversed(minimum, maximum)) throw InvalidParameter(poolMessages.lengthsOfAttribute(name));
  return lengths;
};

const checkedValues = (name: string, values: NumberAttributeConstraintsType): NumberAttributeConstraintsType => {
  const [minimum, maximum] = bounds('Number', name, values.MinValue, values.MaxValue);
  if (isReversed(minimum, maximum)) throw InvalidParameter(poolMessages.valuesOfAttribute(name));
  return values;
};

const bounds = (kind: 'String' | 'Number', name: string, ...given: (string | undefined)[]): (bigint | undefined)[] =>
  given.map((bound) => {
    if (!bound) return undefined;
    if (!/^\d{1,100}$/.test(bound)) throw InvalidParameter(poolMessages.invalidConstraints(kind, name));
    return BigInt(bound);
  });

const isReversed = (minimum: bigint | undefined, maximum: bigint | undefined): boolean =>
  minimum !== undefined && maximum !== undefined && minimum > maximum;

const longest = 2048n;
