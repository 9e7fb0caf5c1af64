import { InvalidParameter, UsernameExists } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { describeFailures } from '#contract/validate.js';
import { attemptsKey } from '#domain/attempts-key.js';
import { signsInWithoutPassword } from '#domain/first-factors.js';
import { srpGroupName, usernameMode, type Pool } from '#domain/pool.js';
import type { Attributes, User } from '#domain/user.js';
import { aliasesOf, loginAttribute, storedUsername, withLoginAttribute } from '#domain/usernames.js';
import { newUuid } from '#lib/ids.js';
import type { NewUser } from '#store/new-rows.js';
import type { Io } from './io.js';
import { temporaryUntil } from './password-change.js';
import { storedForms } from './stored-password.js';

/** A user who is about to be made, and a first password in clear. */
export interface Draft {
  /** The name as it was given. */
  readonly name: string;
  readonly status: User['status'];
  readonly attributes: Attributes;
  /** Undefined for a user who signs in without one. */
  readonly password: { readonly clear: string; readonly temporary: boolean } | undefined;
}

/** Makes a new user's ids, names and stored password; nothing is written yet. */
export const newUser = async (
  pool: Pool,
  draft: Draft,
  io: Pick<Io, 'store' | 'passwords' | 'exponent' | 'clock'>,
): Promise<NewUser> => {
  const [vault, deriveKey] = await Promise.all([io.store.vaults.forScope(pool.id), io.store.keys.derive(pool.id)]);
  const sub = newUuid();
  const username = storedUsername(pool, sub, draft.name);
  const owner = { sub, username, groupName: srpGroupName(pool), vault };
  const { password } = draft;
  const forms = password && (await storedForms(password.clear, owner, io));
  const createdAt = io.clock.now();
  return {
    sub,
    username,
    attemptsKey: attemptsKey(deriveKey, sub),
    status: draft.status,
    attributes: draft.attributes,
    createdAt,
    ...(forms && {
      password: { ...forms, temporaryUntil: password?.temporary ? temporaryUntil(pool, createdAt) : null },
    }),
  };
};

/**
 * A password that the request must carry, unless its user can sign in without one. Throws InvalidParameterException in the words
 * that AWS has for a missing member.
 */
export const requirePassword = (
  pool: Pool,
  { attributes, password }: { attributes: Attributes; password: string | undefined },
): string | undefined => {
  if (password || signsInWithoutPassword(pool, attributes)) return password || undefined;
  throw InvalidParameter(
    describeFailures([{ path: 'password', shown: undefined, constraint: 'Member must not be null' }]),
  );
};

/**
 * Throws UsernameExistsException when the name of a new user is taken: by a username, a sub or a preferred username, which would
 * lead to the new user from then on, or, where users are named by an attribute, by anybody who has that address. `text` is for
 * the name itself; a second address has a text of its own.
 */
export const requireFreeNames = async (
  pool: Pool,
  { name, attributes, text }: { name: string; attributes: Attributes; text?: string },
  { store }: Pick<Io, 'store'>,
): Promise<void> => {
  const login = loginAttribute(pool, name);
  const named = usernameMode(pool) === 'attribute';
  const aliases = aliasesOf(pool, {
    username: name,
    attributes: named ? withLoginAttribute(pool, name, attributes) : {},
  });
  const taken = await store.users.taken(pool, login ? undefined : name, aliases);
  if (taken.username || taken.kinds.includes(login ?? 'preferred_username')) throw UsernameExists(text);
  const [kind] = taken.kinds;
  if (kind) throw UsernameExists(messages.accountWithAliasExists(kind));
};
