import type { User } from '#domain/user.js';

/** An event's `userAttributes`: texts by name. Empty for a user who does not exist. */
export const userAttributes = (user: User | undefined): Readonly<Record<string, string>> =>
  user ? { sub: user.sub, 'cognito:user_status': user.status, ...user.attributes } : {};
