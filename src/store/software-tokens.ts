/** An authenticator app that a user verified. */
export interface SoftwareToken {
  /** The key, sealed. */
  readonly secret: Buffer;
  readonly friendlyName: string | undefined;
  /** The latest 30-second step whose code was used. */
  readonly lastStep: number | undefined;
}

/** Its columns in a row that has others beside. */
export interface SoftwareTokenColumns {
  tokenSecret: Buffer | null;
  tokenName: string | null;
  tokenLastStep: number | null;
}

/** Those columns, of the table under the name `t`. */
export const softwareTokenColumns =
  't.secret as token_secret, t.friendly_name as token_name, t.last_step as token_last_step';

export const toSoftwareToken = (row: SoftwareTokenColumns): SoftwareToken | undefined =>
  row.tokenSecret === null
    ? undefined
    : {
        secret: row.tokenSecret,
        friendlyName: row.tokenName ?? undefined,
        lastStep: row.tokenLastStep ?? undefined,
      };
