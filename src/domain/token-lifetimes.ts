import type { TimeUnitsType } from '@aws-sdk/client-cognito-identity-provider';
import type { Client } from './client.js';

/** How long a client's tokens are valid, in seconds. */
export interface TokenLifetimes {
  readonly accessSeconds: number;
  readonly idSeconds: number;
  readonly refreshSeconds: number;
}

/** No ID or access token is valid for longer: AWS's bound of both settings. */
export const longestTokenSeconds = 86_400;

const unitSeconds: Record<TimeUnitsType, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/**
 * A client's token lifetimes: one hour and thirty days where it says nothing, hours and days where it gives no unit. A unit that comes
 * without a number is one of the default number: one, or thirty (reported).
 */
export const tokenLifetimes = ({ settings }: Pick<Client, 'settings'>): TokenLifetimes => {
  const units = settings.TokenValidityUnits;
  return {
    accessSeconds: (settings.AccessTokenValidity || 1) * unitSeconds[units?.AccessToken ?? 'hours'],
    idSeconds: (settings.IdTokenValidity || 1) * unitSeconds[units?.IdToken ?? 'hours'],
    refreshSeconds: (settings.RefreshTokenValidity || 30) * unitSeconds[units?.RefreshToken ?? 'days'],
  };
};
