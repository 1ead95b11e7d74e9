import { describe, expect, it } from 'bun:test';
import { AppError, type OperationOutput } from '@vigie/contract';
import { SqliteMetricStore } from '../../storage/metrics/index.ts';
import { createFakeHosts } from '../../testing/fake-hosts.ts';
import { buildActor } from '../../testing/test-runner.ts';
import { createMetricHandlers } from './index.ts';

const now = Date.UTC(2026, 10, 20, 12);
const context = { actor: buildActor(), requestId: 'r', signal: new AbortController().signal };

async function bed() {
  const hosts = createFakeHosts({ now: () => now });
  const metrics = new SqliteMetricStore({ path: ':memory:', now: () => now });
  const series = (name: string, kind: 'gauge' | 'counter', labels = {}) => ({ name, kind, labels });
  const [load, idle, user] = [
    series('node_load1', 'gauge'),
    series('node_cpu_seconds_total', 'counter', { mode: 'idle' }),
    series('node_cpu_seconds_total', 'counter', { mode: 'user' }),
  ];
  for (let index = 0; index < 360; index++) {
    const samples = [
      { series: load, value: index === 100 ? Number.NaN : 1 },
      { series: idle, value: index * 5 },
      { series: user, value: index * 2 },
    ];
    void metrics.append({
      hostId: hosts.host.id,
      stream: 's',
      frame: { sequence: index, timeMs: now - (360 - index) * 10_000, intervalMs: 10_000, samples },
    });
  }
  metrics.flush();
  const handlers = createMetricHandlers({ hosts, metrics, now: () => now });
  const ask = (input: Record<string, string>): Promise<OperationOutput<'metric.query'>> =>
    handlers['metric.query'].run({ host: 'local', names: 'node_load1', from: 'now-1h', to: 'now', ...input }, context);
  return { ask };
}

describe('metric.query', () => {
  it('gives rates of counters on a grid that fits the range, and names tier and step', async () => {
    const { ask } = await bed();
    const answer = await ask({ names: 'node_cpu_seconds_total', labels: 'mode!=idle' });
    expect([answer.tier, answer.stepMs, answer.series.length, answer.series[0]?.labels]).toEqual(['raw', 10_000, 1, { mode: 'user' }]);
    expect(answer.series[0]?.values.filter((value) => value !== null).every((value) => value === 0.2)).toBe(true);
  });

  it('gives the samples themselves for a short range, and no number that JSON lacks', async () => {
    const { ask } = await bed();
    const answer = await ask({ from: 'now-10m' });
    expect([answer.stepMs, answer.times.length, answer.series[0]?.values[0]]).toEqual([0, 60, 1]);
    expect((await ask({ step: '0s' })).series[0]?.values[100]).toBeNull();
  });

  it('says what is wrong with a moment, a step and a host', async () => {
    const { ask } = await bed();
    const codeOf = async (input: Record<string, string>) =>
      ask(input).then(
        () => 'answered',
        (error: unknown) => (error instanceof AppError ? `${error.code} ${error.details[0]?.path ?? ''}` : String(error)),
      );
    expect(await codeOf({ from: 'yesterday' })).toBe('invalid_input from');
    expect(await codeOf({ step: '5' })).toBe('invalid_input step');
    expect(await codeOf({ from: 'now', to: 'now-1h' })).toBe('invalid_input to');
    expect(await codeOf({ host: 'nowhere' })).toBe('host_not_found ');
  });
});
