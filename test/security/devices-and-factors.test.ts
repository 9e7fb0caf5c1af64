import { UpdateUserPoolClientCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { choiceFlows } from '../support/choice.js';
import { claimsOf } from '../support/claims.js';
import {
  beginProof,
  confirm,
  deviceOfTokens,
  forgetDevice,
  noDeviceOutcome,
  onPrompt,
  setRemembered,
  startFrom,
  type TestDevice,
  tracking,
  trusting,
} from '../support/devices.js';
import type { Mailbox } from '../support/mailbox.js';
import { answerCode, otherCode, sms, smsPool } from '../support/mfa.js';
import { present, type TestPool, type TestUser } from '../support/pool.js';
import { apis, outcomeOf, publicApi, startByPassword, startBySrp } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

// A remembered device may stand for the second factor: whoever merely knows its key must gain nothing by it.

const wrong = 'NotAuthorizedException: Incorrect username or password.';
const sessionInvalid = 'NotAuthorizedException: Invalid session for the user.';

let phones = 0;
const newPhone = () => `+1555020${String((phones += 1)).padStart(4, '0')}`;

/** A user with a second factor, and a device that was confirmed after it. */
const withDevice = async (
  own: TestPool,
  mailbox: Mailbox,
): Promise<{ maya: TestUser; phone: string; device: TestDevice; code: () => Promise<string> }> => {
  const phone = newPhone();
  const maya = await own.user('maya', { attributes: { phone_number: phone } });
  const asked = await startByPassword(publicApi, own, maya);
  const { AuthenticationResult } = await answerCode(publicApi, own, asked, await mailbox.code(phone));
  const device = await confirm(deviceOfTokens(AuthenticationResult));
  return { maya, phone, device, code: () => mailbox.code(phone) };
};

for (const api of apis)
  test(`${api.name}: a remembered device skips the second factor, and proves itself`, async ({ mailbox, pool }) => {
    const own = await smsPool(pool, trusting);
    const { maya, phone, device } = await withDevice(own, mailbox);
    const sent = (await mailbox.to(phone)).length;

    const begun = await startFrom(own, maya, device.key, api);
    const exchange = await beginProof(own, maya, device, { session: begun.Session, api });
    const { AuthenticationResult: result } = await exchange.answer();

    expect(begun.ChallengeName).toBe('DEVICE_SRP_AUTH');
    expect(claimsOf(result?.AccessToken)).toMatchObject({ username: 'maya', device_key: device.key });
    expect(result).not.toHaveProperty('NewDeviceMetadata');
    expect(await mailbox.to(phone)).toHaveLength(sent);
  });

test('its key is also taken with the proof of the password by SRP', async ({ mailbox, pool }) => {
  const own = await smsPool(pool, trusting);
  const { maya, device } = await withDevice(own, mailbox);
  const exchange = await startBySrp(publicApi, own, 'maya');
  const responses = { DEVICE_KEY: device.key };
  expect(await outcomeOf(exchange.answer(maya.password, { responses }))).toBe('DEVICE_SRP_AUTH');
});

test('its key alone leads to no tokens, whatever is answered', async ({ mailbox, pool }) => {
  const own = await smsPool(pool, trusting);
  const { maya, device, code } = await withDevice(own, mailbox);
  const { Session: session } = await startFrom(own, maya, device.key);
  const name = { USERNAME: 'maya' };
  const keyed = { ...name, DEVICE_KEY: device.key };
  const respond = (
    challenge: Parameters<typeof publicApi.respond>[1]['challenge'],
    responses: Record<string, string>,
  ) => outcomeOf(publicApi.respond(own, { challenge, session, responses }));
  const claim = { PASSWORD_CLAIM_SECRET_BLOCK: 'AAAA', PASSWORD_CLAIM_SIGNATURE: 'AAAA', TIMESTAMP: 'now' };

  expect(await respond('SMS_MFA', { ...keyed, SMS_MFA_CODE: await code() })).toBe(sessionInvalid);
  expect(await respond('DEVICE_PASSWORD_VERIFIER', { ...keyed, ...claim })).toBe(sessionInvalid);
  expect(await respond('DEVICE_SRP_AUTH', { ...name, SRP_A: 'ff' })).toBe(
    'InvalidParameterException: Missing required parameter DEVICE_KEY',
  );
  expect(await respond('DEVICE_SRP_AUTH', keyed)).toBe('InvalidParameterException: Missing required parameter SRP_A');
  expect(await respond('DEVICE_SRP_AUTH', { ...keyed, SRP_A: '0' })).toBe(
    'InvalidParameterException: Invalid SRP_A was provided.',
  );
  const exchange = await beginProof(own, maya, device, { session });
  expect(await outcomeOf(exchange.answer('not-the-secret'))).toBe(wrong);
  expect(await outcomeOf(exchange.answer(maya.password))).toBe(wrong);
});

test('a device that is not remembered skips nothing, and is not named anew', async ({ mailbox, pool }) => {
  const own = await smsPool(pool, {
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
  });
  const { maya, device, code } = await withDevice(own, mailbox);
  const asked = await startFrom(own, maya, device.key);
  expect(asked.ChallengeName).toBe('SMS_MFA');
  const { AuthenticationResult: result } = await answerCode(publicApi, own, asked, await code());
  expect(claimsOf(result?.AccessToken)).toMatchObject({ device_key: device.key });
  expect(result).not.toHaveProperty('NewDeviceMetadata');
});

test.for([tracking, onPrompt])(
  'where devices skip nothing, a remembered one proves itself after the code',
  async (settings, { mailbox, pool }) => {
    const own = await smsPool(pool, settings);
    const { maya, device, code } = await withDevice(own, mailbox);
    await setRemembered(own, maya, device.key, true);
    const asked = await startFrom(own, maya, device.key);
    const right = await code();
    expect(asked.ChallengeName).toBe('SMS_MFA');
    expect(await outcomeOf(answerCode(publicApi, own, asked, otherCode(right)))).toMatch(/^CodeMismatchException/);

    const proven = await answerCode(publicApi, own, asked, right);

    expect(proven.ChallengeName).toBe('DEVICE_SRP_AUTH');
    const exchange = await beginProof(own, maya, device, { session: proven.Session });
    expect(await outcomeOf(exchange.answer())).toBe('tokens');
  },
);

test('a device that names itself only with the code still proves itself', async ({ mailbox, pool }) => {
  const own = await smsPool(pool, trusting);
  const { maya, device, code } = await withDevice(own, mailbox);
  const asked = await startByPassword(publicApi, own, maya);
  const responses = { DEVICE_KEY: device.key };
  expect(await outcomeOf(answerCode(publicApi, own, asked, await code(), { responses }))).toBe('DEVICE_SRP_AUTH');
});

test('a device that is forgotten while it signs in gets nothing, at any step', async ({ mailbox, pool }) => {
  const own = await smsPool(pool, trusting);
  const { maya, device, code } = await withDevice(own, mailbox);
  const asked = await startFrom(own, maya, device.key);
  const begun = await startFrom(own, maya, device.key);
  const exchange = await beginProof(own, maya, device, { session: begun.Session });
  await forgetDevice(own, maya, device.key);

  expect(
    await outcomeOf(beginProof(own, maya, device, { session: asked.Session }).then(({ answer }) => answer())),
  ).toBe(noDeviceOutcome);
  expect(await outcomeOf(exchange.answer())).toBe(noDeviceOutcome);
  // Who leaves the key out then is nobody's device, and owes the code.
  const responses = { DEVICE_KEY: '' };
  expect(await outcomeOf(exchange.answer(device.secret, { responses }))).toBe(
    'InvalidParameterException: Missing required parameter DEVICE_KEY',
  );
  const again = await startByPassword(publicApi, own, maya);
  expect(await outcomeOf(answerCode(publicApi, own, again, await code()))).toBe('tokens');
});

test('a device that ceases to be remembered while it signs in owes the second factor', async ({ mailbox, pool }) => {
  const own = await smsPool(pool, trusting);
  const { maya, device, code } = await withDevice(own, mailbox);
  const asked = await startFrom(own, maya, device.key);
  const begun = await startFrom(own, maya, device.key);
  const exchange = await beginProof(own, maya, device, { session: begun.Session });
  await setRemembered(own, maya, device.key, false);

  expect(
    await outcomeOf(beginProof(own, maya, device, { session: asked.Session }).then(({ answer }) => answer())),
  ).toBe(sessionInvalid);
  const proven = await exchange.answer();
  expect(proven.ChallengeName).toBe('SMS_MFA');
  expect(await outcomeOf(answerCode(publicApi, own, proven, await code()))).toBe('tokens');
});

test('what a device proved proves nothing for another one', async ({ cognito, mailbox, pool }) => {
  const own = await smsPool(pool, trusting);
  const { maya, device, code } = await withDevice(own, mailbox);
  const next = await answerCode(publicApi, own, await startByPassword(publicApi, own, maya), await code());
  const other = await confirm(deviceOfTokens(next.AuthenticationResult), 'another secret');
  const begun = await startFrom(own, maya, device.key);
  const exchange = await beginProof(own, maya, device, { session: begun.Session });
  // From here on no device skips the code, so that a challenge is left in which to name another device.
  const settings = { MfaConfiguration: 'ON', SmsConfiguration: sms, ...tracking } as const;
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId: own.id, ...settings }));

  const asked = await exchange.answer();
  expect(asked.ChallengeName).toBe('SMS_MFA');
  const answer = await code();
  const changed = await answerCode(publicApi, own, asked, answer, { responses: { DEVICE_KEY: other.key } });

  expect(changed.ChallengeName).toBe('DEVICE_SRP_AUTH');
  const { AuthenticationResult: result } = await (
    await beginProof(own, maya, other, { session: changed.Session })
  ).answer();
  expect(claimsOf(present(result?.AccessToken))['device_key']).toBe(other.key);
});

