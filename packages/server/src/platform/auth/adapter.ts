import { type CleanedWhere, type CustomAdapter, createAdapterFactory } from '@better-auth/core/db/adapter';
import { type ExpressionBuilder, type ExpressionWrapper, type Kysely, type ReferenceExpression, type SqlBool, sql } from 'kysely';
import type { AccountTables } from '../../storage/index.ts';

/** What a query is built from when the table is only known at run time; the library names tables and columns from its own schema. */
type AnyTables = Record<string, Record<string, unknown>>;
type Where = ExpressionWrapper<AnyTables, string, SqlBool>;
type Builder = ExpressionBuilder<AnyTables, string>;

/** The accounts library on our query layer: its own adapter would bring a second copy of every dialect. */
export function kyselyAdapter(tables: Kysely<AccountTables>) {
  const db = tables as unknown as Kysely<AnyTables>;
  return createAdapterFactory({
    config: { adapterId: 'vigie-kysely', supportsDates: false, supportsBooleans: false, supportsJSON: false, supportsArrays: false },
    adapter: ({ getFieldName }) => {
      const adapter: CustomAdapter = {
        create: async ({ model, data }) =>
          (await db.insertInto(model).values(data).returningAll().executeTakeFirstOrThrow()) as typeof data,
        findOne: async <T>({ model, where }: { model: string; where: CleanedWhere[] }) =>
          ((await db.selectFrom(model).selectAll().where(matching(where)).limit(1).executeTakeFirst()) ?? null) as T | null,
        findMany: async <T>({ model, where, limit, sortBy, offset }: Parameters<CustomAdapter['findMany']>[0]) => {
          let query = db.selectFrom(model).selectAll().limit(limit);
          if (where && where.length > 0) {
            query = query.where(matching(where));
          }
          if (sortBy) {
            query = query.orderBy(sql.ref(getFieldName({ model, field: sortBy.field })), sortBy.direction);
          }
          return (await (offset ? query.offset(offset) : query).execute()) as T[];
        },
        update: async <T>({ model, where, update }: { model: string; where: CleanedWhere[]; update: T }) =>
          ((await db
            .updateTable(model)
            .set(update as Record<string, unknown>)
            .where(matching(where))
            .returningAll()
            .executeTakeFirst()) ?? null) as T | null,
        updateMany: async ({ model, where, update }) =>
          Number((await db.updateTable(model).set(update).where(matching(where)).executeTakeFirst()).numUpdatedRows),
        delete: async ({ model, where }) => {
          await db.deleteFrom(model).where(matching(where)).execute();
        },
        deleteMany: async ({ model, where }) =>
          Number((await db.deleteFrom(model).where(matching(where)).executeTakeFirst()).numDeletedRows),
        count: async ({ model, where }) => {
          const query = db.selectFrom(model).select((is) => is.fn.countAll<number>().as('count'));
          const row = await (where && where.length > 0 ? query.where(matching(where)) : query).executeTakeFirstOrThrow();
          return Number(row.count);
        },
      };
      return adapter;
    },
  });
}

/** Conditions joined with AND must all hold, and one of those joined with OR; an empty list matches nothing, so that nothing is deleted by omission. */
function matching(where: readonly CleanedWhere[]) {
  return (is: Builder): Where => {
    const all = where.filter((condition) => condition.connector !== 'OR').map((condition) => compare(is, condition));
    const some = where.filter((condition) => condition.connector === 'OR').map((condition) => compare(is, condition));
    const parts = [...all, ...(some.length > 0 ? [is.or(some)] : [])];
    return parts.length > 0 ? is.and(parts) : (is.lit(false).$castTo<SqlBool>() as unknown as Where);
  };
}

function compare(is: Builder, { field, operator, value, mode }: CleanedWhere): Where {
  const column = field as ReferenceExpression<AnyTables, string>;
  const folded = mode === 'insensitive' && typeof value === 'string';
  const left = folded ? sql<string>`lower(${sql.ref(field)})` : column;
  const right = folded ? value.toLowerCase() : value;
  switch (operator) {
    case 'eq':
      return right === null ? is(left, 'is', null) : is(left, '=', right);
    case 'ne':
      return right === null ? is(left, 'is not', null) : is(left, '!=', right);
    case 'lt':
      return is(left, '<', right);
    case 'lte':
      return is(left, '<=', right);
    case 'gt':
      return is(left, '>', right);
    case 'gte':
      return is(left, '>=', right);
    case 'in':
      return is(left, 'in', Array.isArray(right) ? right : [right]);
    case 'not_in':
      return is(left, 'not in', Array.isArray(right) ? right : [right]);
    case 'contains':
      return is(left, 'like', `%${escapeLike(right)}%`);
    case 'starts_with':
      return is(left, 'like', `${escapeLike(right)}%`);
    case 'ends_with':
      return is(left, 'like', `%${escapeLike(right)}`);
    default:
      return operator satisfies never;
  }
}

/** The wildcards of LIKE cannot be escaped without a clause; SQLite and PostgreSQL both read them as themselves when they are left out. */
function escapeLike(value: unknown): string {
  return String(value).replace(/[%_]/g, '');
}
