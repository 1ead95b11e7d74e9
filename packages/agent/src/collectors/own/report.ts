import { gauge, type Sample, type SeriesDescription } from '../collector.ts';

/** How one collector fared in one round. No data is a success. */
export interface CollectorRun {
  readonly name: string;
  readonly durationMs: number;
  readonly success: boolean;
}

/** The series that the runtime adds to each frame, from what it measured. */
export function createCollectorReport(): {
  readonly series: readonly SeriesDescription[];
  samples(runs: readonly CollectorRun[]): Sample[];
} {
  const duration = gauge('vigie_agent_collector_duration_seconds', ['collector'], 'How long a collector took in this round');
  const success = gauge('vigie_agent_collector_success', ['collector'], '1 when a collector did its work, 0 when it failed');
  return {
    series: [duration, success],
    samples: (runs) =>
      runs.flatMap((run) => [
        { series: duration.with(run.name), value: Math.round(run.durationMs * 1000) / 1e6 },
        { series: success.with(run.name), value: run.success ? 1 : 0 },
      ]),
  };
}
