import type { MetricSeries } from '@vigie/contract/agent';
import type { HostTree } from '../kernel/index.ts';

export interface Sample {
  readonly series: MetricSeries;
  readonly value: number;
}

/**
 * Numbers on a clock. An implementation
 * - must answer null when its file is not there ("no data"), and throw only when the host is short of something;
 * - must make each MetricSeries once and hand out the same object ever after, because the link knows it by identity;
 * - must never wait: not for a network file system, not for a device, not for another program;
 * - must never import the link or another collector.
 */
export interface Collector {
  readonly name: string;
  /** What it can tell, for the reference page. */
  readonly series: readonly SeriesDescription[];
  /** `nowMs` is the same for all collectors of a frame. */
  collect(nowMs: number): readonly Sample[] | null;
}

export interface SeriesDescription {
  readonly name: string;
  readonly kind: MetricSeries['kind'];
  readonly labels: readonly string[];
  /** What is counted, in English, for the reference page. */
  readonly help: string;
}

export interface CollectorDeps {
  readonly tree: HostTree;
}

/** Devices come and go with new names; a family that grew past this forgets, and the link learns the names again. */
const maxMembers = 5000;

/** The series of one name: each set of label values makes one MetricSeries, once. */
export class SeriesFamily implements SeriesDescription {
  private readonly members = new Map<string, MetricSeries>();

  constructor(
    readonly name: string,
    readonly kind: MetricSeries['kind'],
    readonly labels: readonly string[],
    readonly help: string,
  ) {}

  with(...values: readonly string[]): MetricSeries {
    const key = values.length === 1 ? (values[0] as string) : values.join('\0');
    let series = this.members.get(key);
    if (series === undefined) {
      if (this.members.size >= maxMembers) {
        this.members.clear();
      }
      series = {
        name: this.name,
        kind: this.kind,
        labels: Object.fromEntries(this.labels.map((label, index) => [label, values[index] ?? ''])),
      };
      this.members.set(key, series);
    }
    return series;
  }
}

export function gauge(name: string, labels: readonly string[], help: string): SeriesFamily {
  return new SeriesFamily(name, 'gauge', labels, help);
}

export function counter(name: string, labels: readonly string[], help: string): SeriesFamily {
  return new SeriesFamily(name, 'counter', labels, help);
}
