import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import type { Challenge } from './challenge.js';
import { devicePasswordVerifier } from './challenges/device-password-verifier.js';
import { deviceSrpAuth } from './challenges/device-srp-auth.js';
import { emailOtp } from './challenges/email-otp.js';
import { customChallenge } from './challenges/custom-challenge.js';
import { mfaSetup } from './challenges/mfa-setup.js';
import { newPasswordRequired } from './challenges/new-password-required.js';
import { passwordVerifier } from './challenges/password-verifier.js';
import { selectChallenge } from './challenges/select-challenge.js';
import { selectMfaType } from './challenges/select-mfa-type.js';
import { smsMfa } from './challenges/sms-mfa.js';
import { smsOtp } from './challenges/sms-otp.js';
import { softwareTokenMfa } from './challenges/software-token-mfa.js';
import { webAuthn } from './challenges/web-authn.js';

/** Every challenge that can be put: one file each. */
const challenges: Partial<Record<ChallengeNameType, Challenge>> = {
  DEVICE_PASSWORD_VERIFIER: devicePasswordVerifier,
  DEVICE_SRP_AUTH: deviceSrpAuth,
  EMAIL_OTP: emailOtp,
  CUSTOM_CHALLENGE: customChallenge,
  MFA_SETUP: mfaSetup,
  NEW_PASSWORD_REQUIRED: newPasswordRequired,
  PASSWORD_VERIFIER: passwordVerifier,
  SELECT_CHALLENGE: selectChallenge,
  SELECT_MFA_TYPE: selectMfaType,
  SMS_MFA: smsMfa,
  SMS_OTP: smsOtp,
  SOFTWARE_TOKEN_MFA: softwareTokenMfa,
  WEB_AUTHN: webAuthn,
};

/** The challenge of this name, undefined when none is ever put. */
export const findChallenge = (name: ChallengeNameType): Challenge | undefined => challenges[name];

/** The challenge that a gate asks for. */
export const challengeOf = (name: ChallengeNameType): Challenge => {
  const challenge = findChallenge(name);
  if (!challenge) throw new Error(`A gate asks for the challenge ${name}, which does not exist`);
  return challenge;
};
