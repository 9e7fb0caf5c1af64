import { Secret, TOTP } from 'otpauth';

/** As many bytes as AWS's keys have: 52 characters in base 32. */
const secretBytes = 32;

/** Codes of the steps before and after work, too: clocks differ, and people type slowly. */
const window = 1;

const settings = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** A new key for an authenticator app, in base 32 without padding. */
export const newTotpSecret = (): string => new Secret({ size: secretBytes }).base32;

/** The 30-second step (RFC 6238) whose code this is, undefined when it is no code of a step around now. */
export const matchedStep = (secret: string, code: string, now: Date): number | undefined => {
  // Six characters of several bytes would make the comparison of bytes fail.
  if (!/^[0-9]{6}$/.test(code)) return undefined;
  const totp = new TOTP({ ...settings, secret: Secret.fromBase32(secret) });
  const timestamp = now.getTime();
  const delta = totp.validate({ token: code, timestamp, window });
  return delta === null ? undefined : totp.counter({ timestamp }) + delta;
};
