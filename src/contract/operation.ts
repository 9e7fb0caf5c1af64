import type { ErrorKind } from './api-error.js';
import { parseMembers } from './parse.js';
import type { Members, MembersOf } from './shape.js';
import { validateMembers } from './validate.js';

/** Who may call: anyone, the bearer of an access token in the body, or the holder of an access key (SigV4). */
export type Access = 'public' | 'bearer' | 'signed';

/** A request as its handler sees it: required members are present, optional ones may be absent. */
export type Input<T> = {
  [K in keyof T as Record<never, never> extends Pick<T, K> ? K : never]?: NonNullable<T[K]>;
} & {
  [K in keyof T as Record<never, never> extends Pick<T, K> ? never : K]: NonNullable<T[K]>;
};

/** What an answer may be: AWS's own output type without the SDK's metadata, or nothing where AWS declares no output. */
export type Output<T> = Omit<T, '$metadata'> extends Record<never, never> ? Omit<T, '$metadata'> : never;

/** One operation of the API: everything that the door, the contract test and the generated tests need to know. */
export interface Operation<Io> {
  readonly access: Access;
  readonly input: Members;
  readonly errors: readonly ErrorKind[];
  /** True where AWS declares no output at all and answers with an empty body. */
  readonly empty: boolean;
  /** Parses a decoded body and checks it against the constraints. Throws ApiError that lists what is broken. */
  check(body: object): Record<string, unknown>;
  /** Runs the operation on a checked input. Throws ApiError. */
  run(input: Record<string, unknown>, io: Io): Promise<object>;
}

interface Definition<I, O, Io, A extends Access> {
  readonly access: A;
  readonly input: MembersOf<I>;
  readonly errors: readonly ErrorKind[];
  readonly empty?: true;
  handle(input: Input<I>, io: Io): Promise<O>;
}

/**
 * The maker of operations for a server whose handlers receive `IoOf[access]`: the type arguments are the SDK's input and
 * output of the operation, so that a member that AWS has and we forgot does not compile.
 */
export const operationMaker =
  <IoOf extends Record<Access, unknown>>() =>
  <I extends object, O extends object>() =>
  <A extends Access>(
    definition: Definition<I, Output<O>, IoOf[A], A>,
  ): Operation<IoOf[A]> & { readonly access: A } => ({
    access: definition.access,
    input: definition.input,
    errors: definition.errors,
    empty: definition.empty ?? false,
    check(body) {
      const input = parseMembers(this.input, body);
      validateMembers(this.input, input);
      return input;
    },
    run: (input, io) => definition.handle(input as Input<I>, io),
  });
