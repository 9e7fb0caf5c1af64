import type { CustomState } from '#auth/custom/state.js';
import { advance } from '#auth/engine.js';
import type { Flow, FlowRequest } from '#auth/flow.js';
import { requiredParameter } from '#auth/given.js';
import { openAttempt } from '#auth/opening.js';
import type { Facts } from '#auth/facts.js';
import { messages } from '#contract/messages.js';

/** Challenges that the pool's own functions define, make up and judge; a proof of the password may come first. */
export const customAuth: Flow = {
  apis: ['public', 'admin'],
  permission: 'CUSTOM_AUTH',
  notAllowed: messages.flowDisabled('CUSTOM_AUTH'),
  needs: ['USERNAME'],
  async start(request, io) {
    const { given } = request;
    const passwordFirst = beginsWithPassword(request);
    if (passwordFirst) requiredParameter(given, 'SRP_A');
    const { attempt, facts } = await openAttempt(request, { firstChallenge: undefined, flow: 'CUSTOM_AUTH' }, io);
    const custom = firstState(passwordFirst, facts, given['USERNAME'] ?? '');
    return advance({ attempt: { ...attempt, custom }, facts, given, proven: { proofs: [] }, continued: false }, io);
  },
};

/** AWS documents the one name, its clients send the other. */
const beginsWithPassword = ({ given }: FlowRequest): boolean =>
  [given['CHALLENGE_NAME'], given['ChallengeName']].includes('SRP_A');

const firstState = (passwordFirst: boolean, { user }: Facts, typedName: string): CustomState => ({
  results: passwordFirst ? [{ challengeName: 'SRP_A', challengeResult: true, challengeMetadata: null }] : [],
  next: undefined,
  pending: undefined,
  typedName: user ? undefined : Array.from(typedName).slice(0, longestUsername).join(''),
});

/** Nobody can have a longer one. */
const longestUsername = 128;
