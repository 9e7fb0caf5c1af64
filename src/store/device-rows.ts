/** A device that a user confirmed, as signing in needs it. */
export interface SignInDevice {
  readonly key: string;
  readonly groupKey: string;
  /** Salt and verifier, sealed. */
  readonly srp: Buffer;
  readonly remembered: boolean;
}

/** Its columns in a row that has others beside. */
export interface DeviceColumns {
  deviceKey: string | null;
  deviceGroupKey: string | null;
  deviceSrp: Buffer | null;
  deviceRemembered: boolean | null;
}

/** Those columns, of the table under the name `d`. */
export const deviceColumns =
  'd.key as device_key, d.group_key as device_group_key, d.srp as device_srp, d.remembered as device_remembered';

/** The device of a row; undefined when the row has none. */
export const toSignInDevice = (row: DeviceColumns): SignInDevice | undefined =>
  row.deviceKey === null || row.deviceGroupKey === null || row.deviceSrp === null
    ? undefined
    : {
        key: row.deviceKey,
        groupKey: row.deviceGroupKey,
        srp: row.deviceSrp,
        remembered: row.deviceRemembered ?? false,
      };
