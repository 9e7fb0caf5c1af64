import { optionalText, optionalTexts } from './members.js';
import type { ChallengeResult, CustomAuthRequest } from './custom-auth-request.js';
import type { Trigger } from './trigger.js';

interface CreateAuthChallengeRequest extends CustomAuthRequest {
  readonly challengeName: 'CUSTOM_CHALLENGE';
  readonly session: readonly ChallengeResult[];
}

/** A challenge that the function made up. */
export interface CreatedChallenge {
  /** What the client is told. */
  readonly publicParameters: Readonly<Record<string, string>>;
  /** What only VerifyAuthChallengeResponse is told. */
  readonly privateParameters: Readonly<Record<string, string>>;
  /** Stands in the session that the functions see from then on. */
  readonly metadata: string | undefined;
}

/** Makes up a challenge. */
export const createAuthChallenge: Trigger<CreateAuthChallengeRequest, CreatedChallenge> = {
  name: 'CreateAuthChallenge',
  source: 'CreateAuthChallenge_Authentication',
  version: '1',
  response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
  read: (response) => ({
    publicParameters: optionalTexts(response, 'publicChallengeParameters') ?? {},
    privateParameters: optionalTexts(response, 'privateChallengeParameters') ?? {},
    metadata: optionalText(response, 'challengeMetadata'),
  }),
};
