import type { InventoryItem, InventoryKind, ProcessRow, SocketRow } from '@vigie/contract/agent';

/**
 * What changes with every look: pid, processor seconds since the start, resident bytes, four rates, state, threads, open
 * files; then, once a minute and only when they changed: virtual, shared, swapped and unique bytes.
 */
export type Measure = readonly [...MeasureAtOnce, ...([] | [MeasureByMinute])];

type MeasureAtOnce = readonly [
  pid: number,
  cpuSeconds: number,
  rssBytes: number | null,
  readRate: number | null,
  writeRate: number | null,
  receivedRate: number | null,
  sentRate: number | null,
  state: string,
  threads: number,
  openFiles: number | null,
];

type MeasureByMinute = readonly [
  virtualBytes: number | null,
  sharedBytes: number | null,
  swapBytes: number | null,
  uniqueBytes: number | null,
];

/** The body of one record. In a key every part that is there is whole; otherwise it is what changed. */
export interface StateChange {
  /** Processes that are new or not what they were. */
  readonly p?: readonly ProcessRow[];
  /** Pids that ended. */
  readonly g?: readonly number[];
  readonly m?: readonly Measure[];
  readonly s?: readonly SocketRow[];
  /** True: `s` is all sockets. */
  readonly allSockets?: boolean;
  /** Sockets that are gone, by id. */
  readonly c?: readonly string[];
  /** Only listening sockets are kept from here on, since too many others come and go. */
  readonly cut?: boolean;
  readonly i?: readonly InventoryItem[];
  /** True: `i` is the whole inventory. */
  readonly allItems?: boolean;
  readonly d?: readonly (readonly [InventoryKind, string])[];
  /** Kinds of inventory this host can tell. */
  readonly k?: readonly InventoryKind[];
  /** When the host was looked at before, when that changed nothing and has no record of its own. */
  readonly lookMs?: number;
  /** True: every process that has changed is measured in `m`, not only the greatest. */
  readonly minute?: boolean;
  /** From here on nothing is known. */
  readonly unknown?: boolean;
  /** The host tells again: processes are told against what was known before, all else anew. */
  readonly back?: boolean;
}

/** `before` is the row as it was last written; null leaves out what is kept by the minute. */
export function measureOf(row: ProcessRow, before: ProcessRow | null): Measure {
  const measure: MeasureAtOnce = [
    row.pid,
    Math.round(row.cpuSeconds * 100) / 100,
    row.rssBytes,
    row.readBytesPerSecond,
    row.writeBytesPerSecond,
    row.receivedBytesPerSecond ?? null,
    row.sentBytesPerSecond ?? null,
    row.state,
    row.threads,
    row.openFiles,
  ];
  const isSame =
    before === null ||
    (before.virtualBytes === row.virtualBytes &&
      before.sharedBytes === row.sharedBytes &&
      before.swapBytes === row.swapBytes &&
      before.uniqueBytes === row.uniqueBytes);
  return isSame ? measure : [...measure, [row.virtualBytes, row.sharedBytes, row.swapBytes, row.uniqueBytes]];
}

/** A measure laid over the row it is of; the rate of the processor is over the time since that row was measured. */
export function withMeasure(row: ProcessRow, measure: Measure, elapsedMs: number): ProcessRow {
  const [, cpuSeconds, rssBytes, readBytesPerSecond, writeBytesPerSecond, received, sent, state, threads, openFiles, minute] = measure;
  const [virtualBytes, sharedBytes, swapBytes, uniqueBytes] = minute ?? [row.virtualBytes, row.sharedBytes, row.swapBytes, row.uniqueBytes];
  const cpuCores = elapsedMs > 0 ? Math.max(0, (cpuSeconds - row.cpuSeconds) / (elapsedMs / 1000)) : row.cpuCores;
  return {
    ...row,
    cpuCores,
    cpuSeconds,
    rssBytes,
    readBytesPerSecond,
    writeBytesPerSecond,
    receivedBytesPerSecond: received,
    sentBytesPerSecond: sent,
    state,
    threads,
    openFiles,
    virtualBytes,
    sharedBytes,
    swapBytes,
    uniqueBytes,
  };
}

/** Is it the same process, as a person would say? Its figures may differ. */
export function isSameProcess(a: ProcessRow, b: ProcessRow): boolean {
  return (
    a.startTicks === b.startTicks &&
    a.name === b.name &&
    a.exe === b.exe &&
    a.ppid === b.ppid &&
    a.user === b.user &&
    a.uid === b.uid &&
    a.nice === b.nice &&
    a.priority === b.priority &&
    a.unit === b.unit &&
    a.container === b.container &&
    a.deleted === b.deleted &&
    isSameList(a.hidden, b.hidden) &&
    isSameList(a.cmdline, b.cmdline)
  );
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}

export function isListening({ protocol, state, remotePort }: SocketRow): boolean {
  return state === 'LISTEN' || (protocol === 'udp' && (remotePort ?? 0) === 0);
}
