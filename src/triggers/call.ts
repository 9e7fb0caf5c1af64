import { InvalidLambdaResponse, UnexpectedLambda, UserLambdaValidation } from '#contract/errors.js';
import { invocationErrors, triggerMessages } from '#contract/trigger-messages.js';
import type { Pool } from '#domain/pool.js';
import { isJsonObject } from '#lib/json-object.js';
import type { Log } from '#lib/log.js';
import type { Members } from './members.js';
import { sdkVersion } from './sdk-version.js';
import type { Invocation, Transport } from './transport.js';
import type { Trigger } from './trigger.js';

/** Whom an event is about, and through what it came. */
export interface Occasion {
  readonly pool: Pool;
  readonly clientId: string;
  readonly userName: string;
  /** The caller's program, as it calls itself. */
  readonly userAgent: string | undefined;
}

/** The pools' functions. */
export interface Triggers {
  /**
   * Calls the pool's function for this kind of event; undefined when the pool has none. Takes up to 15 seconds, in which no transaction
   * may be open. Throws UserLambdaValidationException for what the function says, UnexpectedLambdaException when it cannot be invoked, and
   * InvalidLambdaResponseException when its answer is not one.
   */
  call<Request extends object, Answer>(
    trigger: Trigger<Request, Answer>,
    occasion: Occasion,
    request: Request,
  ): Promise<Answer | undefined>;
}

/** AWS's number: time-outs and broken connections are tried again, whatever was answered is not. */
const attempts = 3;

/** Calls functions through a transport; without one, a pool's functions cannot be invoked. */
export const createTriggers = ({ transport, log }: { transport: Transport | undefined; log: Log }): Triggers => ({
  async call(trigger, occasion, request) {
    const arn = occasion.pool.settings.LambdaConfig[trigger.name];
    if (arn === undefined) return undefined;
    const invocation = await invoke(transport, arn, JSON.stringify(eventOf(trigger, occasion, request)));
    try {
      return trigger.read(responseOf(trigger.name, invocation));
    } catch (error) {
      // What a function says may be about a person: only what kind of failure it was is told.
      const reason = 'reason' in invocation ? invocation.reason : undefined;
      const fields = { trigger: trigger.name, pool: occasion.pool.id, function: arn, outcome: invocation.kind, reason };
      log.warn(fields, 'A function of a user pool failed');
      throw error;
    }
  },
});

const eventOf = <Request extends object>(
  { version, source, response }: Trigger<Request, unknown>,
  { pool, clientId, userName, userAgent }: Occasion,
  request: Request,
): object => ({
  version,
  triggerSource: source,
  region: pool.region,
  userPoolId: pool.id,
  userName,
  callerContext: { awsSdkVersion: sdkVersion(userAgent), clientId },
  request,
  response,
});

const invoke = async (transport: Transport | undefined, arn: string, payload: string): Promise<Invocation> => {
  if (!transport) return { kind: 'refused', reason: invocationErrors.noEndpoint };
  let invocation = await transport.invoke(arn, payload);
  for (let made = 1; made < attempts && invocation.kind === 'unanswered'; made += 1)
    invocation = await transport.invoke(arn, payload);
  return invocation;
};

const responseOf = (name: string, invocation: Invocation): Members => {
  switch (invocation.kind) {
    case 'answered':
      return parsedResponse(invocation.body);
    case 'failed':
      throw UserLambdaValidation(triggerMessages.failed(name, invocation.message));
    case 'refused':
    case 'unanswered':
      throw UnexpectedLambda(triggerMessages.notInvoked(name, invocation.reason));
  }
};

/** The `response` of an event that came back; the rest of it is ignored. */
const parsedResponse = (body: string): Members => {
  const event = parsed(body);
  if (event === null) throw InvalidLambdaResponse(triggerMessages.invalidJson);
  if (!isJsonObject(event) || !isJsonObject(event['response'])) throw InvalidLambdaResponse();
  return event['response'];
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
};
