import type { GetUserAuthFactorsResponse } from '@aws-sdk/client-cognito-identity-provider';
import { UserNotFound } from '#contract/errors.js';
import { configuredFactors } from '#domain/first-factors.js';
import { describePreference } from '#domain/mfa-preference.js';
import type { Pool } from '#domain/pool.js';
import type { Io } from './io.js';

/** What the user of a name can sign in with now, and the second factors that it switched on. Throws UserNotFoundException. */
export const authFactors = async (
  pool: Pool,
  name: string,
  { store }: Pick<Io, 'store'>,
): Promise<GetUserAuthFactorsResponse> => {
  const { user, password, softwareToken, hasPasskey } = await store.signIns.find(pool, name, {
    typedKey: '',
    deviceKey: undefined,
  });
  if (!user) throw UserNotFound();
  const { PreferredMfaSetting: preferred, UserMFASettingList: list } = describePreference(user);
  const holder = { ...user, password: password !== undefined, passkey: hasPasskey };
  return {
    Username: user.username,
    ...(preferred !== undefined && { PreferredMfaSetting: preferred }),
    ...(list && { UserMFASettingList: list }),
    ConfiguredUserAuthFactors: configuredFactors(pool, holder, softwareToken !== undefined),
  };
};
