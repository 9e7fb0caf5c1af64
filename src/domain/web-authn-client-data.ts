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

/** Whose passkeys are used: those of a domain, and of the operator's apps beside its pages. */
export interface RelyingParty {
  readonly relyingPartyId: string;
  /** The origins of apps. */
  readonly apps: readonly string[];
}

/**
 * Whether it was one of the domain's own pages, or one of the apps. One that a stranger's page shows in a frame is not: people cannot
 * tell there whom they are dealing with.
 */
export const isPageOf = (
  { origin, crossOrigin, topOrigin }: ClientData,
  { relyingPartyId, apps }: RelyingParty,
): boolean => {
  if (apps.includes(origin)) return !crossOrigin && topOrigin === undefined;
  if (!isOriginOf(relyingPartyId, origin)) return false;
  return topOrigin === undefined ? !crossOrigin : isOriginOf(relyingPartyId, topOrigin);
};
