import type { DeviceRememberedStatusType, DeviceType } from '@aws-sdk/client-cognito-identity-provider';
import { DeviceKeyExists, InvalidParameter } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { describeDevice, remembersOnPrompt, tracksDevices } from '#domain/device.js';
import type { Pool } from '#domain/pool.js';
import type { SrpVerifier } from '#domain/srp.js';
import type { User } from '#domain/user.js';
import type { CreatedKey, PageRequest } from '#store/page.js';
import type { Bearer } from './token-verifier.js';
import type { Io } from './io.js';
import { pagedList } from './paged-list.js';
import { deviceSrpPlace, sealSrp } from './sealed-srp.js';

/** A device as it introduces itself. */
export interface Introduction {
  readonly key: string;
  readonly name: string | undefined;
  /** Undefined when the device sent none that could be one. */
  readonly verifier: SrpVerifier | undefined;
}

/**
 * Confirms the device that a sign-in of this user was given the key of. Throws InvalidParameterException for a key that was not, and
 * DeviceKeyExistsException for a device that is confirmed already. AWS takes the access token of any sign-in of the user. A user who
 * has too many devices loses those that signed in longest ago: an error would end the sign-in of clients that confirm every device.
 */
export const confirmDevice = async (
  { pool, user, family }: Bearer,
  { key, name, verifier }: Introduction,
  { store, clock, origin, limits }: Io,
): Promise<void> => {
  if (!tracksDevices(pool)) throw InvalidParameter(messages.invalidDeviceKey);
  const device = { poolId: pool.id, sub: user.sub, key };
  const groupKey =
    family.deviceKey === key && family.deviceGroupKey
      ? family.deviceGroupKey
      : await store.devices.pendingGroupKey(device);
  if (groupKey === undefined) throw await refusal(device, { store });
  if (!verifier) throw InvalidParameter(messages.invalidDeviceVerifier);
  const srp = sealSrp(await store.vaults.forScope(pool.id), deviceSrpPlace(user.sub, key), verifier);
  const remembered = !remembersOnPrompt(pool);
  const now = clock.now();
  const confirmed = await store.devices.confirm(
    { ...device, groupKey, name, srp, remembered, lastIp: origin.address, now },
    limits.devicesOfUser,
  );
  if (!confirmed) throw await refusal(device, { store });
};

const refusal = async (device: { poolId: string; sub: string; key: string }, { store }: Pick<Io, 'store'>) =>
  (await store.devices.isKnown(device)) ? DeviceKeyExists() : InvalidParameter(messages.invalidDeviceKey);

/** Under what a user's device is kept. */
export const deviceOf = ({ poolId, sub }: User, key: string) => ({ poolId, sub, key });

/** Has a device remembered, or no more; a request that names no status changes none. Throws ResourceNotFoundException. */
export const changeStatus = async (
  user: User,
  {
    DeviceKey: key,
    DeviceRememberedStatus: status,
  }: { DeviceKey: string; DeviceRememberedStatus?: DeviceRememberedStatusType },
  { store, clock }: Io,
): Promise<void> => {
  if (status === undefined) await store.devices.get(deviceOf(user, key));
  else await store.devices.remember(deviceOf(user, key), status === 'remembered', clock.now());
};

/** A page of a user's devices. Throws InvalidParameterException for a foreign page token. */
export const listDevices = async (
  { pool, user, limit, token }: { pool: Pool; user: User; limit: number | undefined; token: string | undefined },
  io: Io,
): Promise<{ Devices: DeviceType[]; PaginationToken: string | undefined }> => {
  const request = { pool, operation: 'ListDevices', query: [user.sub], limit, token };
  const { items, next } = await pagedList(request, io, (page: PageRequest<CreatedKey>) =>
    io.store.devices.list(user, page),
  );
  return {
    Devices: items.map((device) => describeDevice(pool, user, device)),
    PaginationToken: next,
  };
};
