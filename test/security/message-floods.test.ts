import { GetUserAttributeVerificationCodeCommand } from '@aws-sdk/client-cognito-identity-provider';
import { sms } from '../support/attributes.js';
import { startByChoice } from '../support/choice.js';
import { answerCode, emailPool, smsPool } from '../support/mfa.js';
import { newAddress, newNumber, takesCodes } from '../support/one-time-code-tests.js';
import { present } from '../support/pool.js';
import { adminApi, outcomeOf, publicApi, startByPassword } from '../support/sign-in.js';
import { expect, type Fixture, test } from '../support/test.js';
import { adminUpdate, attributesOf, limitExceeded, update } from '../support/updates.js';

// Who knows a password must not be able to have messages sent without end.

const tooMany = 'TooManyRequestsException: Rate exceeded';

test('a phone is sent so many codes of sign-ins and no more, whichever API asks, also at once', async ({
  clock,
  mailbox,
  pool,
}) => {
  const own = await smsPool(pool);
  const phone = newNumber();
  const maya = await own.user('maya', { attributes: { phone_number: phone } });

  const outcomes = await Promise.all(
    Array.from({ length: 24 }, (_, index) =>
      outcomeOf(startByPassword(index % 2 === 0 ? publicApi : adminApi, own, maya)),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'SMS_MFA')).toHaveLength(20);
  expect(outcomes.filter((outcome) => outcome !== 'SMS_MFA')).toEqual(Array.from({ length: 4 }, () => tooMany));
  expect(await mailbox.to(phone)).toHaveLength(20);
  clock.advanceMinutes(61);
  expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe('SMS_MFA');
});

test('a code that came back begins anew', async ({ mailbox, pool }) => {
  const own = await smsPool(pool);
  const phone = newNumber();
  const maya = await own.user('maya', { attributes: { phone_number: phone } });
  for (let sent = 0; sent < 19; sent += 1) await startByPassword(publicApi, own, maya);
  const asked = await startByPassword(publicApi, own, maya);
  expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe(tooMany);
  expect(await outcomeOf(answerCode(publicApi, own, asked, await mailbox.code(phone)))).toBe('tokens');
  expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe('SMS_MFA');
});

test.for([
  ['second factor', 'SMS_MFA', smsPool],
  ['first factor', 'SMS_OTP', (pool: Fixture['pool']) => pool(takesCodes)],
] as const)(
  'text messages as the %s are limited, although each is answered',
  async ([, code, made], { clock, mailbox, pool, server }) => {
    const own = await made(pool);
    const phone = newNumber();
    const maya = await own.user('maya', { attributes: { phone_number: phone } });
    const poolOf = present(await server.store.pools.find(own.id));
    const names = { typedKey: '', deviceKey: undefined };
    const { attemptsKey: key = '' } = await server.store.signIns.find(poolOf, 'maya', names);
    const sent = { poolId: own.id, purpose: 'send-text-messages', key } as const;
    for (let count = 0; count < 98; count += 1) await server.store.attempts.take(sent, 98, clock.now());
    const ask = () =>
      code === 'SMS_MFA'
        ? startByPassword(publicApi, own, maya)
        : startByChoice(publicApi, own, 'maya', { PREFERRED_CHALLENGE: code });

    for (let count = 0; count < 2; count += 1) {
      const asked = await ask();
      expect(await outcomeOf(answerCode(publicApi, own, asked, await mailbox.code(phone)))).toBe('tokens');
    }
    expect(await outcomeOf(ask())).toBe(tooMany);
    expect(await mailbox.to(phone)).toHaveLength(2);
    clock.advanceMinutes(61);
    expect(await outcomeOf(ask())).toBe(code);
  },
);

test('strangers are not sent mails without end by naming their address as the second factor to set up', async ({
  cognito,
  mailbox,
  pool,
}) => {
  const own = await emailPool(cognito, pool);
  const maya = await own.user('maya');
  const outcomes: string[] = [];
  const to = newAddress();
  for (let asked = 0; asked < 22; asked += 1) {
    const step = await startByPassword(publicApi, own, maya);
    outcomes.push(await outcomeOf(answerCode(publicApi, own, step, '', { responses: { EMAIL: to } })));
  }
  expect(outcomes.slice(19)).toEqual(['EMAIL_OTP', tooMany, tooMany]);
  expect(await mailbox.to(to)).toHaveLength(20);
});

