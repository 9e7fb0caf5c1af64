import { ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Group } from '#domain/group.js';
import type { User } from '#domain/user.js';
import { type Page, type PageRequest, toPage } from './page.js';
import { lockPoolForAddition } from './pool-rows.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import { toUser, userColumns, type UserRow } from './user-rows.js';

/** What may change of a group; undefined leaves it as it is. */
export type GroupChange = Pick<Group, 'description' | 'roleArn' | 'precedence'>;

type GroupRow = { [K in keyof Group]: undefined extends Group[K] ? Exclude<Group[K], undefined> | null : Group[K] };

type GroupKey = { poolId: string; name: string };

const groupColumns = 'g.pool_id, g.name, g.description, g.role_arn, g.precedence, g.created_at, g.modified_at';

// The pool may have so many groups and no more; the key settles who of two takes a name.
const created = statement<GroupRow & { most: number }, { name: string }>(
  'groups.create',
  `insert into groups (pool_id, name, description, role_arn, precedence, created_at, modified_at)
   select :poolId::text, :name::text, :description::text, :roleArn::text, :precedence::int, :createdAt::timestamptz, :modifiedAt::timestamptz
   where not exists (select 1 from groups where pool_id = :poolId order by name offset :most::int - 1 limit 1)
   returning name`,
);

const found = statement<GroupKey, GroupRow>(
  'groups.find',
  `select ${groupColumns} from groups g where g.pool_id = :poolId and g.name = :name`,
);

const updated = statement<
  GroupKey & { [K in keyof GroupChange]: NonNullable<GroupChange[K]> | null } & { now: Date },
  GroupRow
>(
  'groups.update',
  `update groups g set description = coalesce(:description::text, g.description), role_arn = coalesce(:roleArn::text, g.role_arn),
     precedence = coalesce(:precedence::int, g.precedence), modified_at = :now
   where g.pool_id = :poolId and g.name = :name
   returning ${groupColumns}`,
);

const locked = statement<GroupKey, { name: string }>(
  'groups.lock',
  'select name from groups where pool_id = :poolId and name = :name for update',
);

const deleted = statement<GroupKey, never>(
  'groups.delete',
  `with members as (delete from group_members where pool_id = :poolId and group_name = :name)
   delete from groups where pool_id = :poolId and name = :name`,
);

const listed = statement<{ poolId: string; after: string; limit: number }, GroupRow>(
  'groups.list',
  `select ${groupColumns} from groups g where g.pool_id = :poolId and g.name > :after order by g.name limit :limit`,
);

const ofUser = statement<{ poolId: string; sub: string; after: string; limit: number }, GroupRow>(
  'groups.of-user',
  `select ${groupColumns} from group_members m join groups g on g.pool_id = m.pool_id and g.name = m.group_name
   where m.pool_id = :poolId and m.sub = :sub and m.group_name > :after order by m.group_name limit :limit`,
);

const members = statement<GroupKey & { after: string; limit: number }, UserRow>(
  'groups.members',
  `select ${userColumns} from group_members m join users u on u.pool_id = m.pool_id and u.sub = m.sub
   where m.pool_id = :poolId and m.group_name = :name and m.sub > :after order by m.sub limit :limit`,
);

// A statement sees only what was there when it began: the locks come in one of their own, so that what follows sees whatever
// they waited for. Of two additions to the last place one is refused, and nobody joins a group or is a member that was deleted.
const lockedPair = statement<{ poolId: string; sub: string; name: string }, { known: boolean; present: boolean }>(
  'groups.lock-user-and-group',
  `with account as (
     select sub from users where pool_id = :poolId and sub = :sub for no key update
   ), kept as (
     select name from groups where pool_id = :poolId and name = :name for key share
   )
   select exists (select 1 from account) as present, exists (select 1 from kept) as known`,
);

const added = statement<{ poolId: string; sub: string; name: string; most: number }, { room: boolean }>(
  'groups.add-member',
  `with others as (
     select count(*) as count from (
       select 1 from group_members where pool_id = :poolId and sub = :sub and group_name <> :name limit :most::int) as memberships
   ), joined as (
     insert into group_members (pool_id, group_name, sub)
     select :poolId::text, :name::text, :sub::text from others where others.count < :most::int
     on conflict do nothing
   )
   select count < :most::int as room from others`,
);

