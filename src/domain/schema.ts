import type { AttributeDataType, SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import type { Pool, PoolSettings } from './pool.js';

/** What a pool says about one attribute. */
export interface AttributeRule {
  /** With its prefix: `email`, `custom:tier`, `dev:custom:tier`. */
  readonly name: string;
  readonly type: AttributeDataType;
  readonly mutable: boolean;
  readonly required: boolean;
  /** Of strings: bounds of the length in characters. Of numbers: bounds of the value. As text: messages show them as they were given. */
  readonly min: string | undefined;
  readonly max: string | undefined;
}

/** The attributes of a pool by name, in the order in which answers list them. */
export type Schema = ReadonlyMap<string, AttributeRule>;

const compiled = new WeakMap<PoolSettings, Schema>();

/** The schema of a pool, compiled once for as long as its settings are in memory. */
export const schemaOf = ({ settings }: Pool): Schema => {
  const known = compiled.get(settings);
  if (known) return known;
  const schema = new Map(settings.SchemaAttributes.map(toRule).map((rule) => [rule.name, rule]));
  compiled.set(settings, schema);
  return schema;
};

/** Whether only administrators may see and write the attribute. */
export const isDeveloperOnly = (name: string): boolean => name.startsWith('dev:');

/** Whether the pool's owner added the attribute. */
export const isCustom = (name: string): boolean => name.startsWith('custom:') || isDeveloperOnly(name);

/** The stored form of an attribute's name: AWS's documentation also writes `dev:x` for `dev:custom:x`. */
export const storedName = (name: string): string =>
  isDeveloperOnly(name) && !name.startsWith('dev:custom:') ? `dev:custom:${name.slice('dev:'.length)}` : name;

const toRule = (attribute: SchemaAttributeType): AttributeRule => {
  const { StringAttributeConstraints: lengths, NumberAttributeConstraints: bounds } = attribute;
  return {
    name: attribute.Name ?? '',
    type: attribute.AttributeDataType ?? 'String',
    mutable: attribute.Mutable ?? true,
    required: attribute.Required ?? false,
    // An empty bound is none.
    min: lengths?.MinLength || bounds?.MinValue || undefined,
    max: lengths?.MaxLength || bounds?.MaxValue || undefined,
  };
};
