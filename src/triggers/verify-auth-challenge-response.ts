import { InvalidLambdaResponse } from '#contract/errors.js';
import { optionalBoolean } from './members.js';
import type { CustomAuthRequest } from './custom-auth-request.js';
import type { Trigger } from './trigger.js';

interface VerifyAuthChallengeResponseRequest extends CustomAuthRequest {
  readonly privateChallengeParameters: Readonly<Record<string, string>>;
  readonly challengeAnswer: string;
}

/** Judges the answer to a challenge that CreateAuthChallenge made up. */
export const verifyAuthChallengeResponse: Trigger<VerifyAuthChallengeResponseRequest, boolean> = {
  name: 'VerifyAuthChallengeResponse',
  source: 'VerifyAuthChallengeResponse_Authentication',
  version: '1',
  response: { answerCorrect: null },
  read(response) {
    const correct = optionalBoolean(response, 'answerCorrect');
    if (correct === undefined) throw InvalidLambdaResponse();
    return correct;
  },
};
