import {
  AdminForgetDeviceCommand,
  AdminUpdateDeviceStatusCommand,
  type AuthenticationResultType,
  ConfirmDeviceCommand,
  GetDeviceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { TestPool, TestUser } from './pool.js';
import { clock } from './poolhouse.js';
import { sdkClient } from './sdk-client.js';
import { publicApi, type SignInAnswer, startByPassword, type SignInApi } from './sign-in.js';
import { deviceSrpClient, deviceVerifier } from './srp-client.js';
import { watchedFetch } from './watched-fetch.js';

const cognito = sdkClient(watchedFetch);

/** The refusal of a device that is not the user's. */
export const noDevice = { name: 'ResourceNotFoundException', message: 'Device does not exist.' };
export const noDeviceOutcome = 'ResourceNotFoundException: Device does not exist.';

/** A key that no device has. */
export const someKey = 'us-east-1_0b9a8c7d-6e5f-4a3b-9c2d-1e0f2a3b4c5d';

/** Pools that follow their users' devices. */
export const tracking = { DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: false } };
export const onPrompt = { DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: true } };

/** In which a remembered device stands for the second factor. */
export const trusting = { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true } };

/** A device that signed in for the first time: it may be confirmed. */
export interface NewDevice {
  readonly key: string;
  readonly groupKey: string;
  readonly tokens: AuthenticationResultType;
}

/** A device that was confirmed, and the secret that it made up. */
export interface TestDevice extends NewDevice {
  readonly secret: string;
}

/** Signs a user in from a device that nobody knows yet. */
export const newDevice = async (pool: TestPool, user: TestUser, api: SignInApi = publicApi): Promise<NewDevice> => {
  const { AuthenticationResult: tokens = {} } = await startByPassword(api, pool, user);
  return deviceOfTokens(tokens);
};

/** The device that tokens may confirm. */
export const deviceOfTokens = (tokens: AuthenticationResultType = {}): NewDevice => {
  const { DeviceKey: key = '', DeviceGroupKey: groupKey = '' } = tokens.NewDeviceMetadata ?? {};
  return { key, groupKey, tokens };
};

/** What ConfirmDevice takes of a device. */
export const confirmation = ({ key, groupKey, tokens }: NewDevice, secret = 'a-secret-of-the-device') => ({
  AccessToken: tokens.AccessToken,
  DeviceKey: key,
  DeviceName: 'browser',
  DeviceSecretVerifierConfig: deviceVerifier(groupKey, key, secret),
});

/** Confirms a device, which is remembered unless its pool waits for its user's word. */
export const confirm = async (device: NewDevice, secret = 'a-secret-of-the-device'): Promise<TestDevice> => {
  await cognito.send(new ConfirmDeviceCommand(confirmation(device, secret)));
  return { ...device, secret };
};

/** Signs a user in from a device and confirms it. */
export const confirmedDevice = async (pool: TestPool, user: TestUser): Promise<TestDevice> =>
  confirm(await newDevice(pool, user));

/** Has a device remembered, or no more. */
export const setRemembered = async (
  pool: TestPool,
  user: TestUser,
  key: string,
  remembered: boolean,
): Promise<void> => {
  const DeviceRememberedStatus = remembered ? 'remembered' : 'not_remembered';
  const device = { UserPoolId: pool.id, Username: user.name, DeviceKey: key };
  await cognito.send(new AdminUpdateDeviceStatusCommand({ ...device, DeviceRememberedStatus }));
};

/** Forgets a device. */
export const forgetDevice = async (pool: TestPool, user: TestUser, key: string): Promise<void> => {
  await cognito.send(new AdminForgetDeviceCommand({ UserPoolId: pool.id, Username: user.name, DeviceKey: key }));
};

/** A device's attributes by name, as the user sees them. */
export const attributesOf = async (
  AccessToken: string | undefined,
  DeviceKey: string,
): Promise<Record<string, string | undefined>> => {
  const { Device } = await cognito.send(new GetDeviceCommand({ AccessToken, DeviceKey }));
  return Object.fromEntries<string | undefined>(
    (Device?.DeviceAttributes ?? []).map(({ Name, Value }) => [Name ?? '', Value]),
  );
};

/** Begins a sign-in by password from a device. */
export const startFrom = (pool: TestPool, user: TestUser, key: string, api = publicApi): Promise<SignInAnswer> =>
  api.start(pool, {
    flow: api.passwordFlow,
    parameters: { USERNAME: user.name, PASSWORD: user.password, DEVICE_KEY: key },
  });

/** A device's exchange that was begun: its challenge, and what answers it. */
export interface DeviceExchange {
  readonly parameters: Readonly<Record<string, string>>;
  readonly session: string | undefined;
  answer(
    secret?: string,
    changes?: { responses?: Record<string, string>; session?: string; identity?: string },
  ): Promise<SignInAnswer>;
}

/** Answers DEVICE_SRP_AUTH. */
export const beginProof = async (
  pool: TestPool,
  user: { readonly name: string },
  device: TestDevice,
  { session, api = publicApi }: { session: string | undefined; api?: SignInApi },
): Promise<DeviceExchange> => {
  const srp = deviceSrpClient(device.groupKey);
  const { ChallengeParameters = {}, Session } = await api.respond(pool, {
    challenge: 'DEVICE_SRP_AUTH',
    session,
    responses: { USERNAME: user.name, DEVICE_KEY: device.key, SRP_A: srp.publicValue },
  });
  return {
    parameters: ChallengeParameters,
    session: Session,
    answer: async (secret = device.secret, { responses, session: other = Session, ...changes } = {}) =>
      api.respond(pool, {
        challenge: 'DEVICE_PASSWORD_VERIFIER',
        session: other,
        responses: {
          USERNAME: user.name,
          DEVICE_KEY: device.key,
          ...srp.claim(ChallengeParameters, { password: secret, now: clock.now(), ...changes }),
          ...responses,
        },
      }),
  };
};

/** A whole sign-in from a remembered device. */
export const signInFrom = async (
  pool: TestPool,
  user: TestUser,
  device: TestDevice,
  api = publicApi,
): Promise<SignInAnswer> => {
  const { Session: session } = await startFrom(pool, user, device.key, api);
  return (await beginProof(pool, user, device, { session, api })).answer();
};

/** Renews a sign-in as a device, or as none. */
export const refreshFrom = (pool: TestPool, refreshToken = '', key?: string): Promise<SignInAnswer> =>
  publicApi.start(pool, {
    flow: 'REFRESH_TOKEN_AUTH',
    parameters: { REFRESH_TOKEN: refreshToken, ...(key !== undefined && { DEVICE_KEY: key }) },
  });
