import type { Pool } from './pool.js';

/** A factor that was proven, by the value that it has in `amr`. */
export type Factor = 'pwd' | 'sms' | 'email_otp' | 'otp' | 'swk' | 'hwk';

/** How sure a sign-in is, as AWS's documentation orders it; 0 where nothing that the table below names was proven. */
export type Level = 0 | 1 | 2 | 3 | 4;

/** What reaches each level, the highest first. */
const ways: readonly { readonly level: Level; readonly factors: readonly Factor[] }[] = [
  { level: 4, factors: ['pwd', 'otp'] },
  { level: 3, factors: ['swk'] },
  { level: 3, factors: ['hwk'] },
  { level: 3, factors: ['pwd', 'sms'] },
  { level: 3, factors: ['pwd', 'email_otp'] },
  { level: 2, factors: ['sms'] },
  { level: 2, factors: ['email_otp'] },
  { level: 1, factors: ['pwd'] },
];

/** The highest level that these factors reach together. */
export const levelOf = (proven: readonly Factor[]): Level =>
  ways.find(({ factors }) => factors.every((factor) => proven.includes(factor)))?.level ?? 0;

/** The `amr` claim: the factors in the order in which they were proven, and that they were several. */
export const amrOf = (proven: readonly Factor[]): string[] => {
  const factors: string[] = [...new Set(proven)];
  return factors.length > 1 ? [...factors, 'mfa'] : factors;
};

/** The factors that an `amr` claim names. */
export const factorsOfAmr = (amr: readonly string[] = []): Factor[] =>
  [...new Set(ways.flatMap(({ factors }) => factors))]
    .filter((factor) => amr.includes(factor))
    .toSorted((left, right) => amr.indexOf(left) - amr.indexOf(right));

/** The pool's own name of a level: the `acr` claim. */
export const acrOf = ({ settings }: Pick<Pool, 'settings'>, level: Level): string | undefined =>
  settings.AcrConfiguration?.[`Level${level}`]?.AcrValue;

/** The levels that `TARGET_ACR_VALUES` names, the most wanted first; names that the pool does not know are passed over. */
export const targetLevels = (pool: Pick<Pool, 'settings'>, values: string): Level[] => {
  const named = values.split(' ').map((value) => levels.find((level) => acrOf(pool, level) === value));
  return [...new Set(named.filter((level) => level !== undefined))];
};

const levels: readonly Level[] = [1, 2, 3, 4];

/** Which first factors a user may choose to reach a level, and which second ones may follow. */
export interface Means {
  readonly first: readonly Factor[];
  readonly second: readonly Factor[];
}

/** The second factors of which each, with what is proven, reaches the level. */
export const secondSteps = (target: Level, proven: readonly Factor[], { second }: Pick<Means, 'second'>): Factor[] =>
  second.filter((factor) => levelOf([...proven, factor]) >= target);

/** The first factors of which each, with what is proven and a second one where it is a password, reaches the level. */
export const firstSteps = (target: Level, proven: readonly Factor[], means: Means): Factor[] =>
  means.first.filter((factor) => {
    if (proven.includes(factor)) return false;
    const then = [...proven, factor];
    return levelOf(then) >= target || (factor === 'pwd' && secondSteps(target, then, means).length > 0);
  });

/** Whether a user can reach the level from what is proven. */
export const isReachable = (target: Level, proven: readonly Factor[], means: Means): boolean =>
  levelOf(proven) >= target ||
  secondSteps(target, proven, means).length > 0 ||
  firstSteps(target, proven, means).length > 0;
