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

/**
 * How Android names an app to servers, given the SHA-256 fingerprint of its certificate as `assetlinks.json` has it: 32 bytes in hex,
 * with colons between them. Undefined for anything else.
 */
export const androidOrigin = (fingerprint: string): string | undefined =>
  /^[0-9a-f]{2}(:[0-9a-f]{2}){31}$/i.test(fingerprint)
    ? `android:apk-key-hash:${Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64url')}`
    : undefined;
