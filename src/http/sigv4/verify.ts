import { InvalidSignature, MissingAuthenticationToken, UnrecognizedClient } from '#contract/errors.js';
import { regionForm } from '#domain/pool.js';
import { doorMessages } from '#http/messages.js';
import { addSeconds, epochSeconds } from '#lib/clock.js';
import { formatSigningDate, parseSigningDate } from '#lib/sigv4/amz-date.js';
import { parseSignatureHeader, type SignatureHeader } from './authorization-header.js';
import { canonicalRequest, type SignedParts } from '#lib/sigv4/canonical-request.js';
import { sameHex, sha256, signature, signingKey } from '#lib/sigv4/signature.js';

/** A request with everything that its signature may cover. */
export interface SignedRequest extends SignedParts {
  readonly body: Uint8Array;
}

/** What a signature is verified against. */
export interface SigningSecret {
  readonly secret: string;
  /** The only region that the key may be used in; null for any. */
  readonly region: string | null;
}

/** How a request may have been addressed before proxies changed it: the host and path that its signature may have been made for. */
export interface Address {
  readonly host: string;
  readonly path: string;
}

export interface Verification<Key extends SigningSecret> {
  readonly now: Date;
  /** Tried when the signature does not match the address that the request shows. */
  readonly otherAddresses: () => readonly Address[];
  readonly findKey: (id: string) => Promise<Key | undefined>;
}

/** Whose signature it is, and the region that it is scoped to. */
export interface Signer<Key> {
  readonly key: Key;
  readonly region: string;
}

/** Verifies a request's signature (version 4, in its header). Throws AWS's errors; a signature in the query string is none. */
export const verifySignature = async <Key extends SigningSecret>(
  request: SignedRequest,
  { now, otherAddresses, findKey }: Verification<Key>,
): Promise<Signer<Key>> => {
  const [authorization, ...more] = request.header('authorization');
  if (authorization === undefined) throw MissingAuthenticationToken();
  if (more.length > 0) throw InvalidSignature();
  const dateText = request.header('x-amz-date')[0] ?? request.header('date')[0];
  const header = parseSignatureHeader(authorization, dateText !== undefined);
  checkSignedHeaders(header);
  // Session tokens belong to temporary credentials, of which none are issued here.
  if (request.header('x-amz-security-token').length > 0) throw UnrecognizedClient();
  const key = await findKey(header.accessKeyId);
  if (!key) throw UnrecognizedClient();
  checkScope(header, key);
  const date = checkDate(dateText ?? '', header, now);
  const bodyHash = checkBodyHash(request);
  const expected = (parts: SignedParts): string =>
    signature(
      signingKey(key.secret, header.scope),
      date,
      header.scope,
      canonicalRequest(parts, header.signedHeaders, bodyHash),
    );
  const matches = (parts: SignedParts): boolean => sameHex(header.signature, expected(parts));
  if (!matches(request) && !otherAddresses().some((address) => matches(at(request, address)))) throw InvalidSignature();
  return { key, region: header.scope.region };
};

const service = 'cognito-idp';
const terminator = 'aws4_request';
/** AWS's window for this family of services. */
const skewMinutes = 5;

/**
 * Host, date and target must be among what is signed: with the target left out, a recorded request could be sent again as another
 * operation.
 */
const checkSignedHeaders = ({ signedHeaders }: SignatureHeader): void => {
  const isSigned = (name: string): boolean => signedHeaders.includes(name);
  if (!isSigned('host')) throw mustBeSigned('Host');
  if (!isSigned('x-amz-date') && !isSigned('date')) throw mustBeSigned('X-Amz-Date');
  if (!isSigned('x-amz-target')) throw mustBeSigned('X-Amz-Target');
};

const mustBeSigned = (name: string) => InvalidSignature(doorMessages.mustBeSigned(name));

const checkScope = ({ scope }: SignatureHeader, key: SigningSecret): void => {
  if (!regionForm.test(scope.region) || (key.region !== null && key.region !== scope.region))
    throw InvalidSignature(doorMessages.scopeRegion);
  if (scope.service !== service) throw InvalidSignature(doorMessages.scopeService(service));
  if (scope.terminator !== terminator) throw InvalidSignature(doorMessages.scopeTerminator(terminator));
};

/** The signing date in the form that is signed. */
const checkDate = (text: string, { scope }: SignatureHeader, now: Date): string => {
  const date = parseSigningDate(text);
  if (!date) throw InvalidSignature(doorMessages.dateForm(text));
  const { at, basic } = date;
  if (scope.date !== basic.slice(0, 8)) throw InvalidSignature(doorMessages.scopeDate(scope.date, basic));
  // A signing date has no fraction of a second.
  const secondsLate = epochSeconds(now) - epochSeconds(at);
  if (Math.abs(secondsLate) <= skewMinutes * 60) return basic;
  const limit = formatSigningDate(addSeconds(now, Math.sign(-secondsLate) * skewMinutes * 60));
  const word = secondsLate > 0 ? doorMessages.expired : doorMessages.notYetCurrent;
  throw InvalidSignature(word(basic, limit, formatSigningDate(now), skewMinutes));
};

/** The hash of the body as it came; a header that claims another one is a body changed on its way. */
const checkBodyHash = (request: SignedRequest): string => {
  const hash = sha256(request.body);
  if (request.header('x-amz-content-sha256').some((claimed) => claimed !== hash)) throw InvalidSignature();
  return hash;
};

const at = (request: SignedParts, { host, path }: Address): SignedParts => ({
  method: request.method,
  path,
  query: request.query,
  header: (name) => (name === 'host' ? [host] : request.header(name)),
});
