import {
  CompleteWebAuthnRegistrationCommand,
  ListWebAuthnCredentialsCommand,
  StartWebAuthnRegistrationCommand,
  type CognitoIdentityProviderClient,
  type WebAuthnConfigurationType,
  type WebAuthnCredentialDescription,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Poolhouse } from '#app.js';
import type { Pool } from '#domain/pool.js';
import { makePasskey, type CreationCeremony, type CreationOptions, type SoftPasskey } from './authenticator.js';
import { present, type TestPool } from './pool.js';

/** The domain of the tests' passkeys. */
export const domain = 'example.com';

/** Lets a pool's users have passkeys. */
export const allowPasskeys = async (
  { store }: Poolhouse,
  { id }: TestPool,
  webAuthn: WebAuthnConfigurationType | undefined = { RelyingPartyId: domain },
): Promise<void> => {
  const pool = present(await store.pools.find(id));
  const allowing = ({ settings, mfa }: Pool) => {
    const SignInPolicy = { AllowedFirstAuthFactors: ['PASSWORD' as const, 'WEB_AUTHN' as const] };
    return {
      settings: { ...settings, Policies: { ...settings.Policies, SignInPolicy } },
      mfa: { ...mfa, WebAuthnConfiguration: webAuthn },
    };
  };
  await store.pools.update(pool, id, allowing, new Date());
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
