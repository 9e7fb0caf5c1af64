import {
  type CognitoIdentityProviderClient,
  GetUserCommand,
  ListDevicesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  confirmedDevice,
  newDevice,
  noDevice,
  noDeviceOutcome,
  refreshFrom,
  signInFrom,
  startFrom,
  tracking,
} from './devices.js';
import type { TestPool, TestUser } from './pool.js';
import { outcomeOf, startByPassword, publicApi } from './sign-in.js';
import { expect, test } from './test.js';

/** Forgets a device by one of the two operations: as the bearer of the token, or of the pool's user. */
export type Forget = (of: {
  cognito: CognitoIdentityProviderClient;
  pool: TestPool;
  user: TestUser;
  accessToken: string;
  key: string;
}) => Promise<object>;

/** The tests of what it means to forget a device. */
export const testForgetting = (operation: string, forget: Forget): void => {
  test(`${operation} removes the device, and revokes its tokens alone`, async ({ anonymous, cognito, pool }) => {
    const own = await pool(tracking);
    const user = await own.user('maya');
    const [gone, kept] = [await confirmedDevice(own, user), await confirmedDevice(own, user)];
    const { AuthenticationResult: later = {} } = await signInFrom(own, user, gone);
    const { AuthenticationResult: other = {} } = await startByPassword(publicApi, own, user);
    const accessToken = other.AccessToken ?? '';

    expect(await forget({ cognito, pool: own, user, accessToken, key: gone.key })).toEqual({});

    const { Devices } = await anonymous.send(new ListDevicesCommand({ AccessToken: accessToken }));
    expect(Devices?.map(({ DeviceKey }) => DeviceKey)).toEqual([kept.key]);
    for (const tokens of [gone.tokens, later]) {
      await expect(anonymous.send(new GetUserCommand({ AccessToken: tokens.AccessToken }))).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Access Token has been revoked',
      });
      expect(await outcomeOf(refreshFrom(own, tokens.RefreshToken, gone.key))).toBe(
        'NotAuthorizedException: Refresh Token has been revoked',
      );
    }
    await anonymous.send(new GetUserCommand({ AccessToken: kept.tokens.AccessToken }));
    expect(await outcomeOf(refreshFrom(own, kept.tokens.RefreshToken, kept.key))).toBe('tokens');
    expect(await outcomeOf(startFrom(own, user, gone.key))).toBe(noDeviceOutcome);
    await expect(forget({ cognito, pool: own, user, accessToken, key: gone.key })).rejects.toMatchObject(noDevice);
  });

  test(`${operation} forgets no device of somebody else, and none that was not confirmed`, async ({
    cognito,
    pool,
  }) => {
    const [own, other] = [await pool(tracking), await pool(tracking)];
    const [user, noor] = [await own.user('maya'), await own.user('noor')];
    const [foreign, elsewhere] = [
      await confirmedDevice(own, noor),
      await confirmedDevice(other, await other.user('maya')),
    ];
    const pending = await newDevice(own, user);
    const accessToken = pending.tokens.AccessToken ?? '';
    for (const { key } of [foreign, elsewhere, pending])
      await expect(forget({ cognito, pool: own, user, accessToken, key })).rejects.toMatchObject(noDevice);
    expect(await outcomeOf(signInFrom(own, noor, foreign))).toBe('tokens');
  });
};
