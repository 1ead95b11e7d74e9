import { Database } from 'bun:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'bun:test';
import { Kysely, sql } from 'kysely';
import { StartError } from '../platform/start-error.ts';
import { type Migration, migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { sqliteDialect } from './sqlite/dialect.ts';
import { openState } from './sqlite/open.ts';

let db: Kysely<unknown>;
beforeEach(() => {
  db = new Kysely({ dialect: sqliteDialect(new Database(':memory:')) });
});
afterEach(() => db.destroy());

const step = (name: string, statement: string): Migration => ({ name, up: async (trx) => void (await sql.raw(statement).execute(trx)) });

describe('the steps of the tables', () => {
  it('are each applied once, in the order of their names', async () => {
    const steps = [step('2-b', 'alter table a add column y text'), step('1-a', 'create table a (x text)')];
    expect(await migrate(db, steps)).toEqual(['1-a', '2-b']);
    expect(await migrate(db, [...steps, step('3-c', 'create table c (x text)')])).toEqual(['3-c']);
  });

  it('go on after one that broke, which left nothing behind', async () => {
    const half: Migration = {
      name: '2-b',
      up: async (trx) => {
        await sql`create table b (x text)`.execute(trx);
        throw new Error('the power failed');
      },
    };
    const first = step('1-a', 'create table a (x text)');
    await expect(migrate(db, [first, half])).rejects.toThrow('the power failed');
    expect(await migrate(db, [first, step('2-b', 'create table b (x text)')])).toEqual(['2-b']);
  });

  it('refuse a database of a newer version', async () => {
    await migrate(db, [step('9-z', 'create table z (x text)')]);
    await expect(migrate(db, [])).rejects.toBeInstanceOf(StartError);
  });

  it('have names that sort as they stand', () => {
    expect(migrations.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name).toSorted());
  });
});

describe('the state', () => {
  it('writes through to the disk and keeps references whole', async () => {
    const state = await openState(':memory:');
    const setting = async (name: string) =>
      Object.values((await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(state)).rows[0] ?? {})[0];
    expect([await setting('synchronous'), await setting('foreign_keys')]).toEqual([2, 1]);
    await state.destroy();
  });
});
