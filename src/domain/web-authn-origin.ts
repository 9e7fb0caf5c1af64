/**
 * Whether pages of an origin may use the passkeys of a domain: those of the domain and of what is below it, by https. A domain
 * that only the machine itself knows is for development, which has no certificates: there plain http will do.
 */
export const isOriginOf = (relyingPartyId: string, origin: string): boolean => {
  if (!URL.canParse(origin)) return false;
  const { origin: canonical, protocol, hostname } = new URL(origin);
  // Browsers write origins in one way; anything else was not written by one.
  if (canonical !== origin) return false;
  if (protocol === 'http:') return relyingPartyId === local && hostname === local;
  return protocol === 'https:' && (hostname === relyingPartyId || hostname.endsWith(`.${relyingPartyId}`));
};

const local = 'localhost';
