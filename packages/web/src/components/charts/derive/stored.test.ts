import { describe, expect, it } from 'bun:test';
import type { MetricHistory } from '@vigie/contract';
import { framesOfHistory, highKey, lowKey } from './stored.ts';

type Column = (number | null)[];
const series = (
  name: string,
  kind: 'gauge' | 'counter',
  values: Column,
  labels: Record<string, string> = {},
  band: [Column, Column] | null = null,
) => ({
  name,
  kind,
  labels,
  values,
  min: band?.[0] ?? null,
  max: band?.[1] ?? null,
});
const history = (stepMs: number, times: number[], list: ReturnType<typeof series>[]): MetricHistory => ({
  host: 'h',
  tier: '1m',
  stepMs,
  fromMs: times[0] ?? 0,
  toMs: (times.at(-1) ?? 0) + stepMs,
  times,
  series: list,
});
const minute = 60_000;
const grid = (count: number) => Array.from({ length: count }, (_, index) => index * minute);
const shown = (column: Float64Array | null) =>
  [...(column ?? [])].map((value) => (Number.isNaN(value) ? null : Math.round(value * 1000) / 1000));

describe('stored figures', () => {
  it('derive shares and rates from the rates of the store, each in the middle of its step', () => {
    const frames = framesOfHistory(
      history(minute, grid(3), [
        series('node_cpu_seconds_total', 'counter', [0.25, 0.5, null], { cpu: '0', mode: 'user' }),
        series('node_cpu_seconds_total', 'counter', [0.75, 0.5, null], { cpu: '0', mode: 'idle' }),
        series('node_load1', 'gauge', [1, 2, 3]),
      ]),
    );
    expect([...frames.columns.times]).toEqual([-30_000, 30_000, 90_000, 150_000]);
    expect(shown(frames.columns.column('cpu.user'))).toEqual([null, 25, 50, null]);
    expect(shown(frames.columns.column('cpu.sum'))).toEqual([null, 25, 50, null]);
    expect(shown(frames.columns.column('load.1'))).toEqual([null, 1, 2, 3]);
  });

  it('know a rate again at once after it was not known', () => {
    const frames = framesOfHistory(
      history(minute, grid(4), [
        series('node_disk_read_bytes_total', 'counter', [10, null, 30, 40], { device: 'vda' }),
        series('node_load1', 'gauge', [1, 1, 1, 1]),
      ]),
    );
    expect(shown(frames.columns.column('disk.read'))).toEqual([null, 10, null, 30, 40]);
  });

  it('leave out steps without anything, so that they are a gap, and keep the first rate after it', () => {
    const values = [5, 5, null, null, null, 7, 7];
    const frames = framesOfHistory(
      history(minute, grid(7), [
        series('node_network_receive_bytes_total', 'counter', values, { device: 'eth0' }),
        series('node_network_transmit_bytes_total', 'counter', values, { device: 'eth0' }),
      ]),
    );
    expect([...frames.columns.times].map((time) => time / minute)).toEqual([-0.5, 0.5, 1.5, 4.5, 5.5, 6.5]);
    expect(shown(frames.columns.column('net.in'))).toEqual([null, 5, 5, null, 7, 7]);
  });

  it('keep the lowest and the highest of each step, of several devices their sum', () => {
    const disk = (device: string, low: number, high: number) =>
      series('node_disk_read_bytes_total', 'counter', [10, 10], { device }, [
        [low, low],
        [high, high],
      ]);
    const frames = framesOfHistory(
      history(minute, grid(2), [
        disk('vda', 1, 20),
        disk('vdb', 2, 30),
        series('node_memory_MemTotal_bytes', 'gauge', [100, 100]),
        series('node_memory_MemAvailable_bytes', 'gauge', [60, 60], {}, [
          [40, 50],
          [70, 80],
        ]),
      ]),
    );
    const { columns } = frames;
    expect([shown(columns.column(lowKey('disk.read'))), shown(columns.column(highKey('disk.read')))]).toEqual([
      [null, 3, 3],
      [null, 50, 50],
    ]);
    expect([shown(columns.column(lowKey('mem.used'))), shown(columns.column(highKey('mem.used')))]).toEqual([
      [null, 30, 20],
      [null, 60, 50],
    ]);
  });

  it('take samples as they were measured, counters included, and move to another time', () => {
    const frames = framesOfHistory(
      history(0, [1000, 2000, 3000], [series('node_disk_read_bytes_total', 'counter', [0, 100, 300], { device: 'vda' })]),
      500,
    );
    expect([...frames.columns.times]).toEqual([1500, 2500, 3500]);
    expect(shown(frames.columns.column('disk.read'))).toEqual([null, 100, 200]);
  });

  it('are none when the store has none', () => {
    expect(framesOfHistory(history(minute, grid(3), [])).columns.length).toBe(0);
  });
});
