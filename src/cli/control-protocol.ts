import type { Socket } from 'node:net';

/** One line from a command to the server: which store command, and what it takes. */
export interface ControlRequest {
  readonly command: string;
  readonly given: unknown;
}

/** The line that the server answers with. */
export type ControlResponse = { readonly gives: unknown } | { readonly failure: string };

/** Writes a value as one line of JSON. */
export const writeLine = (socket: Socket, value: object): void => {
  socket.write(`${JSON.stringify(value)}\n`);
};

/** Reads one line of JSON. Rejects when the other side closes before, or sends more than a line may hold. */
export const readLine = async (socket: Socket): Promise<unknown> => {
  let text = '';
  socket.setEncoding('utf8');
  for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<string>) {
    text += chunk;
    const end = text.indexOf('\n');
    if (end >= 0) return JSON.parse(text.slice(0, end));
    if (text.length > longestLine) break;
  }
  throw new Error('The control connection ended before its line was complete');
};

const longestLine = 64 * 1024 * 1024;
