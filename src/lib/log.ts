import { pino, type DestinationStream } from 'pino';
import pretty from 'pino-pretty';

/** Where the server writes what happened. Fields first, then one sentence; never a secret in either. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** From the least to the most that is written. */
export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A log on standard output: JSON lines, or lines for people when that is a terminal. */
export const openLog = (level: LogLevel, terminal: boolean): Log =>
  terminal ? pino({ level, base: null }, prettyLines()) : pino({ level });

/** A log that drops everything. */
export const silentLog: Log = pino({ level: 'silent' });

const prettyLines = (): DestinationStream =>
  pretty({ destination: 1, sync: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' });
