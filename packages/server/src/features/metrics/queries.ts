import { AppError, type OperationOutput, type OperationParsed, text } from '@vigie/contract';
import type { Hosts } from '../../latest/index.ts';
import type { QueryHandler } from '../../operations/types.ts';
import type { Across, MetricQuery, MetricResult } from '../../storage/metrics/index.ts';
import type { MetricDeps } from './operations.ts';
import { chooseStep, parseMatchers, presentSeries, requireDuration, requireMoment } from './parts.ts';

/** What an answer may hold: enough for any page, little enough for a page to draw. */
const mostCells = 2_000_000;
const mostValuesOfLabel = 200;

type AskOverTime = Pick<OperationParsed<'metric.query'>, 'names' | 'labels' | 'from' | 'to' | 'step' | 'aggregate' | 'quantile'>;

export interface AcrossHandlers {
  readonly 'metric.across': QueryHandler<'metric.across'>;
  readonly 'metric.newest': QueryHandler<'metric.newest'>;
  readonly 'metric.names': QueryHandler<'metric.names'>;
}

/** The part of a query that `metric.query` and `metric.across` share. */
export function readAsk(input: AskOverTime, nowMs: number): Omit<MetricQuery, 'hosts'> {
  const fromMs = requireMoment('from', input.from, nowMs);
  const toMs = requireMoment('to', input.to, nowMs);
  return {
    names: input.names.split(','),
    matchers: parseMatchers(input.labels),
    fromMs,
    toMs,
    stepMs: input.step === undefined ? chooseStep(toMs - fromMs) : requireDuration('step', input.step),
    band: true,
    ...(input.aggregate === undefined ? {} : { aggregate: input.aggregate }),
    ...(input.quantile === undefined ? {} : { quantile: input.quantile }),
  };
}

export function createAcrossHandlers(deps: MetricDeps): AcrossHandlers {
  return {
    'metric.across': {
      async run(input) {
        const hosts = hostsOf(deps.hosts, input.hosts);
        const ask = readAsk(input, deps.now());
        const across = acrossOf(input);
        requireBounded(hosts.length, ask);
        const result = deps.metrics.query({ ...ask, hosts, ...(across ? { across } : {}) });
        return presentAcross(hosts.length, ask, result);
      },
    },
    'metric.newest': {
      async run(input) {
        const items = deps.metrics.newest({
          hosts: hostsOf(deps.hosts, input.hosts),
          names: input.names.split(','),
          matchers: parseMatchers(input.labels),
        });
        return {
          count: items.length,
          items: items.map(({ hostId, name, labels, kind, timeMs, value }) => ({
            host: hostId,
            name,
            labels: { ...labels },
            kind,
            time: new Date(timeMs).toISOString(),
            value: Number.isFinite(value) ? value : null,
          })),
        };
      },
    },
    'metric.names': {
      async run(input) {
        const hosts = hostsOf(deps.hosts, input.hosts);
        const known = [...new Set(hosts.flatMap((host) => deps.metrics.names(host)))];
        const wanted = known.filter((name) => name.includes(input.q ?? '')).sort();
        const found = wanted.length === 0 ? [] : deps.metrics.newest({ hosts, names: wanted });
        const items = new Map<string, { kind: 'gauge' | 'counter'; series: number; labels: Map<string, Set<string>> }>();
        for (const { name, kind, labels } of found) {
          const item = items.get(name) ?? { kind, series: 0, labels: new Map<string, Set<string>>() };
          items.set(name, item);
          item.series++;
          for (const [label, value] of Object.entries(labels)) {
            const values = item.labels.get(label) ?? new Set();
            item.labels.set(label, values.size < mostValuesOfLabel ? values.add(value) : values);
          }
        }
        return {
          count: items.size,
          items: [...items].map(([name, { kind, series, labels }]) => ({
            name,
            kind,
            series,
            labels: Object.fromEntries([...labels].map(([label, values]) => [label, [...values].sort()])),
          })),
        };
      },
    },
  };
}

/** `*`, or ids; one that is not known is an error that names it. */
function hostsOf(hosts: Hosts, list: string): string[] {
  return list === '*' ? hosts.list().map(({ id }) => id) : [...new Set(list.split(',').map((ref) => hosts.require(ref).id))];
}

function acrossOf(input: OperationParsed<'metric.across'>): Across | null {
  if (input.across === undefined) {
    return null;
  }
  return {
    how: input.across,
    by: input.by === undefined ? [] : input.by.split(','),
    ...(input.across_quantile === undefined ? {} : { quantile: input.across_quantile }),
  };
}

/** The store bounds its own work; this says it before, in words a person can act on. */
function requireBounded(hosts: number, { names, fromMs, toMs, stepMs }: Omit<MetricQuery, 'hosts'>): void {
  const cells = hosts * names.length * ((toMs - fromMs) / Math.max(stepMs, 1000));
  if (cells > mostCells * 10) {
    throw new AppError('invalid_input', {
      details: [
        {
          path: 'step',
          message: text(
            'this would answer with too much: ask for fewer hosts, a shorter time or a longer step',
            'la réponse serait trop grande : demandez moins d’hôtes, une durée plus courte ou un pas plus long',
          ),
        },
      ],
    });
  }
}

function presentAcross(
  hosts: number,
  { fromMs, toMs }: Omit<MetricQuery, 'hosts'>,
  result: MetricResult,
): OperationOutput<'metric.across'> {
  return {
    hosts,
    tier: result.tier,
    stepMs: result.stepMs,
    fromMs,
    toMs,
    times: [...result.times],
    series: result.series.map((one) => ({ ...presentSeries(one), host: one.hostId === '' ? null : one.hostId })),
  };
}
