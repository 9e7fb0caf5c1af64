import type { NewDeviceMetadataType } from '@aws-sdk/client-cognito-identity-provider';
import { ResourceNotFound } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { newDeviceNames, tracksDevices } from '#domain/device.js';
import type { Family } from '#domain/family.js';
import type { Io } from '#services/io.js';
import type { Effect } from '#store/settlements.js';
import type { Given } from './challenge.js';
import type { Facts } from './facts.js';

/**
 * Throws ResourceNotFoundException when the client names a device that is not one of this user's, whoever else's it may be. That
 * comes before any proof is looked at, so that clients repeat the same answer without the device. Pools that track no devices take
 * any name for none.
 */
export const refuseUnknownDevice = ({ pool, device }: Facts, given: Given): void => {
  if (given['DEVICE_KEY'] && !device && tracksDevices(pool)) throw ResourceNotFound(messages.deviceNotFound);
};

/** The device of a sign-in: the one that it comes from, else a new one that its tokens may confirm. */
export const deviceOfSignIn = ({ pool, device }: Facts): Pick<Family, 'deviceKey' | 'deviceGroupKey'> => {
  if (device || !tracksDevices(pool)) return { deviceKey: device?.key, deviceGroupKey: undefined };
  const { key, groupKey } = newDeviceNames(pool);
  return { deviceKey: key, deviceGroupKey: groupKey };
};

/** What the client is told of a device that its tokens may confirm. */
export const newDeviceMetadata = ({
  deviceKey,
  deviceGroupKey,
}: Family): { NewDeviceMetadata?: NewDeviceMetadataType } =>
  deviceGroupKey === undefined ? {} : { NewDeviceMetadata: { DeviceKey: deviceKey, DeviceGroupKey: deviceGroupKey } };

/** What a sign-in leaves at the device that it comes from. One that was forgotten meanwhile, or stands for itself no more, stops it. */
export const deviceEffects = ({ pool, user, device }: Facts, { store, clock, origin }: Io): readonly Effect[] =>
  user && device
    ? [
        store.devices.authenticate(
          { poolId: pool.id, sub: user.sub, key: device.key },
          device.remembered,
          origin.address,
          clock.now(),
        ),
      ]
    : [];
