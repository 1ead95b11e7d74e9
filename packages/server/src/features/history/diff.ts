import type { HostDifference, Language } from '@vigie/contract';
import type { EventFields, ProcessRow, SocketRow } from '@vigie/contract/agent';
import { describeDifference } from './diff-words.ts';
import type { State } from './moment.ts';
import { isListening } from './state.ts';

type Kind = HostDifference['kind'];
type Scalar = string | number | boolean | null;

interface Thing {
  readonly kind: Kind;
  readonly key: string;
  readonly fields: Readonly<Record<string, Scalar>>;
}

/** What a person looks for first stands first. */
const order: readonly Kind[] = ['package', 'unit', 'port', 'parameter', 'mount', 'address', 'route', 'login', 'process'];

/** Members of inventory that move by themselves and mean nothing in a comparison. */
const restless: Readonly<Record<string, readonly string[]>> = { unit: ['mainPid', 'memoryBytes'], login: ['idleMs'] };

/** What differs between two states, in the order in which a person would ask. `kinds` null compares everything. */
export function compareStates(before: State, after: State, kinds: ReadonlySet<string> | null, language: Language): HostDifference[] {
  const wanted = (kind: Kind) => kinds === null || kinds.has(kind);
  const inventory = (replay: State): Thing[] =>
    [...replay.inventory.values()].map(({ kind, key, fields }) => ({ kind, key, fields: settled(kind, fields) }));
  const comparable = new Set((before.inventoryKinds ?? []).filter((kind) => after.inventoryKinds?.includes(kind)));
  const things = (replay: State): Thing[] => [
    ...inventory(replay).filter(({ kind }) => comparable.has(kind as never)),
    ...(before.hasSockets && after.hasSockets ? portsOf(replay.sockets.values()) : []),
    ...programsOf([...replay.processes.values()].map(({ row }) => row)),
  ];
  return compareThings(
    things(before).filter(({ kind }) => wanted(kind)),
    things(after).filter(({ kind }) => wanted(kind)),
  )
    .map((one) => ({ ...one, text: describeDifference(one, language) }))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.key < b.key ? -1 : 1));
}

export type Difference = Omit<HostDifference, 'text'>;

function compareThings(before: readonly Thing[], after: readonly Thing[]): Difference[] {
  const keyOf = ({ kind, key }: Thing) => `${kind}\0${key}`;
  const old = new Map(before.map((thing) => [keyOf(thing), thing]));
  const found: Difference[] = [];
  for (const thing of after) {
    const known = old.get(keyOf(thing));
    old.delete(keyOf(thing));
    const fields = fieldsOf(known?.fields ?? {}, thing.fields);
    if (!known || fields.length > 0) {
      found.push({ kind: thing.kind, key: thing.key, change: known ? 'changed' : 'added', fields });
    }
  }
  for (const thing of old.values()) {
    found.push({ kind: thing.kind, key: thing.key, change: 'removed', fields: fieldsOf(thing.fields, {}) });
  }
  return found;
}

function fieldsOf(before: Thing['fields'], after: Thing['fields']): { name: string; before: Scalar; after: Scalar }[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .map((name) => ({ name, before: before[name] ?? null, after: after[name] ?? null }))
    .filter((field) => field.before !== field.after);
}

function settled(kind: string, fields: EventFields): EventFields {
  const left = restless[kind];
  return left ? Object.fromEntries(Object.entries(fields).filter(([name]) => !left.includes(name))) : fields;
}

/** Listening sockets: where, and who listens. */
function portsOf(rows: Iterable<SocketRow>): Thing[] {
  const ports = new Map<string, Thing>();
  for (const row of rows) {
    if (row.protocol === 'unix' || !isListening(row)) {
      continue;
    }
    const address = row.family === 'ipv6' ? `[${row.localAddress}]` : row.localAddress;
    const key = `${row.protocol} ${address}:${row.localPort}`;
    ports.set(key, { kind: 'port', key, fields: { program: row.processName, user: row.user } });
  }
  return [...ports.values()];
}

/** Processes of one name, user and unit are one program; the oldest of them says whether it was started again. */
function programsOf(rows: readonly ProcessRow[]): Thing[] {
  const programs = new Map<string, ProcessRow[]>();
  for (const row of rows) {
    if (!row.kernel) {
      const key = `${row.name} · ${row.user}${row.unit === null ? '' : ` · ${row.unit}`}`;
      programs.set(key, [...(programs.get(key) ?? []), row]);
    }
  }
  return [...programs].map(([key, members]) => {
    const oldest = members.reduce((first, row) => (row.startTicks < first.startTicks ? row : first));
    return {
      kind: 'process',
      key,
      fields: { pid: oldest.pid, processes: members.length, program: oldest.exe, command: oldest.cmdline.join(' ').slice(0, 300) },
    };
  });
}
