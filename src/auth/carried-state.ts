import type { Vault } from '#store/vault.js';

/** What a client carries from one request to the next, so that nothing is stored before a credential is proven. */
export interface CarriedState<State extends object> {
  /** Seals a state for today. Throws a RangeError for one that is longer than all of them may be. */
  seal(vault: Vault, state: State, now: Date): Buffer;
  /** Opens what `seal` made for this pool; undefined for anything else. When it ends is the caller's to check. */
  open(vault: Vault, sealed: Buffer, now: Date): State | undefined;
}

/**
 * States of one purpose. All are padded to one size, so that their length tells nothing: neither how long a name is nor
 * whether its user exists.
 */
export const carriedState = <State extends object>(purpose: string, paddedBytes: number): CarriedState<State> => ({
  seal(vault, state, now) {
    const text = JSON.stringify(state);
    const padded = Buffer.alloc(paddedBytes, ' ');
    if (Buffer.byteLength(text) > paddedBytes) throw new RangeError(`A ${purpose} does not fit into its size`);
    padded.write(text);
    return vault.sealShort(purpose, padded, now);
  },
  open(vault, sealed, now) {
    const opened = vault.openShort(purpose, sealed, now);
    return opened && (JSON.parse(opened.toString('utf8')) as State);
  },
});
