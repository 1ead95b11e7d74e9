import { counter, gauge, type Sample, type SeriesDescription } from '../collector.ts';

/** How one collector has fared: all its rounds' time since the agent began, and its last round. No data is a success. */
export interface CollectorRun {
  readonly name: string;
  readonly totalMs: number;
  readonly success: boolean;
}

/** The series that the runtime adds to each frame, from what it measured. */
export function createCollectorReport(): {
  readonly series: readonly SeriesDescription[];
  samples(runs: readonly CollectorRun[]): Sample[];
} {
  /* A counter in milliseconds: the time of each round is noise, which took a quarter of what a host at rest costs to keep. */
  const time = counter('vigie_agent_collector_seconds_total', ['collector'], 'How long a collector has worked since the agent began');
  const success = gauge('vigie_agent_collector_success', ['collector'], '1 when a collector did its work, 0 when it failed');
  return {
    series: [time, success],
    samples: (runs) =>
      runs.flatMap((run) => [
        { series: time.with(run.name), value: Math.round(run.totalMs) / 1e3 },
        { series: success.with(run.name), value: run.success ? 1 : 0 },
      ]),
  };
}
