import { sentCode } from './sent-code.js';

/** A code by text message as the first factor. */
export const smsOtp = sentCode({ attribute: 'phone_number', factor: 'sms', digits: 8, answers: ['SMS_OTP_CODE'] });
