import type { AuthenticationResultType, ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { acrOf, amrOf, levelOf } from '#domain/assurance.js';
import { userAdminScope, type Family } from '#domain/family.js';
import { tokenLifetimes } from '#domain/token-lifetimes.js';
import { addSeconds } from '#lib/clock.js';
import { newUuid } from '#lib/ids.js';
import { claimNames, refuseHeldAliases } from '#services/claimed-names.js';
import type { Io } from '#services/io.js';
import type { Effect } from '#store/settlements.js';
import { newSessionId, sessionEffects } from '#services/user-sessions.js';
import { fromDevice, hasProof, withProofs, type Attempt } from './attempt.js';
import type { Given, Proven } from './challenge.js';
import { challengeOf } from './challenges.js';
import { decide } from './custom/decision.js';
import { folded } from './custom/kept-state.js';
import { awaitsDefinition } from './custom/state.js';
import { deviceEffects, deviceOfSignIn, newDeviceMetadata } from './devices.js';
import type { Facts } from './facts.js';
import { nextChallenge } from './gates.js';
import { refusalOfState, sessionMilliseconds, spentUntil } from './proofs.js';
import { sealSession } from './session.js';
import { keepForSessionBefore } from './session-before.js';
import { isBelowTarget } from './step-up.js';

/** What the four sign-in operations answer. */
export interface AuthAnswer {
  ChallengeName?: ChallengeNameType;
  ChallengeParameters: Record<string, string>;
  AvailableChallenges?: ChallengeNameType[];
  Session?: string;
  AuthenticationResult?: AuthenticationResultType;
}

/** A step of a sign-in: what was asked of whom, and what the answer proved (nothing at the start of an SRP sign-in). */
export interface Step {
  readonly attempt: Attempt;
  readonly facts: Facts;
  readonly given: Given;
  readonly proven: Proven;
  /** True when the attempt came in a `Session`, which this step then uses up. */
  readonly continued: boolean;
}

/**
 * Decides what comes next: the challenge of the first gate that is shut, with an id and a lifetime of its own, else tokens. What was
 * proven is written together with the sign-in, all or nothing; a session that was answered meanwhile, or a lock, stops it.
 */
export const advance = async (step: Step, io: Io): Promise<AuthAnswer> => {
  const attempt = withProven(step);
  const facts = step.proven.user ? { ...step.facts, user: step.proven.user } : step.facts;
  const next = nextChallenge(attempt, facts);
  if (next === undefined && attempt.custom && awaitsDefinition(attempt)) {
    // What was proven is used up before the functions are called: they are called once for one answer.
    if (step.proven.proofs.length > 0) await settle(step, undefined, io);
    const proven = await decide({ attempt, custom: attempt.custom, facts, given: step.given }, io);
    return advance({ attempt, facts, given: step.given, proven, continued: false }, io);
  }
  if (next === undefined) return signIn({ ...step, attempt, facts }, io);

  const now = io.clock.now();
  const asking = { ...attempt, id: newUuid(), challenge: next, expiresAt: now.getTime() + sessionMilliseconds(facts) };
  const challenge = challengeOf(next);
  const asked = await challenge.ask(asking, facts, step.given, io);
  const effects = [...(asked.effects ?? [])];
  if (challenge.takesSessionBefore && step.continued && step.proven.proofs.includes('second-factor'))
    effects.push(keepForSessionBefore(step.attempt.id, asking, facts));
  await keep({ ...step, attempt: { ...attempt, id: step.attempt.id } }, effects, io);
  await asked.committed?.();
  const session =
    asked.session && sealSession(facts.vault, await folded({ ...asking, ...asked.changes }, facts, io), now);
  return {
    ChallengeName: next,
    ChallengeParameters: asked.parameters,
    ...(asked.available && { AvailableChallenges: [...asked.available] }),
    ...(session && { Session: session }),
  };
};

/**
 * Writes what a step leaves behind that a challenge follows. Of a step that proves nothing about anybody nothing is written,
 * unless the challenge needs it: then that uses the session up, so that no session sends two codes.
 */
const keep = async (step: Step, asked: readonly Effect[], io: Io): Promise<void> => {
  const { attempt, facts, proven } = step;
  const effects = [...(proven.effects ?? []), ...asked];
  if (proven.proofs.length > 0 || hasProof(attempt, 'identity'))
    return settle({ ...step, proven: { ...proven, effects } }, undefined, io);
  if (asked.length === 0) return;
  const spends = idsUsedUp(step);
  await io.store.settlements.spend({ poolId: facts.pool.id, spends, spentUntil: spentUntil(io.clock.now()), effects });
};

const withProven = ({ attempt, proven, facts }: Step): Attempt => ({
  ...withProofs(fromDevice(attempt, facts.device?.key), proven.proofs),
  ...proven.changes,
  factors: proven.factor ? [...attempt.factors, proven.factor] : attempt.factors,
  passwordSetAt: passwordSetAt({ attempt, proven, facts }),
});

const passwordSetAt = ({ attempt, proven, facts }: Pick<Step, 'attempt' | 'proven' | 'facts'>): number | undefined => {
  if (proven.password) return facts.password?.setAt.getTime();
  return proven.passwordChange ? undefined : attempt.passwordSetAt;
};

const signIn = async (step: Step, io: Io): Promise<AuthAnswer> => {
  const { user, memberships, pool, client } = step.facts;
  if (!user) throw NotAuthorized(messages.wrongPassword);
  // Codes prove nothing about a password, and the state of a user may have changed since one was proven.
  const refusal = refusalOfState(step.facts);
  if (refusal) throw refusal;
  // What the user had when the sign-in for a level began is gone: there is nothing less to be had.
  if (isBelowTarget(step.attempt)) throw NotAuthorized(messages.sessionInvalid);
  const family = newFamily(step.attempt, step.facts, user.sub, io);
  await settle(step, family, io);
  const tokens = await io.tokens.issue({ pool, client, user, memberships, family });
  return { ChallengeParameters: {}, AuthenticationResult: { ...tokens, ...newDeviceMetadata(family) } };
};

const assuranceOf = ({ target, factors }: Attempt, { pool }: Facts): Pick<Family, 'acr' | 'amr'> => ({
  acr: target === undefined ? undefined : acrOf(pool, levelOf(factors)),
  amr: factors.length > 0 ? amrOf(factors) : undefined,
});

const newFamily = (attempt: Attempt, facts: Facts, sub: string, { clock, origin }: Io): Family => {
  const { pool, client } = facts;
  const now = clock.now();
  const lifetimes = tokenLifetimes(client);
  const refreshUntil = addSeconds(now, lifetimes.refreshSeconds);
  return {
    poolId: pool.id,
    id: newUuid(),
    sub,
    clientId: client.id,
    originJti: newUuid(),
    generation: 0,
    rotatedAt: undefined,
    scopes: userAdminScope,
    authTime: now,
    ...deviceOfSignIn(facts),
    ...assuranceOf(attempt, facts),
    sessionId: newSessionId(pool),
    userAgent: origin.userAgent,
    lastIp: origin.address,
    lastUsedAt: now,
    refreshUntil,
    expiresAt: addSeconds(refreshUntil, Math.max(lifetimes.accessSeconds, lifetimes.idSeconds)),
  };
};

/** The ids that a step uses up: that of the session that it answers, and those that the answer named. */
const idsUsedUp = ({ attempt, proven, continued }: Step): string[] => [
  ...new Set([...(continued ? [attempt.id] : []), ...(proven.spends ?? [])]),
];

const settle = async (step: Step, family: Family | undefined, io: Io): Promise<void> => {
  const { facts, proven } = step;
  const now = io.clock.now();
  const settlement = {
    poolId: facts.pool.id,
    sub: facts.user?.sub ?? '',
    now,
    attemptsKey: proven.password ? facts.attemptsKey : undefined,
    provenSetAt: proven.password ? facts.password?.setAt : undefined,
    spends: idsUsedUp(step),
    spentUntil: spentUntil(now),
    family,
    password: proven.passwordChange,
    effects: [
      ...(proven.effects ?? []),
      ...(family ? deviceEffects(facts, io) : []),
      ...sessionEffects(facts.pool, family, io),
    ],
  };
  const settled = await claimNames(
    () => io.store.settlements.settle(settlement),
    () => refuseHeldAliases(facts.pool, [...(proven.passwordChange?.aliases ?? []), ...(proven.names ?? [])], io),
  );
  if (settled === 'spent') throw NotAuthorized(messages.sessionSpent);
  if (settled === 'stale')
    throw NotAuthorized(settlement.spends.length > 0 ? messages.sessionInvalid : messages.wrongPassword);
  if (settled === 'locked') throw NotAuthorized(messages.passwordAttemptsExceeded);
};
