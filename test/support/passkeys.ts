import {
  CompleteWebAuthnRegistrationCommand,
  ListWebAuthnCredentialsCommand,
  StartWebAuthnRegistrationCommand,
  type CognitoIdentityProviderClient,
  type WebAuthnConfigurationType,
  type WebAuthnCredentialDescription,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  makePasskey,
  type Assertion,
  type AssertionCeremony,
  type CreationCeremony,
  type CreationOptions,
  type RequestOptions,
  type SoftPasskey,
} from './authenticator.js';
import { choiceFlows, startByChoice } from './choice.js';
import { setPoolMfa } from './mfa.js';
import type { PoolSettings, TestClient, TestPool } from './pool.js';
import type { Response, SignInAnswer, SignInApi } from './sign-in.js';

/** The domain of the tests' passkeys. */
export const domain = 'example.com';

/** A pool that takes passkeys once it has a domain for them, and whose client's users choose how they sign in. */
export const passkeyPool: PoolSettings = {
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
  client: choiceFlows,
};

/** Gives a pool a domain for passkeys, and what else it wants of them. */
export const setPasskeys = async (
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  WebAuthnConfiguration: WebAuthnConfigurationType = { RelyingPartyId: domain },
): Promise<void> => {
  await setPoolMfa(cognito, pool, { WebAuthnConfiguration });
};

/** What StartWebAuthnRegistration has the browser ask for. */
export const startRegistration = async (
  cognito: CognitoIdentityProviderClient,
  accessToken: string,
): Promise<CreationOptions> => {
  const { CredentialCreationOptions } = await cognito.send(
    new StartWebAuthnRegistrationCommand({ AccessToken: accessToken }),
  );
  return CredentialCreationOptions as unknown as CreationOptions;
};

/** Hands over what the authenticator made, or anything else. */
export const completeRegistration = async (
  cognito: CognitoIdentityProviderClient,
  accessToken: string,
  credential: object,
): Promise<object> => {
  const { $metadata: _, ...answer } = await cognito.send(
    new CompleteWebAuthnRegistrationCommand({
      AccessToken: accessToken,
      Credential: JSON.parse(JSON.stringify(credential)) as Record<string, string>,
    }),
  );
  return answer;
};

/** Registers a passkey. */
export const registerPasskey = async (
  cognito: CognitoIdentityProviderClient,
  accessToken: string,
  ceremony: CreationCeremony = {},
): Promise<SoftPasskey> => {
  const passkey = makePasskey(await startRegistration(cognito, accessToken), ceremony);
  await completeRegistration(cognito, accessToken, passkey.registration);
  return passkey;
};

/** A user's passkeys as ListWebAuthnCredentials shows them. */
export const listPasskeys = async (
  cognito: CognitoIdentityProviderClient,
  accessToken: string,
): Promise<WebAuthnCredentialDescription[]> => {
  const { Credentials = [] } = await cognito.send(new ListWebAuthnCredentialsCommand({ AccessToken: accessToken }));
  return Credentials;
};

/** A sign-in that asks for a passkey: what the browser is asked for, and how its answer is sent. */
export interface PasskeySignIn {
  readonly challenge: SignInAnswer;
  readonly options: RequestOptions & { readonly allowCredentials: readonly { readonly id: string }[] };
  answer(
    credential: Assertion | string,
    changes?: Partial<Response> & { readonly pool?: TestPool },
  ): Promise<SignInAnswer>;
}

/** Begins a sign-in that prefers a passkey. */
export const startByPasskey = async (
  api: SignInApi,
  pool: TestPool,
  name: string,
  client?: TestClient,
): Promise<PasskeySignIn> => {
  const challenge = await startByChoice(api, pool, name, { PREFERRED_CHALLENGE: 'WEB_AUTHN' }, client);
  return passkeySignIn(api, pool, name, challenge, client);
};

/** The same, once the challenge was put in whatever way. */
export const passkeySignIn = (
  api: SignInApi,
  pool: TestPool,
  name: string,
  challenge: SignInAnswer,
  client?: TestClient,
): PasskeySignIn => ({
  challenge,
  options: JSON.parse(
    challenge.ChallengeParameters?.['CREDENTIAL_REQUEST_OPTIONS'] ?? '{}',
  ) as PasskeySignIn['options'],
  answer: (credential, { pool: answered = pool, ...changes } = {}) =>
    api.respond(answered, {
      challenge: 'WEB_AUTHN',
      session: challenge.Session,
      client,
      ...changes,
      responses: {
        USERNAME: name,
        CREDENTIAL: typeof credential === 'string' ? credential : JSON.stringify(credential),
        ...changes.responses,
      },
    }),
});

/** A whole sign-in by passkey. */
export const signInByPasskey = async (
  api: SignInApi,
  pool: TestPool,
  name: string,
  passkey: SoftPasskey,
  ceremony: AssertionCeremony = {},
): Promise<SignInAnswer> => {
  const { options, answer } = await startByPasskey(api, pool, name);
  return answer(passkey.get(options, ceremony));
};
