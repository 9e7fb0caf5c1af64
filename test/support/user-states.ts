import type { UserStatusType } from '@aws-sdk/client-cognito-identity-provider';
import { onTestFinished, vi } from 'vitest';
import type { Poolhouse } from '#app.js';
import { present } from './pool.js';

/** Gives a user a status without what leads to it. */
export const setStatus = async (
  { store }: Poolhouse,
  poolId: string,
  sub: string,
  status: UserStatusType,
): Promise<void> => {
  const pool = await store.pools.find(poolId);
  const { password } = await store.signIns.find(present(pool), sub, { typedKey: '', deviceKey: undefined });
  const change = {
    hash: password?.hash ?? '',
    srp: password?.srp ?? Buffer.alloc(0),
    temporaryUntil: password?.temporaryUntil ?? null,
    status,
    attributes: undefined,
    aliases: [],
    lostAliases: [],
    remembers: 0,
  };
  await store.passwords.change(poolId, sub, change, { now: new Date(), ends: [] });
};

/** Lets the store hand a user out as disabled until the test is over, its sign-ins still good. */
export const disable = ({ store }: Poolhouse, sub: string): void => {
  const asDisabled = <T extends { readonly user: { sub: string; enabled: boolean } | undefined }>(row: T): T =>
    row.user?.sub === sub ? { ...row, user: { ...row.user, enabled: false } } : row;
  const { codes, families, signIns } = store;
  const [find, ofToken, withUser, findForSignIn] = [codes.find, families.ofToken, families.withUser, signIns.find];
  const spies = [
    vi.spyOn(codes, 'find').mockImplementation(async (...given) => {
      const found = await find(...given);
      return found && asDisabled(found);
    }),
    vi.spyOn(families, 'ofToken').mockImplementation(async (...given) => asDisabled(await ofToken(...given))),
    vi.spyOn(families, 'withUser').mockImplementation(async (...given) => asDisabled(await withUser(...given))),
    vi.spyOn(signIns, 'find').mockImplementation(async (...given) => asDisabled(await findForSignIn(...given))),
  ];
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
};
