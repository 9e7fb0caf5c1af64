import {
  AdminGetUserCommand,
  GetUserAttributeVerificationCodeCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { onTestFinished, vi } from 'vitest';
import { sms } from '../support/attributes.js';
import { testBearer } from '../support/bearer.js';
import { claimsOf } from '../support/claims.js';
import { otherCode } from '../support/mfa.js';
import type { PoolSettings } from '../support/pool.js';
import { broken, invalid } from '../support/refusals.js';
import { expect, test } from '../support/test.js';
import {
  addressOf,
  adminUpdate,
  aliasExists,
  attributesOf,
  codeMismatch,
  expiredCode,
  limitExceeded,
  update,
  verifiedFirst,
  verifyEmail,
} from '../support/updates.js';

const auto = { AutoVerifiedAttributes: ['email' as const] };

test('the address is verified, the tokens say so, and the code is used up', async ({
  anonymous,
  clock,
  cognito,
  mailbox,
  pool,
}) => {
  const own = await pool(auto);
  const email = addressOf(own, 'maya');
  const maya = await own.user('maya');
  const { accessToken } = await maya.signIn();
  await update(anonymous, accessToken, { email });
  const code = await mailbox.code(email);
  clock.advanceSeconds(5);

  const { $metadata, ...answer } = await verifyEmail(anonymous, accessToken, code);

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({});
  expect(await attributesOf(cognito, own, 'maya')).toEqual({ email, email_verified: 'true' });
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(Number(user.UserLastModifiedDate) - Number(user.UserCreateDate)).toBeGreaterThanOrEqual(5000);
  expect(claimsOf((await maya.signIn()).idToken)).toMatchObject({ email, email_verified: true });
  await expect(verifyEmail(anonymous, accessToken, code)).rejects.toMatchObject(expiredCode);
});

test('verifies a number', async ({ anonymous, cognito, mailbox, pool }) => {
  const own = await pool(sms);
  const phone = '+15555550131';
  const { accessToken } = await (await own.user('maya', { attributes: { phone_number: phone } })).signIn();
  const of = { AccessToken: accessToken, AttributeName: 'phone_number' };
  await anonymous.send(new GetUserAttributeVerificationCodeCommand(of));
  await anonymous.send(new VerifyUserAttributeCommand({ ...of, Code: await mailbox.code(phone) }));
  expect(await attributesOf(cognito, own, 'maya')).toEqual({ phone_number: phone, phone_number_verified: 'true' });
});

test('a wrong code leaves the right one good', async ({ anonymous, mailbox, pool }) => {
  const own = await pool(auto);
  const email = addressOf(own, 'maya');
  const { accessToken } = await (await own.user('maya')).signIn();
  await expect(verifyEmail(anonymous, accessToken, '123456')).rejects.toMatchObject(expiredCode);
  await update(anonymous, accessToken, { email });
  const code = await mailbox.code(email);
  await expect(verifyEmail(anonymous, accessToken, otherCode(code))).rejects.toMatchObject(codeMismatch);
  await verifyEmail(anonymous, accessToken, code);
});

test('a code is good for a day, and for its own attribute and user', async ({ anonymous, clock, mailbox, pool }) => {
  const own = await pool(auto);
  const [maya, noor] = [await own.user('maya'), await own.user('noor')];
  const emails = [addressOf(own, 'maya'), addressOf(own, 'noor')] as const;
  const { accessToken } = await maya.signIn();
  await update(anonymous, accessToken, { email: emails[0] });
  await update(anonymous, (await noor.signIn()).accessToken, { email: emails[1] });
  const [mine, theirs] = [await mailbox.code(emails[0]), await mailbox.code(emails[1])];
  if (mine !== theirs) await expect(verifyEmail(anonymous, accessToken, theirs)).rejects.toMatchObject(codeMismatch);
  await expect(
    anonymous.send(
      new VerifyUserAttributeCommand({ AccessToken: accessToken, AttributeName: 'phone_number', Code: mine }),
    ),
  ).rejects.toMatchObject(expiredCode);
  clock.advanceSeconds(86_401);
  await expect(verifyEmail(anonymous, (await maya.signIn()).accessToken, mine)).rejects.toMatchObject(expiredCode);
});

test('there are fifteen tries in an hour, and the code stays good', async ({ anonymous, clock, mailbox, pool }) => {
  const own = await pool(auto);
  const email = addressOf(own, 'maya');
  const maya = await own.user('maya');
  const { accessToken } = await maya.signIn();
  await update(anonymous, accessToken, { email });
  const code = await mailbox.code(email);
  const guesses = await Promise.allSettled(
    Array.from({ length: 20 }, () => verifyEmail(anonymous, accessToken, otherCode(code))),
  );
  const names = guesses.map((guess) => (guess.status === 'rejected' ? (guess.reason as Error).name : 'none'));
  expect(names.filter((name) => name === 'CodeMismatchException')).toHaveLength(15);
  expect(names.filter((name) => name === 'LimitExceededException')).toHaveLength(5);
  await expect(verifyEmail(anonymous, accessToken, code)).rejects.toMatchObject(limitExceeded);
  clock.advanceSeconds(3601);
  await verifyEmail(anonymous, (await maya.signIn()).accessToken, code);
});

test('of two with one code at once, one verifies', async ({ anonymous, cognito, mailbox, pool }) => {
  const own = await pool(verifiedFirst);
  const [before, after] = [addressOf(own, 'before'), addressOf(own, 'after')];
  const { accessToken } = await (await own.user('maya', { attributes: { email: before } })).signIn();
  await update(anonymous, accessToken, { email: after });
  const code = await mailbox.code(after);
  const outcomes = await Promise.allSettled([1, 2].map(() => verifyEmail(anonymous, accessToken, code)));
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject(expiredCode);
  expect(await attributesOf(cognito, own, 'maya')).toEqual({ email: after, email_verified: 'true' });
});

test('a code verifies no address but the one that it was sent to', async ({ anonymous, cognito, mailbox, pool }) => {
  const own = await pool(auto);
  const [first, second] = [addressOf(own, 'first'), addressOf(own, 'second')];
  const { accessToken } = await (await own.user('maya')).signIn();
  await update(anonymous, accessToken, { email: first });
  const code = await mailbox.code(first);
  await Promise.allSettled([
    verifyEmail(anonymous, accessToken, code),
    adminUpdate(cognito, own, 'maya', { email: second }),
  ]);
  expect(await attributesOf(cognito, own, 'maya')).toEqual({ email: second, email_verified: 'false' });
});

test('a code that goes out while the address changes verifies neither', async ({
  anonymous,
  cognito,
  mailbox,
  pool,
  server,
}) => {
  const own = await pool(auto);
  const [first, second] = [addressOf(own, 'first'), addressOf(own, 'second')];
  const { accessToken } = await (await own.user('maya', { attributes: { email: first } })).signIn();
  const { codes } = server.io.store;
  const { send } = codes;
  const sending = vi.spyOn(codes, 'send').mockImplementationOnce(async (...given) => {
    await adminUpdate(cognito, own, 'maya', { email: second });
    return send(...given);
  });
  onTestFinished(() => sending.mockRestore());
  await anonymous.send(
    new GetUserAttributeVerificationCodeCommand({ AccessToken: accessToken, AttributeName: 'email' }),
  );

  const code = await mailbox.code(first);
  await expect(verifyEmail(anonymous, accessToken, code)).rejects.toMatchObject(expiredCode);
  expect(await attributesOf(cognito, own, 'maya')).toEqual({ email: second, email_verified: 'false' });
});

test.for<[string, PoolSettings]>([
  ['an alias', { AliasAttributes: ['email'], AutoVerifiedAttributes: ['email'] }],
  ['the name of users', { UsernameAttributes: ['email'], ...verifiedFirst }],
])(
  'an address that somebody else has as %s is refused, and the code stays good',
  async ([, settings], { anonymous, cognito, mailbox, pool }) => {
    const own = await pool(settings);
    const [mine, theirs] = [addressOf(own, 'maya'), addressOf(own, 'noor')];
    const named = settings.UsernameAttributes !== undefined;
    const { accessToken } = await (await own.user(named ? mine : 'maya')).signIn();
    await update(anonymous, accessToken, { email: theirs });
    const code = await mailbox.code(theirs);
    await own.user(named ? theirs : 'noor', { attributes: { email: theirs } });

    await expect(verifyEmail(anonymous, accessToken, code)).rejects.toMatchObject(aliasExists('email'));

    await adminUpdate(cognito, own, theirs, { email: addressOf(own, 'elsewhere'), email_verified: 'true' });
    await verifyEmail(anonymous, accessToken, code);
    expect(await attributesOf(cognito, own, theirs)).toEqual({ email: theirs, email_verified: 'true' });
  },
);

test('of two who verify one alias at once, one gets it', async ({ anonymous, cognito, mailbox, pool }) => {
  const own = await pool({ AliasAttributes: ['email'], AutoVerifiedAttributes: ['email'] });
  const email = addressOf(own, 'wanted');
  const claims: (() => Promise<unknown>)[] = [];
  for (const name of ['maya', 'noor']) {
    const { accessToken } = await (await own.user(name)).signIn();
    await update(anonymous, accessToken, { email });
    const code = await mailbox.code(email);
    claims.push(() => verifyEmail(anonymous, accessToken, code));
  }
  const outcomes = await Promise.allSettled(claims.map((claim) => claim()));
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject(aliasExists('email'));
  expect(await attributesOf(cognito, own, email)).toEqual({ email, email_verified: 'true' });
});

test('refuses another attribute, and a broken constraint', async ({ anonymous, pool }) => {
  const { accessToken } = await (await (await pool()).user('maya')).signIn();
  const verify = (change: object) =>
    anonymous.send(
      new VerifyUserAttributeCommand({ AccessToken: accessToken, AttributeName: 'email', Code: '123456', ...change }),
    );
  await expect(verify({ AttributeName: 'name' })).rejects.toMatchObject(
    invalid('Invalid attribute name. Only phone_number and email can be verified.'),
  );
  await expect(verify({ Code: '12 34' })).rejects.toMatchObject(
    broken('12 34', 'code', 'Member must satisfy regular expression pattern: [\\S]+'),
  );
});

testBearer('VerifyUserAttribute', (AccessToken) => ({ AccessToken, AttributeName: 'email', Code: '123456' }));