test('a device of another user is none, whoever signs in', async ({ mailbox, pool }) => {
  const own = await smsPool(pool, trusting);
  const { device } = await withDevice(own, mailbox);
  const phone = newPhone();
  const noor = await own.user('noor', { attributes: { phone_number: phone } });
  expect(await outcomeOf(startFrom(own, noor, device.key))).toBe(noDeviceOutcome);
  const asked = await startByPassword(publicApi, own, noor);
  const responses = { USERNAME: 'noor', DEVICE_KEY: device.key };
  const code = await mailbox.code(phone);
  expect(await outcomeOf(answerCode(publicApi, own, asked, code, { responses }))).toBe(noDeviceOutcome);
  const exchange = await startBySrp(publicApi, own, 'noor');
  expect(await outcomeOf(exchange.answer(noor.password, { responses: { DEVICE_KEY: device.key } }))).toBe(
    noDeviceOutcome,
  );
  // Neither the code nor the block was used up.
  expect(await outcomeOf(answerCode(publicApi, own, asked, code, { responses: { USERNAME: 'noor' } }))).toBe('tokens');
  expect(await outcomeOf(exchange.answer(noor.password))).toBe('SMS_MFA');
});

test('the session of a code serves the device after it, as one with the new session, and only once the code is proven', async ({
  mailbox,
  pool,
}) => {
  const own = await smsPool(pool, tracking);
  const { maya, device, code } = await withDevice(own, mailbox);
  const client = await own.newClient();
  const asked = await startFrom(own, maya, device.key);
  const begin = (session: string | undefined) =>
    outcomeOf(beginProof(own, maya, device, { session }).then(({ answer }) => answer()));
  const right = await code();
  expect(await begin(asked.Session)).toBe(sessionInvalid);
  await outcomeOf(answerCode(publicApi, own, asked, otherCode(right)));
  expect(await begin(asked.Session)).toBe(sessionInvalid);
  const proven = await answerCode(publicApi, own, asked, right);

  // It serves nothing else and nobody else.
  expect(await outcomeOf(answerCode(publicApi, own, asked, right))).not.toBe('tokens');
  const responses = { USERNAME: 'maya', DEVICE_KEY: device.key, SRP_A: 'ff' };
  const foreign = { challenge: 'DEVICE_SRP_AUTH', session: asked.Session, responses, client } as const;
  expect(await outcomeOf(publicApi.respond(own, foreign))).toBe(sessionInvalid);
  const other = { ...responses, USERNAME: 'noor' };
  expect(await outcomeOf(publicApi.respond(own, { ...foreign, client: own.client, responses: other }))).toBe(
    sessionInvalid,
  );
  const unfit = { challenge: 'DEVICE_PASSWORD_VERIFIER', session: asked.Session, responses } as const;
  expect(await outcomeOf(publicApi.respond(own, unfit))).toBe(sessionInvalid);

  const outcomes = await Promise.all([asked.Session, proven.Session, asked.Session].map(begin));
  const spent = 'NotAuthorizedException: Invalid session for the user, session can only be used once.';
  expect(outcomes.toSorted()).toEqual([spent, spent, 'tokens']);
});

