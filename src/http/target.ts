import { ApiError } from '#contract/api-error.js';
import { UnknownOperation } from '#contract/errors.js';
import type { Operation } from '#contract/operation.js';
import { operationNames } from '#operations/names.js';
import type { BearerIo, Io, SignedIo } from '#services/io.js';
import { doorMessages } from './messages.js';

/** An operation of any access kind. */
export type AnyOperation =
  | (Operation<Io> & { readonly access: 'public' })
  | (Operation<BearerIo> & { readonly access: 'bearer' })
  | (Operation<SignedIo> & { readonly access: 'signed' });

/** The operations that are built, by name. */
export type OperationTable = Readonly<Record<string, AnyOperation>>;

/**
 * The operation that an `X-Amz-Target` header names. Throws UnknownOperationException: with a text that names the operation when AWS
 * has it and this release does not, with none otherwise, as AWS does.
 */
export const findOperation = (
  table: OperationTable,
  target: string | null,
): { name: string; operation: AnyOperation } => {
  const name = target?.startsWith(prefix) ? target.slice(prefix.length) : '';
  const operation = Object.hasOwn(table, name) ? table[name] : undefined;
  if (operation) return { name, operation };
  if (known.has(name)) throw UnknownOperation(doorMessages.notBuilt(name));
  throw new ApiError(UnknownOperation.type, '', 400, { shown: false });
};

const prefix = 'AWSCognitoIdentityProviderService.';
const known = new Set(operationNames);
