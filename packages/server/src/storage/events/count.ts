import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { AppError, text } from '@vigie/contract';
import type { EventSeverity } from '@vigie/contract/agent';
import { matchWords } from './match.ts';
import type { EventCountQuery } from './port.ts';
import { firstIdOf, idsPerMs } from './schema.ts';

/** Counting more than this would keep others waiting. */
const mostCounted = 1_000_000;

/** Counts in the store itself: no event is read into memory. */
export function countEvents(db: Database, query: EventCountQuery): Record<EventSeverity, Uint32Array> {
  const { fromMs, toMs, steps } = query;
  const { expression, pieces } = matchWords(query.words ?? []);
  const stepMs = (toMs - fromMs) / steps;
  const clauses: { sql: string; values: SQLQueryBindings[] }[] = [
    { sql: 'event.id >= ? AND event.id < ?', values: [firstIdOf(fromMs), firstIdOf(toMs)] },
    ...listClause('event.kind', query.kinds),
    ...listClause('event.severity', query.severities),
    ...(query.hostId === undefined ? [] : [{ sql: 'event.host = ?', values: [query.hostId] }]),
    ...(expression === null
      ? []
      : [{ sql: 'event.id IN (SELECT rowid FROM event_text WHERE event_text MATCH (?))', values: [expression] }]),
    ...pieces.map((piece) => ({ sql: 'instr(event.fields, ?) > 0', values: [JSON.stringify(piece).slice(1, -1)] })),
    ...(query.fields ?? []).map(({ name, value }) => ({
      sql: '(event.fields -> ?) COLLATE NOCASE IN (?, ?)',
      values: [`$."${name.replaceAll('"', '')}"`, value, JSON.stringify(value)],
    })),
  ];
  const rows = db
    .query<{ step: number; severity: EventSeverity; count: number }, SQLQueryBindings[]>(
      `SELECT CAST((id / ${idsPerMs} - ?) / ? AS INTEGER) AS step, severity, count(*) AS count
       FROM (SELECT event.id AS id, event.severity AS severity FROM event WHERE ${clauses.map(({ sql }) => sql).join(' AND ')} LIMIT ${mostCounted + 1})
       GROUP BY step, severity`,
    )
    .all(fromMs, stepMs, ...clauses.flatMap(({ values }) => values));
  if (rows.reduce((sum, { count }) => sum + count, 0) > mostCounted) {
    throw new AppError('invalid_input', {
      details: [
        { path: 'from', message: text('too many events: ask for a shorter time', 'trop d’événements : demandez une durée plus courte') },
      ],
    });
  }
  const counts = { info: new Uint32Array(steps), warning: new Uint32Array(steps), critical: new Uint32Array(steps) };
  for (const { step, severity, count } of rows) {
    const column = counts[severity];
    const index = Math.min(steps - 1, Math.max(0, step));
    column[index] = (column[index] ?? 0) + count;
  }
  return counts;
}

function listClause(column: string, values: readonly string[] | undefined): { sql: string; values: SQLQueryBindings[] }[] {
  return values?.length ? [{ sql: `${column} IN (${values.map(() => '?').join(', ')})`, values: [...values] }] : [];
}
