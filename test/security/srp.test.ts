import { randomBytes } from 'node:crypto';
import { AdminDeleteUserCommand, ChangePasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { vi } from 'vitest';
import type { TestPool } from '../support/pool.js';
import { invalid } from '../support/refusals.js';
import { adminApi, outcomeOf, publicApi, signInBySrp, startByPassword, startBySrp } from '../support/sign-in.js';
import { groupPrime, srpClient, srpTimestamp } from '../support/srp-client.js';
import { invite } from '../support/temporary-password.js';
import { expect, test } from '../support/test.js';
import { disable } from '../support/user-states.js';

const wrong = 'NotAuthorizedException: Incorrect username or password.';
const sessionInvalid = 'NotAuthorizedException: Invalid session for the user.';
const usedOnce = 'NotAuthorizedException: Invalid session for the user, session can only be used once.';
const expired = 'NotAuthorizedException: Invalid session for the user, session is expired.';
const disabled = 'NotAuthorizedException: User is disabled.';

const hex = (value: bigint): string => value.toString(16);
const begin = (own: TestPool, SRP_A: string, USERNAME = 'maya') =>
  publicApi.start(own, { flow: 'USER_SRP_AUTH', parameters: { USERNAME, SRP_A } });
const begun = (own: TestPool, name = 'maya') => startBySrp(publicApi, own, name);

const illegal: Readonly<Record<string, string>> = {
  '0': '0',
  '0 in many digits': '0'.repeat(768),
  N: hex(groupPrime),
  'N in capitals': hex(groupPrime).toUpperCase(),
  '2N': hex(groupPrime * 2n),
  '16N': hex(groupPrime * 16n),
  'a number beyond the group': `1${'0'.repeat(768)}`,
  'a huge number': 'f'.repeat(100_000),
  'a negative number': '-1',
  'a prefixed number': '0xff',
  'no number': 'xyz',
  'a number with a blank': 'ff ff',
};
for (const [what, SRP_A] of Object.entries(illegal))
  test(`SRP_A cannot be ${what}`, async ({ pool }) => {
    const own = await pool();
    await own.user('maya');
    await expect(begin(own, SRP_A)).rejects.toMatchObject(invalid('Invalid SRP_A was provided.'));
  });

const feeble: Readonly<Record<string, bigint>> = { '1': 1n, 'N - 1': groupPrime - 1n, 'N + 1': groupPrime + 1n };
for (const [what, A] of Object.entries(feeble))
  test(`SRP_A may be ${what}, which tells its sender nothing`, async ({ pool }) => {
    const own = await pool();
    await own.user('maya');
    const { ChallengeParameters: parameters } = await begin(own, hex(A));
    const claim = srpClient(own.id).claim(parameters ?? {}, { password: 'Correct-horse-1', now: new Date() });
    const responses = { USERNAME: 'maya', ...claim };
    expect(await outcomeOf(publicApi.respond(own, { challenge: 'PASSWORD_VERIFIER', responses }))).toBe(wrong);
  });

const garbage = [
  'x',
  '!!!',
  randomBytes(32).toString('base64'),
  randomBytes(31).toString('base64'),
  'A'.repeat(10_000),
];
for (const PASSWORD_CLAIM_SIGNATURE of garbage)
  test(`${PASSWORD_CLAIM_SIGNATURE.slice(0, 10)} (${PASSWORD_CLAIM_SIGNATURE.length}) is no proof`, async ({
    pool,
  }) => {
    const own = await pool();
    const maya = await own.user('maya');
    const exchange = await begun(own);
    expect(await outcomeOf(exchange.answer(maya.password, { responses: { PASSWORD_CLAIM_SIGNATURE } }))).toBe(wrong);
  });

test('a proof in the name of another user is refused', async ({ pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  await own.user('noah', { password: maya.password });
  const exchange = await begun(own);
  expect(await outcomeOf(exchange.answer(maya.password, { identity: 'noah' }))).toBe(wrong);
});

test('a block answers for its own user, client and pool only', async ({ pool }) => {
  const [own, other] = [await pool(), await pool()];
  const maya = await own.user('maya');
  await own.user('noah', { password: maya.password });
  await other.user('maya', { password: maya.password });
  const client = await own.newClient();
  const exchange = await begun(own);

  for (const changes of [{ responses: { USERNAME: 'noah' } }, { client }, { pool: other, client: other.client }])
    expect(await outcomeOf(exchange.answer(maya.password, changes))).toBe(sessionInvalid);
  expect(await outcomeOf(exchange.answer(maya.password))).toBe('tokens');
});

test('the block of another sign-in does not fit a proof', async ({ pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const [first, second] = [await begun(own), await begun(own)];
  const PASSWORD_CLAIM_SECRET_BLOCK = second.parameters['SECRET_BLOCK'] ?? '';
  expect(await outcomeOf(first.answer(maya.password, { responses: { PASSWORD_CLAIM_SECRET_BLOCK } }))).toBe(wrong);
});

test('a block that was invented, cut or changed is refused', async ({ pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const { Session: session = '' } = await startByPassword(publicApi, own, await invite(own, 'noah'));
  const exchange = await begun(own);
  const bytes = Buffer.from(exchange.parameters['SECRET_BLOCK'] ?? '', 'base64');
  const flipped = (index: number) => {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(bytes.readUInt8(index) ^ 1, index);
    return changed;
  };
  const places = Array.from({ length: 20 }, (_, index) => Math.floor((index * (bytes.length - 1)) / 19));
  const blocks = [
    Buffer.of(1),
    randomBytes(1500),
    bytes.subarray(0, -1),
    bytes.subarray(1),
    Buffer.from(session, 'base64url'),
    ...places.map(flipped),
  ];

  for (const block of blocks) {
    const responses = { PASSWORD_CLAIM_SECRET_BLOCK: block.toString('base64') };
    expect(await outcomeOf(exchange.answer(maya.password, { responses }))).toBe(sessionInvalid);
  }
  expect(await outcomeOf(exchange.answer(maya.password))).toBe('tokens');
});

test('a block is answered once: after a success, through whichever operation', async ({ pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const exchange = await begun(own);
  expect(await outcomeOf(exchange.answer(maya.password))).toBe('tokens');
  expect(await outcomeOf(exchange.answer(maya.password))).toBe(usedOnce);
  const again = srpClient(own.id).claim(exchange.parameters, { password: maya.password, now: new Date() });
  const responses = { USERNAME: 'maya', ...again };
  expect(await outcomeOf(adminApi.respond(own, { challenge: 'PASSWORD_VERIFIER', responses }))).toBe(wrong);
});

test('a block is answered once: after a failure', async ({ pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const exchange = await begun(own);
  expect(await outcomeOf(exchange.answer('Wrong-horse-1'))).toBe(wrong);
  expect(await outcomeOf(exchange.answer(maya.password))).toBe(usedOnce);
});

test('of many proofs with one block at once, one wins', async ({ pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const exchange = await begun(own);
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => outcomeOf(exchange.answer(maya.password))));
  expect(outcomes.filter((outcome) => outcome === 'tokens')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === usedOnce)).toHaveLength(7);
});

test('a block ends when its time is over', async ({ clock, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const exchange = await begun(own);
  clock.advanceSeconds(181);
  expect(await outcomeOf(exchange.answer(maya.password))).toBe(expired);
});

const minutes = (count: number) => count * 60_000;
for (const [what, offset] of [
  ['4 minutes fast', minutes(4)],
  ['4 minutes slow', minutes(-4)],
] as const)
  test(`a client whose clock is ${what} signs in`, async ({ clock, pool }) => {
    const own = await pool();
    const maya = await own.user('maya');
    const now = new Date(clock.now().getTime() + offset);
    expect(await outcomeOf((await begun(own)).answer(maya.password, { now }))).toBe('tokens');
  });

for (const [what, written, answered, outcome] of [
  ['fast by five minutes', 301_000, 1000, 'tokens'],
  ['fast by a millisecond more', 301_000, 999, wrong],
  ['slow by five minutes and a session', -479_000, 1000, 'tokens'],
  ['slow by a millisecond more', -479_000, 1001, wrong],
] as const)
  test(`a client whose clock is ${what}: ${outcome}`, async ({ clock, pool }) => {
    const own = await pool();
    const maya = await own.user('maya');
    const second = new Date(Math.floor(clock.now().getTime() / 1000) * 1000);
    clock.stopAt(second);
    const exchange = await begun(own);
    clock.stopAt(second, answered);
    const now = new Date(second.getTime() + written);
    expect(await outcomeOf(exchange.answer(maya.password, { now }))).toBe(outcome);
  });

const odd: Readonly<Record<string, (now: Date) => string>> = {
  'ten minutes early': (now) => srpTimestamp(new Date(now.getTime() + minutes(10))),
  'ten minutes late': (now) => srpTimestamp(new Date(now.getTime() - minutes(10))),
  'of last year': (now) => srpTimestamp(new Date(now.getTime() - minutes(365 * 24 * 60))),
  'in the form of JSON': (now) => now.toISOString(),
  'in the form of mail': (now) => now.toUTCString(),
  'of another time zone': (now) => srpTimestamp(now).replace('UTC', 'CET'),
  'with something after it': (now) => `${srpTimestamp(now)} `,
  'of no day': (now) => srpTimestamp(now).replace(/^(\w+ \w+) \d+/, '$1 32'),
};
for (const [what, write] of Object.entries(odd))
  test(`a proof with a time ${what} is refused`, async ({ clock, pool }) => {
    const own = await pool();
    const maya = await own.user('maya');
    const timestamp = write(clock.now());
    expect(await outcomeOf((await begun(own)).answer(maya.password, { timestamp }))).toBe(wrong);
  });

test('a time other than the one that was signed is refused', async ({ clock, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const TIMESTAMP = srpTimestamp(new Date(clock.now().getTime() + 1000));
  expect(await outcomeOf((await begun(own)).answer(maya.password, { responses: { TIMESTAMP } }))).toBe(wrong);
});

test('a proof that was begun before the password changed is worth nothing', async ({ anonymous, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const [first, second] = [await begun(own), await begun(own)];
  const { accessToken } = await maya.signIn();
  const change = { AccessToken: accessToken, PreviousPassword: maya.password, ProposedPassword: 'Another-horse-2' };
  await anonymous.send(new ChangePasswordCommand(change));

  expect(await outcomeOf(first.answer(maya.password))).toBe(wrong);
  expect(await outcomeOf(second.answer('Another-horse-2'))).toBe(wrong);
  expect(await outcomeOf(signInBySrp(publicApi, own, { name: 'maya', password: 'Another-horse-2' }))).toBe('tokens');
});

test('a proof that was begun before its user was deleted is worth nothing', async ({ cognito, pool }) => {
  const own = await pool();
  const { password } = await own.user('maya');
  const exchange = await begun(own);
  await cognito.send(new AdminDeleteUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(await outcomeOf(exchange.answer(password))).toBe(sessionInvalid);
  await own.user('maya', { password });
  expect(await outcomeOf(exchange.answer(password))).toBe(sessionInvalid);
});

test('a user who is disabled between challenge and proof hears so', async ({ pool, server }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const [first, second] = [await begun(own), await begun(own)];
  disable(server, maya.sub);
  expect(await outcomeOf(first.answer('Wrong-horse-1'))).toBe(wrong);
  expect(await outcomeOf(second.answer(maya.password))).toBe(disabled);
});

test('a password that is known as a hash only signs in by SRP once it was seen in clear', async ({ pool, server }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const { find } = server.store.signIns;
  const imported = vi.spyOn(server.store.signIns, 'find').mockImplementation(async (...given) => {
    const record = await find(...given);
    return { ...record, password: record.password && { ...record.password, srp: undefined } };
  });
  try {
    expect(await outcomeOf(signInBySrp(publicApi, own, maya))).toBe(wrong);
    expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe('tokens');
  } finally {
    imported.mockRestore();
  }
  expect(await outcomeOf(signInBySrp(publicApi, own, maya))).toBe('tokens');
});
