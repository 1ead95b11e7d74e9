import type { Host, MetricsPayload, Series } from '@vigie/contract';

/** The newest figures of one host. */
export interface ExposedHost {
  readonly host: Pick<Host, 'id' | 'name' | 'state'>;
  readonly newest: MetricsPayload | null;
}

/**
 * The Prometheus text format, version 0.0.4, for the whole fleet: each host's newest figures with `instance` (its name)
 * and `host_id`. A host that is not up gives only `vigie_host_up 0`: old figures are never shown as new.
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function formatExposition(hosts: readonly ExposedHost[]): string {
  const families = new Map<string, { readonly kind: Series['kind']; readonly lines: string[] }>();
  const add = (series: Series, own: Readonly<Record<string, string>>, value: number): void => {
    const family = families.get(series.name) ?? { kind: series.kind, lines: [] };
    families.set(series.name, family);
    // A name has one type; a series that changed its kind is shown when the family has it.
    if (family.kind === series.kind) {
      family.lines.push(`${series.name}${formatLabels({ ...own, ...series.labels })} ${value}`);
    }
  };
  for (const { host, newest } of hosts) {
    const own = { instance: host.name, host_id: host.id };
    add({ name: 'vigie_host_up', labels: {}, kind: 'gauge' }, own, host.state === 'up' ? 1 : 0);
    if (host.state !== 'up') {
      continue;
    }
    newest?.series?.forEach((series, index) => {
      const value = newest.values[index];
      if (value !== null && value !== undefined && isName(series.name)) {
        add(series, own, value);
      }
    });
  }
  return [...families].map(([name, { kind, lines }]) => `# TYPE ${name} ${kind}\n${lines.join('\n')}\n`).join('');
}

/** Figures of Vigie itself, each of its own name, without labels. */
export function formatOwn(figures: readonly { readonly series: Series; readonly value: number }[]): string {
  return figures
    .map(({ series, value }) => `# TYPE ${series.name} ${series.kind}\n${series.name}${formatLabels(series.labels)} ${value}\n`)
    .join('');
}

function isName(name: string): boolean {
  return /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name) && !name.includes('\n');
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels)
    .filter(([name]) => /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) && !name.includes('\n'))
    .map(([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}
