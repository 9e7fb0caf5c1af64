/** What a request is refused with: the error's type and AWS's text. */
export const invalid = (message: string) => ({ name: 'InvalidParameterException', message });

/** The text of one broken constraint. */
export const broken = (shown: string, path: string, constraint: string) =>
  invalid(`1 validation error detected: Value '${shown}' at '${path}' failed to satisfy constraint: ${constraint}`);

/** The refusal of a setting whose effect is not built yet. */
export const unbuilt = (name: string) =>
  invalid(`${name} is not supported by Poolhouse yet: remove the setting or wait for a release that supports it.`);

/** The refusal of a client id that leads nowhere. */
export const missingClient = (id: string) => ({
  name: 'ResourceNotFoundException',
  message: `User pool client ${id} does not exist.`,
});

/** The text of one broken constraint of a member whose value is never shown. */
export const brokenSecret = (path: string, constraint: string) =>
  invalid(`1 validation error detected: Value at '${path}' failed to satisfy constraint: ${constraint}`);

export const notAuthorized = (message: string) => ({ name: 'NotAuthorizedException', message });
