import type { Hosts } from '../../latest/index.ts';
import type { QueryHandler } from '../../operations/types.ts';
import type { MetricStore } from '../../storage/metrics/index.ts';
import { presentSeries } from './parts.ts';
import { type AcrossHandlers, createAcrossHandlers, readAsk } from './queries.ts';

export interface MetricDeps {
  readonly hosts: Hosts;
  readonly metrics: MetricStore;
  readonly now: () => number;
}

export interface MetricHandlers extends AcrossHandlers {
  readonly 'metric.query': QueryHandler<'metric.query'>;
}

export function createMetricHandlers(deps: MetricDeps): MetricHandlers {
  return {
    ...createAcrossHandlers(deps),
    'metric.query': {
      run: async (input) => {
        const { id } = deps.hosts.require(input.host);
        const ask = readAsk(input, deps.now());
        const result = deps.metrics.query({ ...ask, hosts: [id] });
        return {
          host: id,
          tier: result.tier,
          stepMs: result.stepMs,
          fromMs: ask.fromMs,
          toMs: ask.toMs,
          times: [...result.times],
          series: result.series.map(presentSeries),
        };
      },
    },
  };
}
