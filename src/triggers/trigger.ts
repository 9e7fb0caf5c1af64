import type { Members } from './members.js';

/** A member of a pool's LambdaConfig that names a function. */
export type TriggerName = 'DefineAuthChallenge' | 'CreateAuthChallenge' | 'VerifyAuthChallengeResponse';

/** One kind of event: how it is named and how its answer is read. */
export interface Trigger<Request extends object, Answer> {
  readonly name: TriggerName;
  /** The event's `triggerSource`. */
  readonly source: string;
  readonly version: '1';
  /** The event's `response` as the function finds it. */
  readonly response: Members;
  /** Reads the `response` that came back. Throws InvalidLambdaResponseException for another shape. */
  readonly read: (response: Members) => Answer;
  /** Keeps the type of the event's `request`; there is no value. */
  readonly request?: Request;
}
