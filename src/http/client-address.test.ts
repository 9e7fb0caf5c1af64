import { BlockList } from 'node:net';
import { expect, test } from 'vitest';
import { clientAddress } from './client-address.js';

const trusted = new BlockList();
trusted.addSubnet('10.0.0.0', 8, 'ipv4');
trusted.addSubnet('fd00::', 8, 'ipv6');

test.each([
  ['the socket’s', '192.0.2.1', [], '192.0.2.1'],
  ['the socket’s, whatever a stranger claims', '192.0.2.1', ['198.51.100.7'], '192.0.2.1'],
  ['an IPv4 address in its own form', '::ffff:192.0.2.1', [], '192.0.2.1'],
  ['the one that a trusted proxy saw', '10.0.0.1', ['198.51.100.7'], '198.51.100.7'],
  ['the last one that is no proxy’s', '::ffff:10.0.0.1', ['203.0.113.9, 198.51.100.7, 10.2.2.2'], '198.51.100.7'],
  ['the last one over several headers', '10.0.0.1', ['203.0.113.9', '198.51.100.7'], '198.51.100.7'],
  ['one with a port', '10.0.0.1', ['198.51.100.7:4711'], '198.51.100.7'],
  ['one of version 6', 'fd00::1', ['[2001:db8::7]:443'], '2001:db8::7'],
  ['the proxy’s, when it says nothing', '10.0.0.1', [], '10.0.0.1'],
  ['the proxy’s, when it says nonsense', '10.0.0.1', ['198.51.100.7, unknown'], '10.0.0.1'],
])('the client’s address is %s', (_, peer, forwardedFor, address) => {
  expect(clientAddress(peer, forwardedFor, trusted)).toBe(address);
});

test('without a socket there is none', () => {
  expect(clientAddress(undefined, ['198.51.100.7'], trusted)).toBeUndefined();
});
