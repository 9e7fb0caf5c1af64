import type { ApiError } from '#contract/api-error.js';
import { InvalidParameter } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Given } from './challenge.js';

/** A parameter that must be there. Throws InvalidParameterException that names it. */
export const requiredParameter = (given: Given, name: string): string => {
  const value = given[name];
  if (!value) throw InvalidParameter(messages.missingParameter(name));
  return value;
};

/** What answers a parameter that cannot be what it says it is. */
export const invalidParameter = (name: string): ApiError => InvalidParameter(messages.invalidParameter(name));
