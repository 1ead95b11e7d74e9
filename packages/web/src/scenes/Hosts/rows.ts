import type { Host, MetricAcross, NewestValues } from '@vigie/contract';
import type { Token } from '@vigie/contract/filter/tokens';
import { parseRowFilter, type RowFilter, type RowFilterResult, testText } from '../../lib/row-filter.ts';

/** The newest figures of one host, shares in percent; null is not known. */
export interface HostFigures {
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly disk: number | null;
  readonly load: number | null;
  /** When the newest of them was measured; the list of hosts itself is told only when a state changes. */
  readonly measuredMs: number | null;
}

export interface HostRow extends HostFigures {
  /** Its place in the list of the server: rows that are alike do not change places. */
  readonly place: number;
  readonly host: Host;
}

export const noFigures: HostFigures = { cpu: null, memory: null, disk: null, load: null, measuredMs: null };

/** Worst first; not known counts worse than well, and never as well. */
export const stateOrder: readonly Host['state'][] = ['down', 'late', 'unknown', 'up'];

/** CPU from the share of idle of the last minutes; memory and the fullest file system from the newest samples. */
export function figuresOf(idle: MetricAcross | undefined, newest: NewestValues | undefined): ReadonlyMap<string, HostFigures> {
  const found = new Map<string, { -readonly [K in keyof HostFigures]: HostFigures[K] }>();
  const of = (host: string) => {
    const known = found.get(host) ?? { ...noFigures };
    found.set(host, known);
    return known;
  };
  for (const { host, values } of idle?.series ?? []) {
    const last = values.findLast((value) => value !== null);
    if (host !== null && last !== undefined && last !== null) {
      of(host).cpu = Math.min(100, Math.max(0, 100 * (1 - last)));
    }
  }
  const byHost = Map.groupBy(newest?.items ?? [], ({ host }) => host);
  for (const [host, items] of byHost) {
    const one = (name: string) => items.find((item) => item.name === name)?.value ?? null;
    const [total, available] = [one('node_memory_MemTotal_bytes'), one('node_memory_MemAvailable_bytes')];
    const figures = of(host);
    figures.load = one('node_load1');
    figures.memory = total !== null && available !== null && total > 0 ? 100 * (1 - available / total) : null;
    figures.disk = fullest(items);
    figures.measuredMs = Math.max(...items.map(({ time }) => Date.parse(time)));
  }
  return found;
}

/** As df(1) reckons: what is used of what an ordinary user may use. */
function fullest(items: NewestValues['items']): number | null {
  const of = (name: string) =>
    new Map(items.filter((item) => item.name === name).map((item) => [item.labels.mountpoint ?? '', item.value] as const));
  const [sizes, free, available] = [of('node_filesystem_size_bytes'), of('node_filesystem_free_bytes'), of('node_filesystem_avail_bytes')];
  let most: number | null = null;
  for (const [mount, size] of sizes) {
    const [unused, usable] = [free.get(mount), available.get(mount)];
    if (unused == null || usable == null || size === null || size <= 0) {
      continue;
    }
    const used = size - unused;
    const share = used + usable > 0 ? (100 * used) / (used + usable) : 0;
    most = Math.max(most ?? 0, share);
  }
  return most;
}

type HostFilter = RowFilter<HostRow>;

const texts: Readonly<Record<string, (row: HostRow) => readonly (string | null)[]>> = {
  name: ({ host }) => [host.name, host.reportedName],
  host: ({ host }) => [host.name, host.reportedName],
  site: ({ host }) => [host.site],
  tag: ({ host }) => host.tags,
  state: ({ host }) => [host.state],
  status: ({ host }) => [host.state],
  os: ({ host }) => [host.operatingSystem],
  kernel: ({ host }) => [host.kernel],
  agent: ({ host }) => [host.agentVersion],
  address: ({ host }) => host.addresses,
  ip: ({ host }) => host.addresses,
  id: ({ host }) => [host.id],
};
const figures: Readonly<Record<string, (row: HostRow) => number | null>> = {
  cpu: ({ cpu }) => cpu,
  mem: ({ memory }) => memory,
  memory: ({ memory }) => memory,
  disk: ({ disk }) => disk,
  load: ({ load }) => load,
  cores: ({ host }) => host.cpuCount,
};

function freeText({ host }: HostRow): string {
  return [host.name, host.reportedName, host.site, ...host.tags, host.operatingSystem, host.kernel, ...host.addresses, host.id]
    .filter((part) => part !== null)
    .join(' ')
    .toLowerCase();
}

function testOf({ field, operator, value }: Token): HostFilter | 'number' {
  const wanted = value.toLowerCase();
  const text = field === null || operator === null ? undefined : texts[field];
  if (text) {
    return testText(text, operator, value);
  }
  const figure = field === null || operator === null ? undefined : figures[field];
  if (figure) {
    const bound = Number(value.replace(/\s*%$/, ''));
    if (value === '' || !Number.isFinite(bound)) {
      return 'number';
    }
    // What is not known is neither more nor less.
    const holds = (test: (value: number) => boolean): HostFilter => {
      return (row) => {
        const known = figure(row);
        return known !== null && test(known);
      };
    };
    switch (operator) {
      case '>':
        return holds((known) => known > bound);
      case '>=':
        return holds((known) => known >= bound);
      case '<':
        return holds((known) => known < bound);
      case '<=':
        return holds((known) => known <= bound);
      case '!=':
        return holds((known) => Math.round(known) !== Math.round(bound));
      default:
        return holds((known) => Math.round(known) === Math.round(bound));
    }
  }
  const whole = field === null || operator === null ? wanted : `${field}${operator}${wanted}`;
  return (row) => freeText(row).includes(whole);
}

/** Words, `site:Lyon`, `tag:web`, `state:down`, `cpu>80`, `disk>=90`, `not` before any. */
export function parseHostFilter(input: string): RowFilterResult<HostRow> {
  return parseRowFilter(input, testOf);
}

/** When the last frame came, as far as this page knows; null is never. */
export function seenMs({ host, measuredMs }: HostRow, nowMs: number): number | null {
  const told = host.lastFrameAt === null ? null : Date.parse(host.lastFrameAt);
  // A host whose clock is ahead was not seen in the future.
  return measuredMs === null ? told : Math.max(told ?? 0, Math.min(measuredMs, nowMs));
}
