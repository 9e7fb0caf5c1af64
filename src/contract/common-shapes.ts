/** Shapes that requests of several kinds share, under AWS's names; limits and patterns are those of the service. */
import { integer, string } from './shape.js';

export const UserPoolId = string({ min: 1, max: 55, pattern: '[\\w-]+_[0-9a-zA-Z]+' });
export const ClientId = string({ min: 1, max: 128, pattern: '[\\w+]+', secret: true });
export const ClientSecretType = string({ min: 24, max: 64, pattern: '[\\w+]+', secret: true });
export const StringType = string({ min: 0, max: 131_072 });

const arn = 'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?';
export const ArnType = string({ min: 20, max: 2048, pattern: arn });
/** An ARN or nothing. */
export const OptionalArnType = string({ min: 0, max: 2048, pattern: `(${arn})?` });

/** Page tokens: of most lists, and of the lists of pools and users, which name no maximum. */
export const PaginationKey = string({ min: 1, max: 131_072, pattern: '[\\S]+' });
export const PaginationKeyType = string({ min: 1, pattern: '[\\S]+' });

/** Page sizes: of the few lists in which AWS refuses a size of zero, and of most others. */
export const QueryLimit = integer({ min: 1, max: 60 });
export const QueryLimitType = integer({ min: 0, max: 60 });
