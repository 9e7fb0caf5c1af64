/**
 * The program cannot start, or cannot go on starting. The message is one sentence for the operator: it names the culprit and
 * holds no secret, and whoever catches it prints it without a stack and ends with a non-zero status.
 */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}
