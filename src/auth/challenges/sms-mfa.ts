import { sentCode } from './sent-code.js';

/** A code by text message as the second factor. */
export const smsMfa = sentCode({ attribute: 'phone_number', factor: 'sms', digits: 6, answers: ['SMS_MFA_CODE'] });
