import type { IncomingMessage } from 'node:http';

/** What the Node listener hands over beside the request; nothing of it is there when the app is called in process. */
export interface Connection {
  readonly incoming?: Pick<IncomingMessage, 'rawHeaders' | 'url' | 'socket'>;
}

/** All values of one header in the order received: signatures tell two headers from one that lists both. */
export const headerValues = (request: Request, { incoming }: Connection, name: string): string[] => {
  if (!incoming) {
    const value = request.headers.get(name);
    return value === null ? [] : [value];
  }
  const { rawHeaders } = incoming;
  const values: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === name) values.push(rawHeaders[at + 1] ?? '');
  }
  return values;
};

/** Path and query as on the wire: a `Request` has them normalised. */
export const requestTarget = (request: Request, { incoming }: Connection): { path: string; query: string } => {
  const target = incoming?.url?.startsWith('/') ? incoming.url : pathAndQuery(new URL(request.url));
  const at = target.indexOf('?');
  return at < 0 ? { path: target, query: '' } : { path: target.slice(0, at), query: target.slice(at + 1) };
};

const pathAndQuery = ({ pathname, search }: URL): string => pathname + search;
