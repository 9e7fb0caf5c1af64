const delaysMilliseconds = [5_000, 30_000, 120_000, 600_000, 1_200_000, 1_800_000];
const longestMilliseconds = 3_600_000;

/**
 * How long to wait after the given number of failed attempts, in milliseconds: from five seconds up to an hour, give or take
 * a quarter, so that messages which failed together do not come back together. `random` is between 0 and 1.
 */
export const retryDelayMilliseconds = (failedAttempts: number, random: number): number =>
  Math.round((delaysMilliseconds[failedAttempts - 1] ?? longestMilliseconds) * (0.75 + random / 2));
