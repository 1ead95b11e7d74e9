import type { OperationOutput } from '@vigie/contract';
import type { WidgetUnit } from '../../components/widgets/index.ts';

export type MetricName = OperationOutput<'metric.names'>['items'][number];

export const groupIds = [
  'cpu',
  'load',
  'memory',
  'pressure',
  'disk',
  'filesystem',
  'network',
  'process',
  'temperature',
  'system',
  'agent',
  'other',
] as const;
export type GroupId = (typeof groupIds)[number];

/** By the names of node_exporter; the first that fits. */
const patterns: readonly (readonly [RegExp, GroupId])[] = [
  [/^vigie_/, 'agent'],
  [/^node_(cpu|schedstat)_/, 'cpu'],
  [/^node_load/, 'load'],
  [/^node_(memory|vmstat)_/, 'memory'],
  [/^node_pressure_/, 'pressure'],
  [/^node_disk_/, 'disk'],
  [/^node_filesystem_/, 'filesystem'],
  [/^node_(network|netstat|sockstat)_/, 'network'],
  [/^node_(procs|processes|forks|systemd)/, 'process'],
  [/^node_(hwmon|thermal)_/, 'temperature'],
  [/^node_(boot|context|intr|entropy|filefd|time|uname)/, 'system'],
];

export function groupOf(name: string): GroupId {
  return patterns.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
}

/** By the unit at the end of the name (https://prometheus.io/docs/practices/naming/); a counter is drawn as what it grows a second. */
export function unitOf({ name, kind }: Pick<MetricName, 'name' | 'kind'>): WidgetUnit {
  if (kind === 'counter') {
    return /_bytes(_total)?$/.test(name) ? 'bytes_per_second' : /_seconds(_total)?$/.test(name) ? 'cores' : 'per_second';
  }
  return /_bytes$/.test(name)
    ? 'bytes'
    : /_seconds$/.test(name)
      ? 'seconds'
      : /_ratio$/.test(name)
        ? 'ratio'
        : /_celsius$/.test(name)
          ? 'celsius'
          : 'none';
}

export interface MetricGroup {
  readonly id: GroupId;
  readonly items: readonly MetricName[];
}

/** Those whose name or title holds every word, in the order of the groups, names within them. */
export function groupMetrics(
  items: readonly MetricName[],
  words: string,
  titleOf: (name: string) => string = () => '',
): readonly MetricGroup[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = items.filter(({ name }) => {
    const text = `${name} ${titleOf(name)}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  return groupIds.flatMap((id) => {
    const own = found.filter(({ name }) => groupOf(name) === id).sort((a, b) => (a.name < b.name ? -1 : 1));
    return own.length === 0 ? [] : [{ id, items: own }];
  });
}
