import type { Database } from 'bun:sqlite';
import { SqliteDialect } from 'kysely';

const nothing = { changes: 0, lastInsertRowid: 0 };

/**
 * Bun's SQLite behind the query layer. Compiled statements are kept by Bun, at most twenty of them. A commit that finds
 * the disk full has been rolled back by SQLite already: the query layer's own rollback would only hide that cause.
 */
export function sqliteDialect(database: Database): SqliteDialect {
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare: (sql) => {
        const statement = database.query(sql);
        const isIdle = () => sql === 'rollback' && !database.inTransaction;
        return {
          reader: statement.columnNames.length > 0,
          all: (parameters) => statement.all(...(parameters as never[])),
          run: (parameters) => (isIdle() ? nothing : statement.run(...(parameters as never[]))),
          iterate: (parameters) => statement.iterate(...(parameters as never[])) as IterableIterator<unknown>,
        };
      },
    },
  });
}
