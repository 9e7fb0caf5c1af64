/** The shapes of a pool's second factors and passkeys, under AWS's names; limits, patterns and the order of values are those of the service. */
import type * as Aws from '@aws-sdk/client-cognito-identity-provider';
import {
  emailSubject,
  EmailVerificationMessageType,
  SmsConfigurationType,
  SmsVerificationMessageType,
} from './pool-shapes.js';
import { boolean, enumeration, optional, string, structure } from './shape.js';

export const SmsMfaConfigType = structure<Aws.SmsMfaConfigType>()({
  SmsAuthenticationMessage: optional(SmsVerificationMessageType),
  SmsConfiguration: optional(SmsConfigurationType),
});

export const SoftwareTokenMfaConfigType = structure<Aws.SoftwareTokenMfaConfigType>()({ Enabled: optional(boolean) });

export const EmailMfaConfigType = structure<Aws.EmailMfaConfigType>()({
  Message: optional(EmailVerificationMessageType),
  Subject: optional(string({ pattern: emailSubject })),
});

export const WebAuthnConfigurationType = structure<Aws.WebAuthnConfigurationType>()({
  RelyingPartyId: optional(string({ min: 1, max: 127 })),
  UserVerification: optional(enumeration<Aws.UserVerificationType>('required', 'preferred')),
  FactorConfiguration: optional(
    enumeration<Aws.WebAuthnFactorConfigurationType>('SINGLE_FACTOR', 'MULTI_FACTOR_WITH_USER_VERIFICATION'),
  ),
});
