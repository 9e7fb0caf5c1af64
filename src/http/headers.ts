import type { IncomingMessage } from 'node:http';

/** What the Node listener hands over beside the request; nothing of it is there when the app is called in process. */
export interface Connection {
  readonly incoming?: Pick<IncomingMessage, 'rawHeaders' | 'url' | 'socket'>;
}

/** Gives all values of a header, in the order received; none when it is absent. The name is in lower case. */
export type HeaderReader = (name: string) => readonly string[];

/** Reads a request's headers one by one as they came: signatures tell two headers from one that lists both. */
export const headerReader = (request: Request, { incoming }: Connection): HeaderReader => {
  if (!incoming) {
    return (name) => {
      const value = request.headers.get(name);
      return value === null ? [] : [value];
    };
  }
  const values = new Map<string, string[]>();
  for (let at = 0; at + 1 < incoming.rawHeaders.length; at += 2) {
    const [name = '', value = ''] = [incoming.rawHeaders[at]?.toLowerCase(), incoming.rawHeaders[at + 1]];
    const known = values.get(name);
    if (known) known.push(value);
    else values.set(name, [value]);
  }
  return (name) => values.get(name) ?? [];
};

/** Path and query as on the wire: a `Request` has them normalised. */
export const requestTarget = (request: Request, { incoming }: Connection): { path: string; query: string } => {
  const target = incoming?.url?.startsWith('/') ? incoming.url : pathAndQuery(new URL(request.url));
  const at = target.indexOf('?');
  return at < 0 ? { path: target, query: '' } : { path: target.slice(0, at), query: target.slice(at + 1) };
};

const pathAndQuery = ({ pathname, search }: URL): string => pathname + search;
