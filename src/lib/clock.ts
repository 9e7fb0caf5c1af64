/** The one source of time, so that tests can move it instead of sleeping. */
export interface Clock {
  now(): Date;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() };

/** `date` moved by a number of milliseconds (negative: earlier). */
export const addMilliseconds = (date: Date, milliseconds: number): Date => new Date(date.getTime() + milliseconds);

/** `date` moved by a number of seconds (negative: earlier). */
export const addSeconds = (date: Date, seconds: number): Date => addMilliseconds(date, seconds * 1000);

/** Whole seconds since the epoch, as JSON Web Tokens count them. */
export const epochSeconds = (date: Date): number => Math.floor(date.getTime() / 1000);
