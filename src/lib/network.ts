import { isIPv6 } from 'node:net';

const groupsOfNetwork = 4;
const groupsOfAddress = 8;

/**
 * What stands for whoever has an address: an IPv4 address itself, of an IPv6 address its first 64 bits, since every customer of a
 * provider has the rest to choose from.
 */
export const networkOf = (address: string): string => {
  if (!isIPv6(address)) return address;
  const [before = [], after] = address.split('%', 1)[0]?.split('::').map(groupsOf) ?? [];
  const zeros = after === undefined ? 0 : groupsOfAddress - before.length - after.length;
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...(after ?? [])];
  return groups
    .slice(0, groupsOfNetwork)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
};

// An IPv4 address at the end stands for two groups, which the network has no part in.
const groupsOf = (part: string): string[] =>
  part === '' ? [] : part.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]));
