import { isIPv6 } from 'node:net';

const groupsOfNetwork = 4;
const groupsOfAddress = 8;

/**
 * What identifies whoever uses an address: an IPv4 address as it is; of an IPv6 address the first 64 bits, since a provider's customer
 * can choose all the others freely.
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
