import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  attributesOf,
  confirm,
  confirmedDevice,
  newDevice,
  noDevice,
  onPrompt,
  startFrom,
  tracking,
} from './devices.js';
import type { TestPool, TestUser } from './pool.js';
import { outcomeOf } from './sign-in.js';
import { expect, test } from './test.js';

/** Gives a device another status by one of the two operations. */
export type Update = (
  cognito: CognitoIdentityProviderClient,
  of: { pool: TestPool; user: TestUser; accessToken: string; key: string; status?: 'remembered' | 'not_remembered' },
) => Promise<object>;

/** The tests of what it means that a device is remembered. */
export const testStatus = (operation: string, update: Update): void => {
  test(`${operation} has a device remembered, and no more`, async ({ cognito, pool }) => {
    const own = await pool(onPrompt);
    const user = await own.user('maya');
    const { key, tokens } = await confirm(await newDevice(own, user));
    const accessToken = tokens.AccessToken ?? '';
    const of = { pool: own, user, accessToken, key };
    const status = async () => (await attributesOf(accessToken, key))['dev:device_remembered_status'];
    const begun = () => outcomeOf(startFrom(own, user, key));

    expect([await status(), await begun()]).toEqual(['not_remembered', 'tokens']);
    expect(await update(cognito, { ...of, status: 'remembered' })).toEqual({});
    expect([await status(), await begun()]).toEqual(['remembered', 'DEVICE_SRP_AUTH']);
    // AWS's model lets the status out and says nothing of it.
    expect(await update(cognito, of)).toEqual({});
    expect([await status(), await begun()]).toEqual(['remembered', 'DEVICE_SRP_AUTH']);
    expect(await update(cognito, { ...of, status: 'not_remembered' })).toEqual({});
    expect([await status(), await begun()]).toEqual(['not_remembered', 'tokens']);
  });

  test(`${operation} changes no device of somebody else, and none that was not confirmed`, async ({
    cognito,
    pool,
  }) => {
    const own = await pool(tracking);
    const [user, noor] = [await own.user('maya'), await own.user('noor')];
    const [foreign, pending] = [await confirmedDevice(own, noor), await newDevice(own, user)];
    const accessToken = pending.tokens.AccessToken ?? '';
    for (const { key } of [foreign, pending])
      for (const status of [{ status: 'not_remembered' as const }, {}])
        await expect(update(cognito, { pool: own, user, accessToken, key, ...status })).rejects.toMatchObject(noDevice);
    expect(await attributesOf(foreign.tokens.AccessToken, foreign.key)).toMatchObject({
      'dev:device_remembered_status': 'remembered',
    });
  });
};
