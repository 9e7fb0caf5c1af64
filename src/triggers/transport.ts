/** What became of one attempt to invoke a function. */
export type Invocation =
  | { readonly kind: 'answered'; readonly body: string }
  /** The function ran and failed; `message` is what it says. */
  | { readonly kind: 'failed'; readonly message: string }
  /** The function was not run; `reason` is the name of an error. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Nothing answered: the function may have run or not, and may be invoked again. */
  | { readonly kind: 'unanswered'; readonly reason: string };

/** A way to reach functions. */
export interface Transport {
  /** Invokes a function once, with a deadline of its own. Never throws for what the other side does. */
  invoke(functionArn: string, payload: string): Promise<Invocation>;
}
