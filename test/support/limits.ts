import { onTestFinished } from 'vitest';
import type { Poolhouse } from '#app.js';
import type { Limits } from '#domain/limits.js';

/** Has the server go by other limits until the test is over. */
export const setLimits = ({ io }: Poolhouse, changes: Partial<Limits>): void => {
  const { limits } = io;
  const settable = io as { limits: Limits };
  settable.limits = { ...limits, ...changes };
  onTestFinished(() => {
    settable.limits = limits;
  });
};
