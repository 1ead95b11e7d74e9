import type { Database } from 'bun:sqlite';
import { SqliteDialect } from 'kysely';

/** Bun's SQLite behind the query layer. Compiled statements are kept by Bun, at most twenty of them. */
export function sqliteDialect(database: Database): SqliteDialect {
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare: (sql) => {
        const statement = database.query(sql);
        return {
          reader: statement.columnNames.length > 0,
          all: (parameters) => statement.all(...(parameters as never[])),
          run: (parameters) => statement.run(...(parameters as never[])),
          iterate: (parameters) => statement.iterate(...(parameters as never[])) as IterableIterator<unknown>,
        };
      },
    },
  });
}
