import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';
import { attributeMessages } from '#contract/attribute-messages.js';
import { ExpiredCode, InvalidParameter } from '#contract/errors.js';
import { attributesForDeletion } from '#domain/attribute-deletion.js';
import {
  verifiableAttributes,
  verifiedFlag,
  type GivenAttribute,
  type VerifiableAttribute,
} from '#domain/attribute-input.js';
import { attributesForUpdate, type AttributeUpdate, type Writer } from '#domain/attribute-update.js';
import { deliveryDetails, type Destination } from '#domain/destinations.js';
import { usernameMode, type Pool } from '#domain/pool.js';
import type { Attributes, User } from '#domain/user.js';
import { gainedAliases } from '#domain/usernames.js';
import type { CodePurpose } from '#store/new-rows.js';
import type { AttributeEffect, LockedUser, MessageLimit } from '#store/user-attributes.js';
import { changeAttributes } from './attribute-change.js';
import { refuseHeldAliases } from './claimed-names.js';
import { codeWriter, type CodeMessage } from './code-message.js';
import { checkCode } from './codes.js';
import type { Io } from './io.js';

/** An update of a user's attributes, as a request asks for it. */
export interface UpdateRequest {
  readonly pool: Pool;
  readonly user: User;
  readonly writer: Writer;
  readonly given: readonly GivenAttribute[];
  /** Absent when an administrator updates. */
  readonly clientId?: string;
  readonly clientMetadata: Record<string, string> | undefined;
  /** Absent: as many codes are sent as the request asks for. */
  readonly limited?: MessageLimit;
}

/**
 * Updates a user's attributes and sends a code to each new address that the pool verifies by itself. Answers where those went.
 * Throws ApiError: AliasExistsException when somebody else has a name that the user would get, but for an administrator who says
 * that an address is verified in a pool with aliases: then the alias moves (reported). TooManyRequestsException over the limit.
 */
export const updateAttributes = async (request: UpdateRequest, io: Io): Promise<CodeDeliveryDetailsType[]> => {
  const { pool, user, writer, given, clientId, clientMetadata, limited } = request;
  await refuseTakenLogins(request, io);
  const writeCode = await codeWriter(pool, io);
  let sent: CodeMessage[] = [];
  const rule = ({ user: current, pending: waiting }: LockedUser): AttributeEffect => {
    const update = attributesForUpdate(pool, writer, current.attributes, given);
    const overtaken = verifiableAttributes.filter(
      // A user who names the present address again no longer wants the one that waits.
      (name) => update.changed.includes(name) || (isGiven(given, name) && waiting[name] !== undefined),
    );
    sent = update.toVerify.map((attribute) =>
      writeCode({
        user,
        destination: newAddress(update, attribute),
        kind: 'UpdateUserAttribute',
        purpose: `verify-${attribute}`,
        clientId,
        clientMetadata,
      }),
    );
    return {
      attributes: update.attributes,
      pending: update.pending,
      settled: overtaken,
      voids: [...codesTo(overtaken), ...resetCodes(current.attributes, update.attributes)],
      codes: sent.map(({ code }) => code),
      messages: sent.map(({ row }) => row),
    };
  };
  const force = writer === 'admin' && usernameMode(pool) === 'alias';
  await changeAttributes(pool, user.sub, rule, { now: io.clock.now(), force, limited }, io);
  for (const { row } of sent) await io.messages.deliver(pool, row);
  return sent.map(({ destination }) => deliveryDetails(destination));
};

/** The address attribute of this name. Throws InvalidParameterException for any other attribute. */
export const verifiable = (name: string): VerifiableAttribute => {
  const attribute = verifiableAttributes.find((known) => known === name);
  if (!attribute) throw InvalidParameter(attributeMessages.notVerifiable);
  return attribute;
};

/**
 * Verifies a user's address by a code, and uses the code up; an address that waited for it replaces the present one. Throws
 * CodeMismatchException, ExpiredCodeException, and AliasExistsException when somebody else has the address as a name.
 */