test('the session of a code ends in its own time, also for the device after it', async ({ clock, mailbox, pool }) => {
  const own = await smsPool(pool, tracking);
  const { maya, device, code } = await withDevice(own, mailbox);
  const asked = await startFrom(own, maya, device.key);
  await answerCode(publicApi, own, asked, await code());
  clock.advanceMinutes(4);
  expect(
    await outcomeOf(beginProof(own, maya, device, { session: asked.Session }).then(({ answer }) => answer())),
  ).toBe('NotAuthorizedException: Invalid session for the user, session is expired.');
});

test('what is kept for it ends with the sign-in that goes on, also where sessions have become shorter', async ({
  clock,
  cognito,
  mailbox,
  pool,
}) => {
  const own = await smsPool(pool, { ...tracking, client: { ...choiceFlows, AuthSessionValidity: 15 } });
  const { maya, device, code } = await withDevice(own, mailbox);
  const asked = await startFrom(own, maya, device.key);
  const shorter = { ...choiceFlows, AuthSessionValidity: 3 };
  await cognito.send(new UpdateUserPoolClientCommand({ UserPoolId: own.id, ClientId: own.client.id, ...shorter }));
  const begin = () =>
    outcomeOf(beginProof(own, maya, device, { session: asked.Session }).then(({ answer }) => answer()));

  const answered = clock.now();
  clock.stopAt(answered);
  await answerCode(publicApi, own, asked, await code());
  clock.stopAt(answered, 180_000);
  expect(await begin()).toBe(sessionInvalid);
  clock.stopAt(answered, 179_999);
  expect(await begin()).toBe('tokens');
});
