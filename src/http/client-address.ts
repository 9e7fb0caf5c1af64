import { type BlockList, isIP } from 'node:net';

/**
 * The address of the client: the socket's, or, where that is a trusted proxy's, the last one in `X-Forwarded-For` that is not.
 * Undefined when there is no socket.
 */
export const clientAddress = (
  peer: string | undefined,
  forwardedFor: readonly string[],
  trusted: BlockList,
): string | undefined => {
  if (peer === undefined || !isTrusted(peer, trusted)) return peer && plainAddress(peer);
  const hops = forwardedFor.flatMap((value) => value.split(',')).map((hop) => plainAddress(hop.trim()));
  const foreign = hops.findLast((hop) => !isTrusted(hop, trusted));
  // Something that is no address was not written by a proper proxy, so nothing before it can be believed either.
  return foreign !== undefined && isIP(foreign) > 0 ? foreign : plainAddress(peer);
};

/** Whether an address belongs to a proxy whose X-Forwarded headers are believed. */
export const isTrusted = (address: string, trusted: BlockList): boolean => {
  // Asked at every request; looking an address up takes thirty times as long as seeing that there are no rules.
  if (trusted.rules.length === 0) return false;
  const plain = plainAddress(address);
  const family = isIP(plain);
  return family > 0 && trusted.check(plain, family === 4 ? 'ipv4' : 'ipv6');
};

/** The address without the port or brackets that some proxies write, and an IPv4 address that is written as IPv6 (`::ffff:…`) as itself. */
const plainAddress = (text: string): string => {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  return /^::ffff:([\d.]+)$/i.exec(bare)?.[1] ?? bare;
};
