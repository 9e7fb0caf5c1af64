import {
  answerCustom,
  customPool,
  passwordThenRiddle,
  resultsOf,
  riddle,
  sourcesOf,
  startCustom,
} from './custom-auth.js';
import { startCustomBySrp } from './custom-srp.js';
import { beginProof, confirmedDevice, noDevice, someKey, tracking } from './devices.js';
import { answerCode, otherCode, sms } from './mfa.js';
import { outcomeOf, type SignInApi } from './sign-in.js';
import { expect, test } from './test.js';

/** Messages are found by their number: each test has one of its own. */
const numberOf = (api: SignInApi, of: number): string => `+1555555${api.name === 'public' ? 1 : 2}00${of}`;
const required = { MfaConfiguration: 'ON', SmsConfiguration: sms } as const;

const entry = (challengeName: string, challengeMetadata: string | null = null) => ({
  challengeName,
  challengeResult: true,
  challengeMetadata,
});

/** The tests that both APIs pass of second factors and devices in a sign-in by custom challenges. */
export const testCustomMfa = (api: SignInApi): void => {
  test('the second factor comes right after the password, and the functions hear of both', async ({
    pool,
    functions,
    mailbox,
  }) => {
    const own = await customPool({ pool, functions }, passwordThenRiddle, required);
    const phone = numberOf(api, 1);
    const maya = await own.user('maya', { attributes: { phone_number: phone } });
    const owed = await (await startCustomBySrp(api, own, 'maya')).answer(maya.password);
    expect(owed.ChallengeName).toBe('SMS_MFA');
    expect(sourcesOf(own.deployed)).toEqual(['DefineAuthChallenge']);

    const code = await mailbox.code(phone);
    expect(await outcomeOf(answerCode(api, own, owed, otherCode(code)))).toMatch(/^CodeMismatchException/);
    // A wrong code is no answer: no function hears of it, and the session is still good.
    expect(sourcesOf(own.deployed)).toEqual(['DefineAuthChallenge']);
    const asked = await answerCode(api, own, owed, code);
    expect(asked.ChallengeName).toBe('CUSTOM_CHALLENGE');
    expect(await outcomeOf(answerCustom(api, own, asked, 'otter'))).toBe('tokens');

    const defined = own.deployed.events.filter(({ triggerSource }) => triggerSource.startsWith('Define'));
    const begun = [entry('SRP_A'), entry('PASSWORD_VERIFIER'), entry('SMS_MFA')];
    expect(defined.map(resultsOf)).toEqual([
      [entry('SRP_A')],
      begun,
      [...begun, entry('CUSTOM_CHALLENGE', 'RIDDLE-1')],
    ]);
  });

  test('where no password was proven, it comes after the functions are content', async ({
    pool,
    functions,
    mailbox,
  }) => {
    const own = await customPool({ pool, functions }, riddle, required);
    const phone = numberOf(api, 2);
    await own.user('maya', { attributes: { phone_number: phone } });
    const owed = await answerCustom(api, own, await startCustom(api, own, 'maya'), 'otter');
    expect(owed.ChallengeName).toBe('SMS_MFA');
    const heard = own.deployed.events.length;

    expect(await outcomeOf(answerCode(api, own, owed, await mailbox.code(phone)))).toBe('tokens');
    expect(own.deployed.events).toHaveLength(heard);
  });

  test('a function may ask for one that the user has, once the password was proven', async ({
    pool,
    functions,
    mailbox,
  }) => {
    const DefineAuthChallenge: typeof passwordThenRiddle.DefineAuthChallenge = (event) =>
      ({
        SRP_A: { challengeName: 'PASSWORD_VERIFIER' },
        PASSWORD_VERIFIER: { challengeName: 'SMS_MFA' },
        SMS_MFA: { issueTokens: true },
      })[resultsOf(event).at(-1)?.challengeName ?? ''] ?? { challengeName: 'SMS_MFA' };
    const own = await customPool(
      { pool, functions },
      { DefineAuthChallenge },
      { ...required, MfaConfiguration: 'OPTIONAL' },
    );
    const phone = numberOf(api, 3);
    const maya = await own.user('maya', { attributes: { phone_number: phone } });
    const noah = await own.user('noah');
    const unrecognizable = { name: 'InvalidLambdaResponseException', message: 'Unrecognizable lambda output' };

    await expect(startCustom(api, own, 'maya')).rejects.toMatchObject(unrecognizable);
    expect(await mailbox.to(phone)).toEqual([]);
    await expect((await startCustomBySrp(api, own, 'noah')).answer(noah.password)).rejects.toMatchObject(
      unrecognizable,
    );
    const owed = await (await startCustomBySrp(api, own, 'maya')).answer(maya.password);
    expect(owed.ChallengeName).toBe('SMS_MFA');
    expect(await outcomeOf(answerCode(api, own, owed, await mailbox.code(phone)))).toBe('tokens');
  });

  test('a remembered device proves itself last, whenever it is named', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions }, riddle, tracking);
    const maya = await own.user('maya');
    const device = await confirmedDevice(own, maya);
    const named = { DEVICE_KEY: device.key };
    const early = await answerCustom(api, own, await startCustom(api, own, 'maya', named), 'otter');
    const late = await answerCustom(api, own, await startCustom(api, own, 'maya'), 'otter', { responses: named });
    const heard = own.deployed.events.length;
    for (const owed of [early, late]) {
      expect(owed.ChallengeName).toBe('DEVICE_SRP_AUTH');
      const proof = await beginProof(own, maya, device, { session: owed.Session, api });
      expect(await outcomeOf(proof.answer())).toBe('tokens');
    }
    expect(own.deployed.events).toHaveLength(heard);
  });

  test('a device that is not the user’s is refused before the functions hear the answer', async ({
    pool,
    functions,
  }) => {
    const own = await customPool({ pool, functions }, riddle, tracking);
    await own.user('maya');
    const asked = await startCustom(api, own, 'maya');
    const heard = own.deployed.events.length;
    const responses = { DEVICE_KEY: someKey };
    await expect(answerCustom(api, own, asked, 'otter', { responses })).rejects.toMatchObject(noDevice);
    expect(own.deployed.events).toHaveLength(heard);
    // Clients repeat the same answer without the device.
    expect(await outcomeOf(answerCustom(api, own, asked, 'otter'))).toBe('tokens');
  });
};
