import { InvalidLambdaResponse } from '#contract/errors.js';
import { isJsonObject } from '#lib/json-object.js';

/** The members of a `response`. A function may leave one out or set it to null: both mean that it says nothing. */
export type Members = Readonly<Record<string, unknown>>;

/** A member that is a boolean. Throws InvalidLambdaResponseException for anything else. */
export const optionalBoolean = (members: Members, name: string): boolean | undefined => {
  const value = members[name] ?? undefined;
  if (value === undefined || typeof value === 'boolean') return value;
  throw InvalidLambdaResponse();
};

/** A member that is a text; an empty one says nothing. Throws InvalidLambdaResponseException for anything else. */
export const optionalText = (members: Members, name: string): string | undefined => {
  const value = members[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value || undefined;
  throw InvalidLambdaResponse();
};

/** A member that is an object of texts. Throws InvalidLambdaResponseException for anything else. */
export const optionalTexts = (members: Members, name: string): Readonly<Record<string, string>> | undefined => {
  const value = members[name] ?? undefined;
  if (value === undefined || isTexts(value)) return value;
  throw InvalidLambdaResponse();
};

const isTexts = (value: unknown): value is Record<string, string> =>
  isJsonObject(value) && Object.values(value).every((text) => typeof text === 'string');