test('new addresses are sent so many codes and no more, at once too, and those that are asked for count with them', async ({
  anonymous,
  clock,
  cognito,
  mailbox,
  pool,
}) => {
  const own = await pool({ AutoVerifiedAttributes: ['email', 'phone_number'], ...sms });
  const maya = await own.user('maya');
  const { accessToken } = await maya.signIn();
  const addresses = Array.from({ length: 8 }, newAddress);
  const ask = () =>
    anonymous.send(new GetUserAttributeVerificationCodeCommand({ AccessToken: accessToken, AttributeName: 'email' }));

  await update(anonymous, accessToken, { email: newAddress() });
  await ask();
  const outcomes = await Promise.all(
    addresses.map((email) =>
      update(anonymous, accessToken, { email }).then(
        () => ({ email, sent: 1 }),
        (error: Error) => ({ email, sent: 0, refusal: `${error.name}: ${error.message}` }),
      ),
    ),
  );

  expect(outcomes.filter((outcome) => 'refusal' in outcome && outcome.refusal === tooMany)).toHaveLength(5);
  for (const { email, sent } of outcomes) expect(await mailbox.to(email)).toHaveLength(sent);
  const kept = (await attributesOf(cognito, own, 'maya'))['email'];
  expect(outcomes.find(({ email }) => email === kept)?.sent).toBe(1);
  await expect(ask()).rejects.toMatchObject(limitExceeded);
  // What sends nothing goes on, and so does the administrator.
  await update(anonymous, accessToken, { name: 'Maya' });
  await adminUpdate(cognito, own, 'maya', { email: newAddress() });
  clock.advanceMinutes(61);
  const again = (await maya.signIn()).accessToken;
  for (const phone_number of [newNumber(), newNumber()])
    await update(anonymous, again, { email: newAddress(), phone_number });
  // Two codes, of which one is left: neither is sent.
  const [email, phone_number] = [newAddress(), newNumber()];
  await expect(update(anonymous, again, { email, phone_number })).rejects.toMatchObject({
    name: 'TooManyRequestsException',
  });
  expect([...(await mailbox.to(email)), ...(await mailbox.to(phone_number))]).toEqual([]);
  await update(anonymous, again, { email });
});

test('what is no address is sent nothing, and breaks no session', async ({ cognito, pool }) => {
  const own = await emailPool(cognito, pool);
  const asked = await startByPassword(publicApi, own, await own.user('maya'));
  for (const EMAIL of [`${'\u0001'.repeat(240)}@x`, 'a@b\u007f', 'a\u0085@b'])
    expect(await outcomeOf(answerCode(publicApi, own, asked, '', { responses: { EMAIL } }))).toBe(
      'InvalidParameterException: Invalid email address format.',
    );
});

test('all addresses of one customer are one where codes are asked for before anything is proven', async ({
  pool,
  server,
}) => {
  const own = await pool(takesCodes);
  const names = Array.from({ length: 11 }, (_, index) => `user${index}`);
  for (const name of names) await own.user(name, { attributes: { email: newAddress() } });
  const ask = async (name: string, remoteAddress: string): Promise<number> => {
    const request = new Request('http://localhost:9229/', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      },
      body: JSON.stringify({
        ClientId: own.client.id,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME: name, PREFERRED_CHALLENGE: 'EMAIL_OTP' },
      }),
    });
    const connection = { incoming: { socket: { remoteAddress }, rawHeaders: [] } };
    return (await server.fetch(request, connection as never)).status;
  };

  for (const [user, name] of names.slice(0, 10).entries())
    for (let sent = 0; sent < 20; sent += 1)
      expect(await ask(name, `2001:db8:1:2::${user.toString(16)}:${(sent + 1).toString(16)}`)).toBe(200);
  expect(await ask('user10', '2001:db8:1:2:ffff::1')).toBe(400);
  expect(await ask('user10', '2001:db8:1:3::1')).toBe(200);
});
