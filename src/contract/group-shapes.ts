import { integer, string } from './shape.js';

export { ArnType, PaginationKey, QueryLimitType, UserPoolId } from './common-shapes.js';
export { Username } from './user-shapes.js';

export const GroupName = string({ min: 1, max: 128, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' });
export const Description = string({ max: 2048 });
export const Precedence = integer({ min: 0 });
