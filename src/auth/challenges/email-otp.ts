import { sentCode } from './sent-code.js';

/** A code by e-mail, as the first factor or the second. AWS's documentation also calls the answer `EMAIL_MFA_CODE`. */
export const emailOtp = sentCode({
  attribute: 'email',
  factor: 'email_otp',
  digits: 8,
  answers: ['EMAIL_OTP_CODE', 'EMAIL_MFA_CODE'],
});
