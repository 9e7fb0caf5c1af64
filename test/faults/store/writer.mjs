// A process that opens a database, makes a row after the other, and reports each as soon as it is acknowledged.
import { silentLog } from '#lib/log.js';
import { openDatabase } from '#store/open.js';
import { statement } from '#store/statement.js';

const { sql } = await openDatabase({ ...JSON.parse(process.argv[2]), log: silentLog });
const insert = statement('test.insert', `insert into things (content) values (repeat('x', 500)) returning id`);
const both = async (inner) => {
  await inner.query(insert, {});
  return inner.query(insert, {});
};

for (let turn = 0; ; turn++) {
  const [{ id }] = await (turn % 2 ? sql.transaction(both) : sql.query(insert, {}));
  process.send(id);
}
