import type { ErrorKind } from './api-error.js';

/** Errors that the reference wants from an operation although AWS's model does not declare them there, by operation. */
export const undeclaredErrors: Readonly<Record<string, readonly ErrorKind[]>> = {};
