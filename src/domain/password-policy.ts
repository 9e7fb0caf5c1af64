import type { PasswordPolicyType } from '@aws-sdk/client-cognito-identity-provider';
import { randomInt } from 'node:crypto';
import { attributeMessages } from '#contract/attribute-messages.js';
import { InvalidPassword } from '#contract/errors.js';
import type { ApiError } from '#contract/api-error.js';

const defaultMinimumLength = 8;
/** The characters that count as symbols; a blank counts between others only. */
const symbol = /[\^$*.[\]{}()?\-"!@#%&/\\,><':;|_~`+=]|(?<=.) (?=.)/s;

/** The first rule that a password breaks, in AWS's words and order; undefined when it breaks none. Only ASCII satisfies the classes. */
export const checkPolicy = (policy: PasswordPolicyType, password: string): string | undefined => {
  if (Array.from(password).length < (policy.MinimumLength ?? defaultMinimumLength))
    return attributeMessages.passwordTooShort;
  if (policy.RequireUppercase && !/[A-Z]/.test(password)) return attributeMessages.passwordNeedsUppercase;
  if (policy.RequireLowercase && !/[a-z]/.test(password)) return attributeMessages.passwordNeedsLowercase;
  if (policy.RequireNumbers && !/[0-9]/.test(password)) return attributeMessages.passwordNeedsNumber;
  if (policy.RequireSymbols && !symbol.test(password)) return attributeMessages.passwordNeedsSymbol;
  return undefined;
};

/** How each family of operations words the refusal of a password that breaks the policy. */
export const passwordRefusals = {
  signUp: (why: string): ApiError => InvalidPassword(attributeMessages.passwordRefusedAtSignUp(why)),
  adminCreateUser: (why: string): ApiError => InvalidPassword(attributeMessages.passwordRefusedAtAdminCreateUser(why)),
  /** ConfirmForgotPassword, ChangePassword, AdminSetUserPassword and the new-password challenge. */
  change: (why: string): ApiError => InvalidPassword(attributeMessages.passwordRefused(why)),
} as const;

/** Throws the operation's InvalidPasswordException, one of {@link passwordRefusals}, when a password breaks the policy. */
export const requirePolicy = (
  policy: PasswordPolicyType,
  password: string,
  refusal: (why: string) => ApiError,
): void => {
  const why = checkPolicy(policy, password);
  if (why !== undefined) throw refusal(why);
};

/** Look-alikes are left out, and of the symbols those that mail or a shell would mangle: people copy these by hand. */
const temporaryCharacters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789!@#%*+=?_-';
const temporaryLength = 12;
const everyClass: PasswordPolicyType = {
  MinimumLength: 0,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};

/** A random password that satisfies any policy of this minimum length: all passwords that have every class are equally likely. */
export const temporaryPassword = (policy: PasswordPolicyType): string => {
  const length = Math.max(policy.MinimumLength ?? defaultMinimumLength, temporaryLength);
  for (;;) {
    const password = Array.from({ length }, () =>
      temporaryCharacters.charAt(randomInt(temporaryCharacters.length)),
    ).join('');
    if (checkPolicy(everyClass, password) === undefined) return password;
  }
};
