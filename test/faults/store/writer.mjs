// @ts-check
// A process that opens a database, makes a row after the other, and reports each as soon as it is acknowledged.
import { silentLog } from '#lib/log.js';
import { openDatabase } from '#store/open.js';
import { statement } from '#store/statement.js';

const place = /** @type {Omit<import('#store/open.js').DatabaseOptions, 'log'>} */ (JSON.parse(process.argv[2] ?? ''));
const { sql } = await openDatabase({ ...place, log: silentLog });
/** @type {import('#store/statement.js').Statement<object, { id: number }>} */
const insert = statement('test.insert', `insert into things (content) values (repeat('x', 500)) returning id`);
/** @param {import('#store/sql.js').Sql} inner */
const both = async (inner) => {
  await inner.query(insert, {});
  return inner.query(insert, {});
};

for (let turn = 0; ; turn++) {
  const [row] = await (turn % 2 ? sql.transaction(both) : sql.query(insert, {}));
  process.send?.(row?.id);
}
