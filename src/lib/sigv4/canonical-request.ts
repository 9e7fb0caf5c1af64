/** What of a request is signed. */
export interface SignedParts {
  readonly method: string;
  /** As on the wire, percent-encoded. */
  readonly path: string;
  /** As on the wire, without the question mark; empty when there is none. */
  readonly query: string;
  /** The values of one header, in the order received; empty when it is absent. */
  readonly header: (name: string) => readonly string[];
}

/** The canonical form of a request over these headers; AWS's and our result agree exactly when nothing signed was changed. */
export const canonicalRequest = (request: SignedParts, signedHeaders: readonly string[], bodyHash: string): string =>
  [
    request.method.toUpperCase(),
    canonicalPath(request.path),
    canonicalQuery(request.query),
    ...signedHeaders.map((name) => `${name}:${canonicalValues(request.header(name))}`),
    '',
    signedHeaders.join(';'),
    bodyHash,
  ].join('\n');

/** Dot segments resolved, empty ones dropped, and encoded once more than on the wire, as every service but S3 wants it. */
export const canonicalPath = (path: string): string => {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encode(segment));
  }
  const trailing = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${segments.join('/')}${trailing}`;
};

/** Each name and value decoded and encoded in AWS's way, sorted by name, then by value. */
export const canonicalQuery = (query: string): string =>
  query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
      return [encode(decode(name)), encode(decode(value))] as const;
    })
    .toSorted(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** Several headers of one name are one list; runs of blanks are one blank. */
const canonicalValues = (values: readonly string[]): string =>
  values.map((value) => value.replace(/[ \t]+/g, ' ').replace(/^ | $/g, '')).join(',');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** A malformed escape stands for itself: it only has to come out as the signer wrote it, or not match. */
const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
