import { expect, test } from 'vitest';
import { StartFailure } from '#lib/start-failure.js';
import { serverName } from './postgres.js';

test.each([
  ['postgres://me:secret@db.example:6432/accounts?sslmode=require', 'db.example:6432/accounts'],
  ['postgresql://db.example/accounts', 'db.example:5432/accounts'],
  ['postgres://me@/accounts?host=/var/run/postgresql', '/var/run/postgresql:5432/accounts'],
  ['postgres:///accounts', 'localhost:5432/accounts'],
  ['postgres://[::1]/accounts', '[::1]:5432/accounts'],
])('%s is named %s', (url, name) => expect(serverName(url)).toBe(name));

test.each(['', 'localhost:5432', 'mysql://db.example/accounts', '/var/run/postgresql accounts'])(
  '%s is no URL',
  (url) => expect(() => serverName(url)).toThrow(StartFailure),
);
