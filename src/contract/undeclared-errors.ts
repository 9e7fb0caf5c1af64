import type { ErrorKind } from './api-error.js';
import { AliasExists } from './errors.js';

/**
 * Errors that AWS answers although its model does not declare them for the operation, with where that is known from.
 * The contract test allows these beside the model's.
 */
export const undeclaredErrors: Readonly<Record<string, readonly ErrorKind[]>> = {
  // AWS's documentation of ForceAliasCreation names it.
  AdminCreateUser: [AliasExists],
};
