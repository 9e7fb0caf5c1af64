import type pg from 'pg';
import utils from 'pg/lib/utils.js';
import { type Column, type Field, type Statement, toColumns } from './statement.js';

/** Is called once, with the reason of a failure or with the rows. */
type Callback<Row> = (failure: unknown, rows?: Row[]) => void;

/** What a connection keeps for pg: the texts of the statements that the server has prepared on it, by name. */
type Connection = pg.Connection & { readonly parsedStatements: Readonly<Record<string, string>> };

/**
 * One execution of a statement, for pg's client in place of pg's own query. That one has the server describe the columns of every
 * result, which costs as much as a small result itself; this one asks once per connection and prepared statement. (A result with
 * other columns than before would be an error of the server's: it does not run such a prepared statement.)
 */
export class StatementQuery<Params extends object, Row> implements pg.Submittable {
  /** Under which name the statement is prepared; empty when it is not. */
  readonly name: string;
  readonly text: string;
  /** The parameters as they go over the wire. */
  readonly values: (string | Buffer | null)[];
  readonly #statement: Statement<Params, Row>;
  /** pg's client replaces it by one that ends the deadline. */
  callback: Callback<Row>;
  readonly #rows: Row[] = [];
  #known: Map<string, readonly Column[]> | undefined;
  #columns: readonly Column[] | undefined;
  #unreadable: unknown;

  constructor(statement: Statement<Params, Row>, params: Params, prepare: boolean, callback: Callback<Row>) {
    this.name = prepare ? statement.name : '';
    this.text = statement.text;
    this.#statement = statement;
    this.values = statement.values(params).map(utils.prepareValue);
    this.callback = callback;
  }

  /** Sends everything in one packet. */
  submit(connection: pg.Connection): void {
    this.#known = knownOn(connection);
    this.#columns = this.#known.get(this.name);
    const prepared = Object.hasOwn((connection as Connection).parsedStatements, this.name);
    connection.stream.cork();
    if (!prepared) connection.parse({ name: this.name, text: this.text, types: [] }, true);
    connection.bind({ statement: this.name, values: this.values }, true);
    if (!this.#columns) connection.describe({ type: 'P' }, true);
    connection.execute(null, true);
    connection.sync();
    connection.stream.uncork();
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.#columns = toColumns(fields);
  }

  /** Must not throw: pg calls it out of the socket's event. */
  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    try {
      this.#rows.push(this.#statement.row(this.#columns ?? [], fields));
    } catch (error) {
      this.#unreadable ??= error;
    }
  }

  handleCommandComplete(): void {
    if (this.name !== '') this.#known?.set(this.name, this.#columns ?? []);
  }

  handleError(error: unknown): void {
    this.callback(error);
  }

  handleReadyForQuery(): void {
    if (this.#unreadable === undefined) this.callback(null, this.#rows);
    else this.callback(this.#unreadable);
  }
}

/** The columns of the statements that were run on a connection, by name. */
const described = new WeakMap<pg.Connection, Map<string, readonly Column[]>>();

const knownOn = (connection: pg.Connection): Map<string, readonly Column[]> => {
  const known = described.get(connection) ?? new Map<string, readonly Column[]>();
  described.set(connection, known);
  return known;
};