const removed = statement<{ poolId: string; sub: string; name: string }, never>(
  'groups.remove-member',
  'delete from group_members where pool_id = :poolId and group_name = :name and sub = :sub',
);

/** The groups of a pool and who is in them. */
export const groups = (sql: Sql) => ({
  /**
   * Stores a new group; false when the pool has `most` already. The driver's unique violation of `groups_pkey` tells that the
   * name is taken. Throws ResourceNotFoundException when the pool is gone.
   */
  create: (group: Group, most: number): Promise<boolean> =>
    sql.transaction(async (transaction) => {
      await lockPoolForAddition(transaction, group.poolId);
      return (await transaction.query(created, { ...toRow(group), most })).length > 0;
    }),

  /** Throws ResourceNotFoundException. */
  async get(poolId: string, name: string): Promise<Group> {
    return first(await sql.query(found, { poolId, name }));
  },

  /** Changes what is given of a group. Throws ResourceNotFoundException. */
  async update(poolId: string, name: string, change: GroupChange, now: Date): Promise<Group> {
    const { description = null, roleArn = null, precedence = null } = change;
    return first(await sql.query(updated, { poolId, name, description, roleArn, precedence, now }));
  },

  /** Deletes a group; its members stay users. Throws ResourceNotFoundException. */
  delete(poolId: string, name: string): Promise<void> {
    return sql.transaction(async (transaction) => {
      // Whoever joins holds the group's row meanwhile; what deletes must see the new member, or it is one for good.
      if ((await transaction.query(locked, { poolId, name })).length === 0) throw groupNotFound();
      await transaction.query(deleted, { poolId, name });
    });
  },

  /** A page of the pool's groups, by name. */
  async list(poolId: string, { limit, after }: PageRequest<string>): Promise<Page<Group, string>> {
    const rows = await sql.query(listed, { poolId, after: after ?? '', limit: limit + 1 });
    return toPage(rows.map(toGroup), limit, ({ name }) => name);
  },

  /** A page of a user's groups, by name. */
  async ofUser(
    { poolId, sub }: Pick<User, 'poolId' | 'sub'>,
    { limit, after }: PageRequest<string>,
  ): Promise<Page<Group, string>> {
    const rows = await sql.query(ofUser, { poolId, sub, after: after ?? '', limit: limit + 1 });
    return toPage(rows.map(toGroup), limit, ({ name }) => name);
  },

  /** A page of a group's members. */
  async members(poolId: string, name: string, { limit, after }: PageRequest<string>): Promise<Page<User, string>> {
    const rows = await sql.query(members, { poolId, name, after: after ?? '', limit: limit + 1 });
    return toPage(rows.map(toUser), limit, ({ sub }) => sub);
  },

  /**
   * Adds a user to a group, or leaves it there; false when the user is in `most` others. Throws ResourceNotFoundException, and
   * UserNotFoundException for a user who was deleted meanwhile.
   */
  addMember({ poolId, sub }: Pick<User, 'poolId' | 'sub'>, name: string, most: number): Promise<boolean> {
    return sql.transaction(async (transaction) => {
      const [pair] = await transaction.query(lockedPair, { poolId, sub, name });
      if (!pair?.present) throw UserNotFound();
      if (!pair.known) throw groupNotFound();
      const [verdict] = await transaction.query(added, { poolId, sub, name, most });
      return verdict?.room ?? false;
    });
  },

  /** Takes a user out of a group, if it is there. */
  async removeMember({ poolId, sub }: User, name: string): Promise<void> {
    await sql.query(removed, { poolId, sub, name });
  },
});

const groupNotFound = () => ResourceNotFound(messages.groupNotFound);

const first = (rows: GroupRow[]): Group => {
  const [row] = rows;
  if (!row) throw groupNotFound();
  return toGroup(row);
};

const toGroup = ({ description, roleArn, precedence, ...row }: GroupRow): Group => ({
  ...row,
  description: description ?? undefined,
  roleArn: roleArn ?? undefined,
  precedence: precedence ?? undefined,
});

const toRow = ({ description, roleArn, precedence, ...group }: Group): GroupRow => ({
  ...group,
  description: description ?? null,
  roleArn: roleArn ?? null,
  precedence: precedence ?? null,
});
