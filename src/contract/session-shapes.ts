/** The shapes of session configurations; the limits are documented by the service. */
import type * as Aws from '@aws-sdk/client-cognito-identity-provider';
import { enumeration, integer, required, structure } from './shape.js';

export const UserSessionTracking = enumeration<Aws.UserSessionTrackingType>('DISABLED', 'ENABLED');
export const TokenSession = structure<Aws.UserPoolTokenSessionConfigType>()({
  MaxPerUser: required(integer({ min: 1, max: 100 })),
});
export const SsoSession = structure<Aws.ClientSSOSessionConfigType>()({
  MaxValidityMinutes: required(integer({ min: 0, max: 129_600 })),
});
