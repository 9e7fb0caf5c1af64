import { InvalidParameter } from '#contract/errors.js';
import { triggerMessages } from '#contract/trigger-messages.js';
import { hidesUsers } from '#domain/client.js';
import type { Io } from '#services/io.js';
import { createAuthChallenge, type CreatedChallenge } from '#triggers/create-auth-challenge.js';
import type { CustomAuthRequest } from '#triggers/custom-auth-request.js';
import { defineAuthChallenge, type Definition } from '#triggers/define-auth-challenge.js';
import type { Trigger } from '#triggers/trigger.js';
import { userAttributes } from '#triggers/user-attributes.js';
import { verifyAuthChallengeResponse } from '#triggers/verify-auth-challenge-response.js';
import type { Facts } from '#auth/facts.js';
import type { CustomState } from './state.js';

/** Asks the pool's function what comes next. */
export const define = (custom: CustomState, facts: Facts, io: Io): Promise<Definition> =>
  call(defineAuthChallenge, { ...aboutUser(facts), session: custom.results }, { custom, facts }, io);

/** Has the pool's function make up a challenge. */
export const create = (custom: CustomState, facts: Facts, io: Io): Promise<CreatedChallenge> => {
  const request = { ...aboutUser(facts), challengeName: 'CUSTOM_CHALLENGE', session: custom.results } as const;
  return call(createAuthChallenge, request, { custom, facts }, io);
};

/** Has the pool's function judge an answer. */
export const verify = (challengeAnswer: string, custom: CustomState, facts: Facts, io: Io): Promise<boolean> => {
  const privateChallengeParameters = custom.pending?.parameters ?? {};
  const request = { ...aboutUser(facts), privateChallengeParameters, challengeAnswer };
  return call(verifyAuthChallengeResponse, request, { custom, facts }, io);
};

const aboutUser = ({ client, user, clientMetadata }: Facts): CustomAuthRequest => ({
  userAttributes: userAttributes(user),
  ...(hidesUsers(client) && { userNotFound: user === undefined }),
  ...(clientMetadata && { clientMetadata }),
});

/** Calls one of the three. Throws InvalidParameterException when the pool lacks it, else what the call throws. */
const call = async <Request extends CustomAuthRequest, Answer>(
  trigger: Trigger<Request, Answer>,
  request: Request,
  { custom: { typedName }, facts }: { custom: CustomState; facts: Facts },
  io: Io,
): Promise<Answer> => {
  const { pool, client, username } = facts;
  const occasion = { pool, clientId: client.id, userName: typedName ?? username, userAgent: io.origin.userAgent };
  const answer = await io.triggers.call(trigger, occasion, request);
  if (answer === undefined) throw InvalidParameter(triggerMessages.customAuthNotConfigured);
  return answer;
};
