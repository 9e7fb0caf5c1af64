import { InvalidParameter } from '#contract/errors.js';
import { poolMessages } from '#contract/pool-messages.js';
import { parse } from 'tldts';

/**
 * Throws InvalidParameterException for what cannot identify a relying party of passkeys: anything but a domain name, and a
 * suffix under which strangers have domains (`co.uk`, `github.io`), whose passkeys would be everybody's.
 */
export const checkRelyingPartyId = (id: string): void => {
  const { hostname, isIp, isIcann, isPrivate, publicSuffix } = parse(id, { allowPrivateDomains: true });
  // What was found in an URL, and what is written otherwise than browsers compare it, is no domain name.
  if (hostname !== id || isIp) throw InvalidParameter(poolMessages.relyingPartyId);
  // A name that no list knows, such as `localhost`, is nobody's suffix.
  if (publicSuffix === id && (isIcann || isPrivate)) throw InvalidParameter(poolMessages.relyingPartySuffix);
};
