import type * as Aws from '@aws-sdk/client-cognito-identity-provider';
import { StringType } from './common-shapes.js';
import { optional, string, structure } from './shape.js';

export { StringType } from './common-shapes.js';

const ProviderNameType = string({ min: 1, max: 32, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\p{Z}]+' });

/** A user as an identity provider, or the pool itself, names it. */
export const ProviderUserIdentifierType = structure<Aws.ProviderUserIdentifierType>()({
  ProviderName: optional(ProviderNameType),
  ProviderAttributeName: optional(StringType),
  ProviderAttributeValue: optional(StringType),
});
