import type { UserStatusType } from '@aws-sdk/client-cognito-identity-provider';
import type { User } from '#domain/user.js';
import type { SearchedText, UserCondition } from '#domain/user-filter.js';
import { type Page, type PageRequest, toPage } from './page.js';
import type { Sql } from './sql.js';
import { type Statement, statement } from './statement.js';
import { toUser, userColumns, type UserRow } from './user-rows.js';

/**
 * Where a page of users ends: the value by which the list is ordered and the sub. The order follows the index of the filter:
 * creation without one, the searched value with a prefix, the sub alone where all values are equal.
 */
export type UserListKey = readonly [value: string | number, sub: string];

/** The search column of each text; the values in it are folded where the pool ignores case. */
const columnOf: Record<SearchedText, string> = {
  username: 'username_key',
  sub: 'sub',
  email: 'email_key',
  phone_number: 'phone_number_key',
  preferred_username: 'preferred_username_key',
  name: 'name_key',
  given_name: 'given_name_key',
  family_name: 'family_name_key',
};

type ListParams = { poolId: string; afterSub: string; limit: number };
type ListedRow = UserRow & { position: string };

const select = (position: string, condition: string): string =>
  `select ${userColumns}, ${position} as position from users u where u.pool_id = :poolId and ${condition} limit :limit`;

const byCreation = statement<ListParams & { afterCreatedAt: Date }, UserRow>(
  'user-list.all',
  `select ${userColumns} from users u where u.pool_id = :poolId and (u.created_at, u.sub) > (:afterCreatedAt, :afterSub)
   order by u.created_at, u.sub limit :limit`,
);

const equal = perText(
  (column) => select(`u.${column}`, `u.${column} = :value and u.sub > :afterSub order by u.sub`),
  'equal',
);

// In the "C" collation every text that begins with the prefix lies between the prefix and the prefix with the last character after it.
// One lower bound alone: of two the index scan may begin at the lower one, and read all that lies between.
const startingWith = perText(
  (column) =>
    select(
      `u.${column}`,
      `(u.${column}, u.sub) > (:afterValue, :afterSub) and u.${column} < :end order by u.${column}, u.sub`,
    ),
  'starting',
);

// Each status by itself, from where its part of the page begins: an index scan over several would begin at the first user of one.
const inStatus = statement<ListParams & { statuses: readonly UserStatusType[]; afterValue: string }, ListedRow>(
  'user-list.status',
  `select listed.* from unnest(:statuses::text[]) as wanted (status) cross join lateral (
     ${select('u.status', "u.status = wanted.status and u.sub > case wanted.status when :afterValue then :afterSub else '' end order by u.sub")}
   ) as listed
   where wanted.status collate "C" >= :afterValue order by listed.position, listed.sub limit :limit`,
);

const enabledOnes = statement<ListParams & { enabled: boolean }, ListedRow>(
  'user-list.enabled',
  select("''::text", 'u.enabled = :enabled and u.sub > :afterSub order by u.sub'),
);

type TextParams = ListParams & ({ value: string } | { afterValue: string; end: string });

function perText(
  text: (column: string) => string,
  name: string,
): Record<SearchedText, Statement<TextParams, ListedRow>> {
  return Object.fromEntries(
    Object.entries(columnOf).map(([searched, column]) => [
      searched,
      statement(`user-list.${searched}.${name}`, text(column)),
    ]),
  ) as Record<SearchedText, Statement<TextParams, ListedRow>>;
}

const lastCharacter = '\u{10FFFF}';

/** Lists of a pool's users: each filter has an index, so that a page costs the same however many users there are. */
export const userList = (sql: Sql) => {
  const all = async (params: ListParams, after: UserListKey | undefined): Promise<Page<User, UserListKey>> => {
    const rows = await sql.query(byCreation, { ...params, afterCreatedAt: new Date(after ? Number(after[0]) : 0) });
    return toPage(rows.map(toUser), params.limit - 1, (user) => [user.createdAt.getTime(), user.sub]);
  };

  const matching = (
    condition: UserCondition,
    params: ListParams,
    after: UserListKey | undefined,
  ): Promise<ListedRow[]> => {
    const afterValue = after && String(after[0]);
    switch (condition.kind) {
      case 'text': {
        const { name } = condition;
        if (condition.match === 'equals') return sql.query(equal[name], { ...params, value: condition.value });
        const [first, last] = condition.prefixes;
        return sql.query(startingWith[name], { ...params, afterValue: afterValue ?? first, end: last + lastCharacter });
      }
      case 'status':
        return sql.query(inStatus, { ...params, statuses: condition.statuses, afterValue: afterValue ?? '' });
      case 'enabled':
        return sql.query(enabledOnes, { ...params, enabled: condition.enabled });
      case 'nobody':
        return Promise.resolve([]);
    }
  };

  return {
    /** A page of a pool's users that satisfy a condition; all of them without one. */
    async list(
      poolId: string,
      condition: UserCondition | undefined,
      { limit, after }: PageRequest<UserListKey>,
    ): Promise<Page<User, UserListKey>> {
      const params = { poolId, afterSub: after?.[1] ?? '', limit: limit + 1 };
      if (!condition) return all(params, after);
      const rows = await matching(condition, params, after);
      const page = toPage(rows, limit, (row): UserListKey => [row.position, row.sub]);
      return { ...page, items: page.items.map(({ position: _, ...row }) => toUser(row)) };
    },
  };
};
