/** A command cannot do what was asked; the message is one sentence for the person who typed it. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}
