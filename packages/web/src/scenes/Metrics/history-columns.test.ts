import { describe, expect, it } from 'bun:test';
import type { MetricHistory } from '@vigie/contract';
import { linesOf } from './history-columns.ts';

const history = (stepMs: number, times: number[], series: Partial<MetricHistory['series'][number]>[]): MetricHistory => ({
  host: 'h',
  tier: 'raw',
  stepMs,
  fromMs: 0,
  toMs: 100_000,
  times,
  series: series.map((one) => ({ name: 'm', labels: {}, kind: 'gauge', values: [], min: null, max: null, ...one })),
});
const nameOf = ({ labels }: { labels: Record<string, string> }) => labels.device ?? 'm';
const column = (lines: ReturnType<typeof linesOf>, key: string) => Array.from(lines.columns.column(key) ?? []);

describe('the lines of a metric', () => {
  it('are what a counter grows a second, of samples and of steps alike', () => {
    const samples = linesOf(history(0, [1000, 2000, 3000], [{ kind: 'counter', values: [10, 14, 2] }]), nameOf, 1);
    expect(column(samples, '-')).toEqual([Number.NaN, 4, Number.NaN]);
    const steps = linesOf(history(30_000, [0, 30_000], [{ kind: 'counter', values: [4, 0], min: [3, 0], max: [6, 5] }]), nameOf, 100);
    expect([column(steps, '-'), column(steps, '-#low'), column(steps, '-#high')]).toEqual([
      [400, 0],
      [300, 0],
      [600, 500],
    ]);
    expect(Array.from(steps.columns.times)).toEqual([15_000, 45_000]);
  });

  it('leave out the steps of which nothing is known', () => {
    const lines = linesOf(history(10_000, [0, 10_000, 20_000, 30_000], [{ values: [1, null, null, 2] }]), nameOf, 1);
    expect(Array.from(lines.columns.times)).toEqual([5000, 35_000]);
  });

  it('are the greatest eight, in the order of the server, and tell how many are left out', () => {
    const series = Array.from({ length: 11 }, (_, index) => ({ labels: { device: `d${index}` }, values: [index === 0 ? 100 : index] }));
    const lines = linesOf(history(0, [1000], series), nameOf, 1);
    expect([lines.lines.map(({ name }) => name), lines.left]).toEqual([['d0', 'd4', 'd5', 'd6', 'd7', 'd8', 'd9', 'd10'], 3]);
  });

  it('lie over another time when they are moved', () => {
    expect(Array.from(linesOf(history(0, [1000], [{ values: [1] }]), nameOf, 1, 86_400_000).columns.times)).toEqual([86_401_000]);
  });
});
