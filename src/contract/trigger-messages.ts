/**
 * Texts of errors about a pool's functions. The marks say where a text comes from: [R] reported by AWS's users, [I] inferred.
 * `trigger` is the member of LambdaConfig that names the function, never its ARN: clients strip the prefix by its text.
 */
export const triggerMessages = {
  /** [R] */ customAuthNotConfigured: 'Custom auth lambda trigger is not configured for the user pool.',
  /** [R] */ invalidJson: 'Invalid lambda function output : Invalid JSON',
  /** [R] */ unrecognizable: 'Unrecognizable lambda output',

  /** [R]: the dot comes after whatever the function said */ failed: (trigger: string, error: string) =>
    `${trigger} failed with error ${error}.`,
  /** [R] */ notInvoked: (trigger: string, error: string) => `${trigger} invocation failed due to error ${error}.`,
} as const;

/** What keeps a function from being invoked, as it stands in `notInvoked`. */
export const invocationErrors = {
  /** [R] */ timedOut: 'Socket timeout while invoking Lambda function',
  /** The words of AWS's own client [I] */ unreachable: 'Unable to execute HTTP request',
  /** Ours */ noEndpoint: 'no Lambda endpoint, which the operator of Poolhouse sets as POOLHOUSE_LAMBDA_ENDPOINT',
  /** The words of AWS Lambda [I] */ answerTooLarge: (maxBytes: number) =>
    `Response payload size exceeded maximum allowed payload size (${maxBytes} bytes).`,
} as const;
