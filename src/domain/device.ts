import type { DeviceRememberedStatusType, DeviceType } from '@aws-sdk/client-cognito-identity-provider';
import { randomAlphanumerics, newUuid } from '#lib/ids.js';
import type { Pool } from './pool.js';
import type { User } from './user.js';

/** A device that a user confirmed, as it is shown. */
export interface Device {
  readonly key: string;
  readonly name: string | undefined;
  readonly remembered: boolean;
  /** From where it signed in last. */
  readonly lastIp: string | undefined;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly authenticatedAt: Date;
}

type Configured = Pick<Pool, 'settings'>;

/** Whether the pool follows its users' devices: any configuration of them turns that on. */
export const tracksDevices = ({ settings }: Configured): boolean => settings.DeviceConfiguration !== undefined;

/** Whether a device waits for its user's word after it was confirmed. */
export const remembersOnPrompt = ({ settings }: Configured): boolean =>
  settings.DeviceConfiguration?.DeviceOnlyRememberedOnUserPrompt ?? false;

/** Whether a device has to prove itself, with the secret that it made when it was confirmed, before it gets tokens. */
export const mustProveItself = (pool: Configured, device: { readonly remembered: boolean } | undefined): boolean =>
  device?.remembered === true && tracksDevices(pool);

/**
 * Whether a device takes the place of its user's second factor. Its key alone proves nothing: whoever skips the second factor because of
 * a device must have the device prove itself.
 */
export const replacesSecondFactor = (pool: Configured, device: { readonly remembered: boolean } | undefined): boolean =>
  mustProveItself(pool, device) && pool.settings.DeviceConfiguration?.ChallengeRequiredOnNewDevice === true;

/** AWS allows 55 characters for the whole key. */
const mostRegionCharacters = 18;

/** The names of a device that signed in for the first time: its key, and the group that its secret is bound to. */
export const newDeviceNames = ({ region }: Pick<Pool, 'region'>): { key: string; groupKey: string } => ({
  key: `${region.slice(0, mostRegionCharacters)}_${newUuid()}`,
  groupKey: `-${randomAlphanumerics(8)}`,
});

/** `DeviceRememberedStatus` as AWS writes it. */
const rememberedStatus = (remembered: boolean): DeviceRememberedStatusType =>
  remembered ? 'remembered' : 'not_remembered';

/** A device as the API shows it, with the attributes of AWS's documentation in their order. */
export const describeDevice = (pool: Pool, user: User, device: Device): DeviceType => {
  const owner = `${user.username}.${pool.id}`;
  const attributes: Record<string, string | undefined> = {
    device_status: 'valid',
    device_name: device.name,
    'dev:device_arn': `arn:aws:cognito-idp:${pool.region}:${pool.account}:owner/${owner}/device/${device.key}`,
    'dev:device_owner': owner,
    last_ip_used: device.lastIp,
    'dev:device_remembered_status': rememberedStatus(device.remembered),
    'dev:device_sdk': 'aws-sdk',
  };
  return {
    DeviceKey: device.key,
    DeviceAttributes: Object.entries(attributes).flatMap(([Name, Value]) =>
      Value === undefined ? [] : [{ Name, Value }],
    ),
    DeviceCreateDate: device.createdAt,
    DeviceLastModifiedDate: device.modifiedAt,
    DeviceLastAuthenticatedDate: device.authenticatedAt,
  };
};
