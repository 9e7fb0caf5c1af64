/**
 * What a function that failed says; undefined when it answered. Not every local server marks a failure by a header: an object that has
 * an `errorMessage` or `errorType` and nothing of an event is one too, and so is the text of Lambda's own time-out.
 */
export const functionError = (body: string, marked: boolean): string | undefined => {
  const object = parsedObject(body);
  const isError =
    object !== undefined &&
    ('errorMessage' in object || 'errorType' in object) &&
    !('response' in object || 'triggerSource' in object);
  if (isError) return [object['errorMessage'], object['errorType']].find(isText) ?? unhandled;
  if (marked || body.startsWith('Task timed out')) return object === undefined && body !== '' ? body.trim() : unhandled;
  return undefined;
};

/** Lambda's word for a failure that a function says nothing of. */
const unhandled = 'Unhandled';

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const parsedObject = (body: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};
