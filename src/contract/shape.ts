/** What a member of a request may be, as data: read by the parser, the validator, the contract test and the generated tests. */
export type Shape<T = unknown> = { readonly secret?: boolean; readonly __type?: T } & (
  | StringShape
  | IntegerShape
  | { readonly kind: 'boolean' }
  | { readonly kind: 'document' }
  | ListShape
  | MapShape
  | StructureShape
);

export interface StringShape {
  readonly kind: 'string';
  readonly min?: number;
  readonly max?: number;
  /** The pattern as AWS prints it, matched against the whole value. */
  readonly pattern?: string;
  /** What is matched in the place of `pattern` where AWS accepts other values than it prints. */
  readonly accepts?: string;
  /** The allowed values in the order in which AWS prints them. */
  readonly values?: readonly string[];
}

export interface IntegerShape {
  readonly kind: 'integer';
  readonly min?: number;
  readonly max?: number;
}

export interface ListShape {
  readonly kind: 'list';
  readonly min?: number;
  readonly max?: number;
  readonly member: Shape;
}

export interface MapShape {
  readonly kind: 'map';
  readonly max?: number;
  readonly key: Shape<string>;
  readonly value: Shape;
}

export interface StructureShape {
  readonly kind: 'structure';
  readonly members: Members;
}

export interface Member<Required extends boolean = boolean, T = unknown> {
  readonly required: Required;
  readonly shape: Shape<T>;
}

export type Members = { readonly [name: string]: Member };

/** A member that must be present and not null. */
export const required = <T>(shape: Shape<T>): Member<true, T> => ({ required: true, shape });

/** A member that may be left out. */
export const optional = <T>(shape: Shape<T>): Member<false, T> => ({ required: false, shape });

/** The member table that covers a type of AWS's SDK completely: each of its members, each with its own requiredness and type. */
export type MembersOf<T> = {
  readonly [K in keyof T]-?: Member<Record<never, never> extends Pick<T, K> ? false : true, NonNullable<T[K]>>;
};

export const string = <T extends string = string>(
  constraints: Omit<StringShape, 'kind'> & { secret?: boolean } = {},
): Shape<T> => ({
  kind: 'string',
  ...constraints,
});

export const enumeration = <T extends string>(...values: readonly T[]): Shape<T> => ({ kind: 'string', values });

export const integer = (constraints: Omit<IntegerShape, 'kind'> = {}): Shape<number> => ({
  kind: 'integer',
  ...constraints,
});

export const boolean: Shape<boolean> = { kind: 'boolean' };

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Any JSON: its form is for the operation to check. */
export const document: Shape<NonNullable<Json>> = { kind: 'document' };

export const list = <T>(member: Shape<T>, constraints: { min?: number; max?: number } = {}): Shape<T[]> => ({
  kind: 'list',
  member,
  ...constraints,
});

export const map = <T>(
  value: Shape<T>,
  options: { key?: Shape<string>; secret?: boolean; max?: number } = {},
): Shape<Record<string, T>> => ({
  kind: 'map',
  value,
  key: options.key ?? { kind: 'string' },
  ...(options.max !== undefined && { max: options.max }),
  ...(options.secret && { secret: true }),
});

/** A structure; its type argument is AWS's own type, so that a member that AWS adds fails to compile here. */
export const structure =
  <T extends object>() =>
  (members: MembersOf<T>, options: { secret?: boolean } = {}): Shape<T> => ({
    kind: 'structure',
    members: members as unknown as Members,
    ...(options.secret && { secret: true }),
  });
