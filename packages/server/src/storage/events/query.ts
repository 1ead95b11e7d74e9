import type { Database, SQLQueryBindings } from 'bun:sqlite';
import type { EventSeverity } from '@vigie/contract/agent';
import { matchWords } from './match.ts';
import type { EventQuery, StoredEvent } from './port.ts';
import { firstIdOf, timeOfId } from './schema.ts';

interface Row {
  readonly id: number;
  readonly stream: string;
  readonly sequence: number;
  readonly host: string;
  readonly kind: string;
  readonly severity: EventSeverity;
  readonly host_ms: number;
  readonly received_ms: number;
  readonly fields: string;
}

interface Clause {
  readonly sql: string;
  readonly values: readonly SQLQueryBindings[];
}

/** Rows one page may look at; a filter that finds little goes on with the next page. */
export const mostScanned = 20_000;

/** Newest first. */
export function readPage(db: Database, query: EventQuery, scan = mostScanned): { items: StoredEvent[]; next: number | null } {
  const kinds = query.kinds?.length ? [...new Set(query.kinds)] : [null];
  const pages = kinds.map((kind) => readOf(db, query, kind, scan));
  const rows = pages.flatMap((page) => page.rows).sort((a, b) => b.id - a.id);
  // Older than where any of them stopped looking, nothing is known yet.
  const seenDownTo = Math.max(...pages.map((page) => page.stoppedAt ?? Number.NEGATIVE_INFINITY));
  const known = rows.filter((row) => row.id >= seenDownTo).slice(0, query.limit);
  const cut = known.length === query.limit && rows.length > query.limit;
  const next = cut || known.length === query.limit ? (known.at(-1)?.id ?? null) : Number.isFinite(seenDownTo) ? seenDownTo : null;
  return { items: known.map(toEvent), next };
}

/** One kind at a time, so that each is read in the order of its index. */
function readOf(db: Database, query: EventQuery, kind: string | null, scan: number): { rows: Row[]; stoppedAt: number | null } {
  const { expression, pieces } = matchWords(query.words ?? []);
  const range: Clause[] = [
    { sql: 'event.id < ?', values: [Math.min(query.before ?? Number.MAX_SAFE_INTEGER, firstIdOf(query.toMs ?? Number.MAX_SAFE_INTEGER))] },
    { sql: 'event.id >= ?', values: [Math.max((query.after ?? -1) + 1, firstIdOf(query.fromMs ?? 0))] },
  ];
  const indexed: Clause[] = [];
  const rest: Clause[] = [];
  // The narrowest of these leads; the others are looked at row by row.
  const leading: Clause[] = [
    ...(kind === null ? [] : [{ sql: 'event.kind = ?', values: [kind] }]),
    ...severityClauses(query.severities),
    ...(query.hostId === undefined ? [] : [{ sql: 'event.host = ?', values: [query.hostId] }]),
  ];
  if (expression === null) {
    indexed.push(...leading);
  } else {
    rest.push(...leading);
  }
  for (const { name, value } of query.fields ?? []) {
    // As JSON: a text stands in quotes there, a number or a truth value does not.
    const path = `$."${name.replaceAll('"', '')}"`;
    rest.push({ sql: '(event.fields -> ?) COLLATE NOCASE IN (?, ?)', values: [path, value, JSON.stringify(value)] });
  }
  for (const piece of pieces) {
    rest.push({ sql: 'instr(event.fields, ?) > 0', values: [JSON.stringify(piece).slice(1, -1)] });
  }
  const from =
    expression === null ? { sql: 'event', values: [] } : { sql: 'event_text CROSS JOIN event ON event.id = event_text.rowid', values: [] };
  const textRange: Clause[] =
    expression === null
      ? range
      : [
          { sql: 'event_text MATCH (?)', values: [expression] },
          ...range.map((clause) => ({ sql: clause.sql.replace('event.id', 'event_text.rowid'), values: clause.values })),
        ];
  const order = expression === null ? 'event.id' : 'event_text.rowid';
  const scanned = select(from.sql, order, [...textRange, ...indexed]);
  if (rest.length === 0) {
    const rows = db.query<Row, SQLQueryBindings[]>(`${columns(scanned.sql)} LIMIT ${query.limit + 1}`).all(...scanned.values);
    return { rows, stoppedAt: null };
  }
  const filter = { sql: rest.map((clause) => clause.sql).join(' AND '), values: rest.flatMap((clause) => [...clause.values]) };
  const rows = db
    .query<Row, SQLQueryBindings[]>(
      `SELECT event.id, event.stream_name AS stream, event.sequence, event.host, event.kind, event.severity, event.host_ms, event.received_ms, event.fields
       FROM (${columns(scanned.sql, 'stream_name')} LIMIT ${scan}) AS event WHERE ${filter.sql} LIMIT ${query.limit + 1}`,
    )
    .all(...scanned.values, ...filter.values);
  if (rows.length > query.limit) {
    return { rows, stoppedAt: null };
  }
  const last = db
    .query<{ id: number }, SQLQueryBindings[]>(`SELECT event.id FROM ${scanned.sql} LIMIT 1 OFFSET ${scan - 1}`)
    .get(...scanned.values);
  return { rows, stoppedAt: last?.id ?? null };
}

/** Info is most of everything: its index would cost more than it saves, so only the others have one. */
function severityClauses(severities: readonly EventSeverity[] | undefined): Clause[] {
  if (!severities?.length || severities.length === 3) {
    return [];
  }
  const list = severities.map(() => '?').join(', ');
  const partial = severities.includes('info') ? '' : " AND event.severity <> 'info'";
  return [{ sql: `event.severity IN (${list})${partial}`, values: severities }];
}

function select(from: string, order: string, clauses: readonly Clause[]): Clause {
  return {
    sql: `${from} WHERE ${clauses.map((clause) => clause.sql).join(' AND ')} ORDER BY ${order} DESC`,
    values: clauses.flatMap((clause) => [...clause.values]),
  };
}

function columns(source: string, streamAs = 'stream'): string {
  return `SELECT event.id, (SELECT name FROM stream WHERE stream.id = event.stream) AS ${streamAs}, event.sequence, event.host, event.kind, event.severity,
    event.host_ms, event.received_ms, event.fields FROM ${source}`;
}

function toEvent(row: Row): StoredEvent {
  return {
    id: row.id,
    hostId: row.host,
    stream: row.stream,
    sequence: row.sequence,
    kind: row.kind,
    severity: row.severity,
    timeMs: timeOfId(row.id),
    hostTimeMs: row.host_ms,
    receivedMs: row.received_ms,
    fields: JSON.parse(row.fields) as StoredEvent['fields'],
  };
}
