import type { DeliveryMediumType } from '@aws-sdk/client-cognito-identity-provider';
import { AliasExists, InvalidParameter, UnsupportedUserState } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { verifiableAttributes, type GivenAttribute, type VerifiableAttribute } from '#domain/attribute-input.js';
import { requireSender } from '#domain/destinations.js';
import { signsInWithoutPassword } from '#domain/first-factors.js';
import { attributesForAdminCreate } from '#domain/new-user-attributes.js';
import { passwordRefusals, requirePolicy, temporaryPassword } from '#domain/password-policy.js';
import { usernameMode, type Pool } from '#domain/pool.js';
import type { Attributes, User } from '#domain/user.js';
import { aliasesOf, checkUsername, loginAttribute } from '#domain/usernames.js';
import { newOutboxRow, type OutboxRow } from '#store/outbox.js';
import { claimNames } from './claimed-names.js';
import type { Io } from './io.js';
import { changedPassword, temporaryUntil } from './password-change.js';
import { newUser, requireFreeNames } from './registration.js';

export interface Invitation {
  readonly pool: Pool;
  /** The name as it was given. */
  readonly name: string;
  /** Undefined: one is made up. */
  readonly password: string | undefined;
  /** Undefined: by SMS to those who have a phone number, else not at all. */
  readonly mediums: readonly DeliveryMediumType[] | undefined;
  readonly clientMetadata: Record<string, string> | undefined;
}

export interface NewInvitation extends Invitation {
  readonly attributes: readonly GivenAttribute[];
  /** True: nobody is told. */
  readonly suppressed: boolean;
  /** True: aliases of the new user move from whoever holds them. */
  readonly force: boolean;
}

/**
 * Creates a user who must change the temporary password at the first sign-in, and sends the invitation; or one who needs none.
 * Throws ApiError.
 */
export const createInvited = async (invitation: NewInvitation, io: Io): Promise<User> => {
  const { pool, name } = invitation;
  checkUsername(pool, name);
  await requireFreeNames(pool, { name, attributes: {}, text: nameTaken(pool, name) }, io);
  const attributes = attributesForAdminCreate(pool, name, invitation.attributes);
  const clear = firstPassword(invitation, attributes);
  const targets = invitation.suppressed ? [] : targetsOf(invitation, attributes);
  await requireFreeAliases(invitation, attributes, io);

  const draft =
    clear === undefined
      ? ({ status: 'CONFIRMED', password: undefined } as const)
      : ({ status: 'FORCE_CHANGE_PASSWORD', password: { clear, temporary: true } } as const);
  const user = await newUser(pool, { name, attributes, ...draft }, io);
  const rows = clear === undefined ? [] : await invitationRows(invitation, { user, clear, targets }, io);
  const created = await claimNames(
    () =>
      invitation.force && usernameMode(pool) === 'alias'
        ? io.store.users.registerByForce(pool, user, rows)
        : io.store.users.register(pool, user, undefined, rows),
    async () => {
      await requireFreeNames(pool, { name, attributes, text: nameTaken(pool, name) }, io);
      await requireFreeAliases(invitation, attributes, io);
    },
  );
  for (const row of rows) await io.messages.deliver(pool, row);
  return created;
};

/** Gives a user who never signed in a new temporary password and sends the invitation again. Throws ApiError. */
export const resendInvitation = async (invitation: Invitation, io: Io): Promise<User> => {
  const { pool, name } = invitation;
  const user = await io.store.users.get(pool, name);
  if (user.status !== 'FORCE_CHANGE_PASSWORD') throw UnsupportedUserState(messages.cannotResendInvitation(name));
  const clear = requireTemporaryPassword(invitation);
  const targets = targetsOf(invitation, user.attributes);
  const change = await changedPassword({ pool, user }, clear, { status: 'FORCE_CHANGE_PASSWORD', temporary: true }, io);
  const rows = await invitationRows(invitation, { user, clear, targets }, io);
  const now = io.clock.now();
  const options = { now, ends: [], messages: rows, fromStatus: user.status, enables: true };
  // The user has signed in meanwhile and chosen a password, which stays.
  if (!(await io.store.passwords.change(pool.id, user.sub, change, options)))
    throw UnsupportedUserState(messages.cannotResendInvitation(name));
  for (const row of rows) await io.messages.deliver(pool, row);
  return { ...user, modifiedAt: now };
};

