import { apiCategories, type ApiCategory } from './api-categories.js';

/** How many attempts a user has, and how much of what a user may store; all replicas together, and the operator may change each. */
export interface Limits {
  /** Failed passwords: from `threshold` failures on, a lock that doubles from one second up to `capSeconds`. */
  readonly passwordLockout: { readonly threshold: number; readonly capSeconds: number; readonly resetSeconds: number };
  /** Tries an hour of each kind of code. */
  readonly codeAttempts: {
    readonly confirmSignUp: number;
    readonly confirmForgotPassword: number;
    readonly verifyUserAttribute: number;
  };
  /** Codes sent an hour to one user. */
  readonly codesSent: {
    readonly resendConfirmationCode: number;
    readonly forgotPassword: number;
    readonly userAttributeVerification: number;
    /** Within sign-ins, before anything was proven. */
    readonly signIn: number;
    /** The same, asked for from one address and not of one user. */
    readonly signInOfAddress: number;
    /** Within sign-ins, once the first factor was proven. */
    readonly secondFactor: number;
    /** The same by text message, which cost money: those that were answered count as well. */
    readonly textMessages: number;
  };
  /** ChangePassword calls an hour. */
  readonly changePassword: number;
  /** Custom challenges an hour for one name whose functions say more than a session holds. */
  readonly customChallengesKept: number;
  /** Confirmed devices of one user: of more, those that signed in longest ago are forgotten. */
  readonly devicesOfUser: number;
  /** Requests a second to one pool, of each of AWS's categories; 0: as many as come. */
  readonly requestsPerSecond: Readonly<Record<ApiCategory, number>>;
}

/** AWS's own protective limits (quotas page; the lower figure where it depends on risk), and our own where it names none: codes within sign-ins, devices. */
export const defaultLimits: Limits = {
  passwordLockout: { threshold: 5, capSeconds: 900, resetSeconds: 900 },
  codeAttempts: { confirmSignUp: 15, confirmForgotPassword: 20, verifyUserAttribute: 15 },
  codesSent: {
    resendConfirmationCode: 5,
    forgotPassword: 5,
    userAttributeVerification: 5,
    signIn: 20,
    signInOfAddress: 200,
    secondFactor: 20,
    textMessages: 100,
  },
  changePassword: 5,
  customChallengesKept: 100,
  devicesOfUser: 1000,
  requestsPerSecond: Object.fromEntries(apiCategories.map((category) => [category, 0])) as Record<ApiCategory, number>,
};
