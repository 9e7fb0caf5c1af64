import { parseJsonObject } from '#lib/json-object.js';
import { isOriginOf } from './web-authn-origin.js';

/** What the browser says of the page that used a passkey, as far as it is judged here. */
export interface ClientData {
  readonly type: string;
  readonly challenge: string;
  readonly origin: string;
  /** True: the page was within one of another origin, which `topOrigin` names if the browser tells. */
  readonly crossOrigin: boolean;
  readonly topOrigin: string | undefined;
}

/** Reads `clientDataJSON`. Undefined for anything that no browser writes. */
export const parseClientData = (clientDataJson: string): ClientData | undefined => {
  const data = parseJsonObject(Buffer.from(clientDataJson, 'base64url').toString('utf8'));
  if (!data) return undefined;
  const { type, challenge, origin, crossOrigin = false, topOrigin } = data;
  if (typeof type !== 'string' || typeof challenge !== 'string' || typeof origin !== 'string') return undefined;
  if (typeof crossOrigin !== 'boolean' || (topOrigin !== undefined && typeof topOrigin !== 'string')) return undefined;
  return { type, challenge, origin, crossOrigin, topOrigin };
};

/**
 * Whether the page was one of the domain's own. One that a stranger's page shows in a frame is not: people cannot tell there whom they
 * are dealing with.
 */
export const isPageOf = ({ origin, crossOrigin, topOrigin }: ClientData, relyingPartyId: string): boolean =>
  isOriginOf(relyingPartyId, origin) &&
  (topOrigin === undefined ? !crossOrigin : isOriginOf(relyingPartyId, topOrigin));