export const verifyAttribute = async (
  { pool, user, attribute, code }: { pool: Pool; user: User; attribute: VerifiableAttribute; code: string },
  io: Pick<Io, 'store' | 'clock'>,
): Promise<void> => {
  const purpose = `verify-${attribute}` as const;
  const [found, deriveKey] = await Promise.all([
    io.store.codes.find(pool, user.sub, purpose),
    io.store.keys.derive(pool.id),
  ]);
  const owner = { sub: user.sub, deriveKey };
  const stored = checkCode(found?.code, { code, purpose, owner }, io.clock.now());
  const rule = ({ user: current, pending }: LockedUser): AttributeEffect => {
    // A code speaks of the address that it was sent to, and of no other.
    if ((pending[attribute] ?? current.attributes[attribute]) !== stored.value) throw ExpiredCode();
    const attributes = { ...current.attributes, [attribute]: stored.value, [verifiedFlag(attribute)]: 'true' };
    return { attributes, settled: [attribute], voids: resetCodes(current.attributes, attributes) };
  };
  const takes = { purpose, hash: stored.hash };
  if (!(await changeAttributes(pool, user.sub, rule, { now: io.clock.now(), takes }, io))) throw ExpiredCode();
};

/**
 * Deletes attributes of a user; of an address also the flag that says whether it is verified, and its name. Throws
 * InvalidParameterException for names that the schema lacks and attributes that cannot go, NotAuthorizedException for what the
 * client may not write.
 */
export const deleteAttributes = async (
  { pool, user, writer, names }: { pool: Pool; user: User; writer: Writer; names: readonly string[] },
  io: Pick<Io, 'store' | 'clock'>,
): Promise<void> => {
  const rule = ({ user: current }: LockedUser): AttributeEffect => {
    const attributes = attributesForDeletion(pool, writer, current.attributes, names);
    // One that only waits goes too.
    const gone = verifiableAttributes.filter((name) => names.includes(name));
    return { attributes, settled: gone, voids: [...codesTo(gone), ...resetCodes(current.attributes, attributes)] };
  };
  await changeAttributes(pool, user.sub, rule, { now: io.clock.now() }, io);
};

/**
 * Throws AliasExistsException for somebody else's login, also when it would wait until it is verified: nobody is sent a code for
 * what is another's. Should it be taken meanwhile, the verification fails.
 */
const refuseTakenLogins = async (
  { pool, user, writer, given }: UpdateRequest,
  io: Pick<Io, 'store'>,
): Promise<void> => {
  if (usernameMode(pool) !== 'attribute') return;
  const { attributes, pending } = attributesForUpdate(pool, writer, user.attributes, given);
  const gained = gainedAliases(pool, user, { ...attributes, ...pending });
  if (gained.length > 0) await refuseHeldAliases(pool, gained, io);
};

const isGiven = (given: readonly GivenAttribute[], attribute: VerifiableAttribute): boolean =>
  given.some(({ Name: name }) => name === attribute);

/** The codes that verify these addresses. */
const codesTo = (attributes: readonly VerifiableAttribute[]): CodePurpose[] =>
  attributes.map((attribute) => `verify-${attribute}` as const);

/** Who reads a mailbox that the user left, or that is verified no more, must not set the password by a code that went there. */
const resetCodes = (before: Attributes, after: Attributes): CodePurpose[] =>
  verifiableAttributes.some(
    (name) =>
      (before[name] !== undefined && before[name] !== after[name]) ||
      (before[verifiedFlag(name)] === 'true' && after[verifiedFlag(name)] !== 'true'),
  )
    ? ['reset']
    : [];

const newAddress = ({ attributes, pending }: AttributeUpdate, attribute: VerifiableAttribute): Destination => ({
  attribute,
  value: pending[attribute] ?? attributes[attribute] ?? '',
});