/**
 * The temporary password of a new user. None is made up for who can sign in without one (recorded): such a user is confirmed, and
 * there is nothing that an invitation could carry.
 */
const firstPassword = (invitation: NewInvitation, attributes: Attributes): string | undefined =>
  invitation.password === undefined && signsInWithoutPassword(invitation.pool, attributes)
    ? undefined
    : requireTemporaryPassword(invitation);

const requireTemporaryPassword = ({ pool, password }: Invitation): string => {
  const policy = pool.settings.Policies.PasswordPolicy;
  if (password === undefined) return temporaryPassword(policy);
  requirePolicy(policy, password, passwordRefusals.adminCreateUser);
  return password;
};

/** AWS names the address where it is the user's name. */
const nameTaken = (pool: Pool, name: string): string => {
  const login = loginAttribute(pool, name);
  return login ? messages.accountWithAliasExists(login) : messages.accountExists;
};

/**
 * Throws when somebody else bears another name of the new user: UsernameExistsException for an address by which the pool's users
 * are named, AliasExistsException for an alias, unless `force` takes it away. AWS moves verified addresses only.
 */
const requireFreeAliases = async (
  { pool, name, force }: NewInvitation,
  attributes: Attributes,
  io: Io,
): Promise<void> => {
  if (usernameMode(pool) === 'attribute')
    return requireFreeNames(pool, { name, attributes, text: nameTaken(pool, name) }, io);
  const aliases = aliasesOf(pool, { username: name, attributes });
  if (aliases.length === 0) return;
  const { kinds } = await io.store.users.taken(pool, undefined, aliases);
  const kept = kinds.find((kind) => !force || kind === 'preferred_username');
  if (kept !== undefined) throw AliasExists(messages.accountWithAliasExists(kept));
};

/**
 * The addresses that an invitation goes to. Throws InvalidParameterException when a medium was asked for that has none, and for
 * an SMS from a pool that sends none.
 */
const targetsOf = ({ pool, mediums }: Invitation, attributes: Attributes): VerifiableAttribute[] => {
  if (mediums?.includes('EMAIL') && !attributes['email']) throw InvalidParameter(messages.noEmailForDelivery);
  if (mediums?.includes('SMS') && !attributes['phone_number']) throw InvalidParameter(messages.noPhoneForDelivery);
  const asked = mediums ?? ['SMS'];
  const targets = verifiableAttributes.filter(
    (target) => attributes[target] && asked.includes(target === 'email' ? 'EMAIL' : 'SMS'),
  );
  for (const target of targets) requireSender(pool, target);
  return targets;
};

const invitationRows = async (
  { pool, name, clientMetadata }: Invitation,
  {
    user,
    clear,
    targets,
  }: { user: { sub: string; username: string; attributes: Attributes }; clear: string; targets: VerifiableAttribute[] },
  { store, clock }: Io,
): Promise<OutboxRow[]> => {
  const vault = await store.vaults.forScope(pool.id);
  const now = clock.now();
  return targets.map((attribute) =>
    newOutboxRow(
      vault,
      {
        poolId: pool.id,
        kind: 'AdminCreateUser',
        medium: attribute === 'email' ? 'EMAIL' : 'SMS',
        destination: user.attributes[attribute] ?? '',
        sub: user.sub,
        username: name,
        attribute,
        secret: clear,
        ...(clientMetadata !== undefined && { clientMetadata }),
        validUntil: temporaryUntil(pool, now),
      },
      now,
    ),
  );
};
