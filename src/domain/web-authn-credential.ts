import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { isJsonObject, parseJsonObject } from '#lib/json-object.js';

/** What an authenticator made for a new passkey, as browsers send it. Undefined for anything of another form. */
export const parseRegistration = (value: unknown): RegistrationResponseJSON | undefined => {
  const envelope = parseEnvelope(value);
  const transports = envelope && parseTransports(envelope.response['transports']);
  if (!envelope || !transports) return undefined;
  const { clientDataJSON, attestationObject } = envelope.response;
  if (!isBase64url(clientDataJSON) || !isBase64url(attestationObject)) return undefined;
  return { ...envelope.common, response: { clientDataJSON, attestationObject, transports } };
};

/** What an authenticator signed, as browsers send it. Undefined for anything of another form. */
const parseAssertion = (value: unknown): AuthenticationResponseJSON | undefined => {
  const envelope = parseEnvelope(value);
  if (!envelope) return undefined;
  const { clientDataJSON, authenticatorData, signature, userHandle } = envelope.response;
  if (!isBase64url(clientDataJSON) || !isBase64url(authenticatorData) || !isBase64url(signature)) return undefined;
  if (!isAbsent(userHandle) && !isBase64url(userHandle)) return undefined;
  return {
    ...envelope.common,
    response: { clientDataJSON, authenticatorData, signature, ...(isBase64url(userHandle) && { userHandle }) },
  };
};

/** The same in JSON, which is how a challenge is answered. */
export const parseAssertionText = (text: string): AuthenticationResponseJSON | undefined =>
  parseAssertion(parseJsonObject(text));

type Common = Pick<
  RegistrationResponseJSON,
  'id' | 'rawId' | 'type' | 'clientExtensionResults' | 'authenticatorAttachment'
>;

const parseEnvelope = (
  value: unknown,
): { readonly common: Common; readonly response: Record<string, unknown> } | undefined => {
  if (!isJsonObject(value) || !isJsonObject(value['response'])) return undefined;
  const { id, rawId, type, authenticatorAttachment: attachment } = value;
  if (!isBase64url(id) || id.length > longestId || rawId !== id || type !== 'public-key') return undefined;
  if (!isAbsent(attachment) && typeof attachment !== 'string') return undefined;
  // What extensions say is neither asked for nor used.
  const common = { id, rawId: id, type, clientExtensionResults: {} } as const;
  return { common: { ...common, ...attachmentOf(attachment) }, response: value['response'] };
};

/** The standard asks to treat an attachment that is not known as absent. */
const attachmentOf = (attachment: unknown): Pick<Common, 'authenticatorAttachment'> =>
  attachment === 'platform' || attachment === 'cross-platform' ? { authenticatorAttachment: attachment } : {};

type Transports = NonNullable<RegistrationResponseJSON['response']['transports']>;

/** The standard asks to keep transports that are not known yet. They are shown and sent back, so only a few short words are taken. */
const parseTransports = (value: unknown): Transports | undefined =>
  Array.isArray(value) && value.length <= mostTransports && value.every(isTransport)
    ? ([...new Set(value)] as Transports)
    : undefined;

const isTransport = (value: unknown): value is string => typeof value === 'string' && /^[a-z-]{1,32}$/.test(value);

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;

const isBase64url = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z0-9_-]+$/.test(value);

/** 1023 bytes: the standard's limit. */
const longestId = 1364;

const mostTransports = 10;
