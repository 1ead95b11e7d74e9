import type { MetricHistory } from '@vigie/contract';
import { TimeColumns } from '../columns.ts';
import { countedDisks } from './disk.ts';
import { deriveInto } from './history.ts';
import { countedInterfaces } from './network.ts';
import type { FrameSource, RawColumn } from './source.ts';

/** Frames that the server had stored, as the readers of live frames want them, and what they derive. Row for row the same times. */
export interface StoredFrames {
  readonly source: FrameSource;
  readonly columns: TimeColumns;
  readonly tier: MetricHistory['tier'];
  /** 0 when these are the samples themselves. */
  readonly stepMs: number;
}

type StoredSeries = MetricHistory['series'][number];

/** Keys of the lowest and highest of each step, beside the mean under `key`. */
export const lowKey = (key: string): string => `${key}#low`;
export const highKey = (key: string): string => `${key}#high`;

/** A row before the first step and after each gap: what a rate is counted from. */
const leadIn = -1;
/** As the rule of gaps: one empty step is the jitter of the clock. */
const mostStepsApart = 2;

/** The steps that hold anything; those without any are no rows, so that they are found as gaps. */
function rowsOf(history: MetricHistory): number[] {
  const rows: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const index of history.times.keys()) {
    if (!history.series.some(({ values }) => values[index] !== null && values[index] !== undefined)) {
      continue;
    }
    if (history.stepMs > 0 && index - last > mostStepsApart) {
      rows.push(leadIn);
    }
    rows.push(index);
    last = index;
  }
  return rows;
}

/** The moments of the rows: the middle of each step, and one step before where a row leads in. */
function timesOf({ times, stepMs }: MetricHistory, rows: readonly number[]): Float64Array {
  const middle = (index: number) => (times[index] ?? 0) + stepMs / 2;
  return Float64Array.from(rows, (index, row) => (index === leadIn ? middle(rows[row + 1] ?? 0) - stepMs : middle(index)));
}

/** Rates added up again, so that the growth between two rows gives each rate. A row without one falls, which readers take as not known. */
function counterOf(rates: readonly (number | null)[], rows: readonly number[], times: Float64Array): Float64Array {
  let total = 0;
  return Float64Array.from(rows, (index, row) => {
    const rate = index === leadIn ? undefined : rates[index];
    const seconds = row === 0 ? 0 : ((times[row] ?? 0) - (times[row - 1] ?? 0)) / 1000;
    total += rate === null || rate === undefined ? -1 : rate * seconds;
    return total;
  });
}

function columnOf({ kind, values }: StoredSeries, stepMs: number, rows: readonly number[], times: Float64Array): Float64Array {
  return kind === 'counter' && stepMs > 0
    ? counterOf(values, rows, times)
    : Float64Array.from(rows, (index) => (index === leadIn ? Number.NaN : (values[index] ?? Number.NaN)));
}

interface Band {
  readonly key: string;
  readonly of: readonly StoredSeries[];
  /** From a value of the series to the derived one. */
  readonly turn?: (value: number, index: number) => number;
  /** The lowest of the series gives the highest of the figure. */
  readonly swapped?: boolean;
}

function bandsOf(history: MetricHistory): Band[] {
  const named = (name: string) => history.series.filter((series) => series.name === name);
  const devices = (name: string, pick: (devices: readonly string[]) => readonly string[]) => {
    const found = named(name);
    const picked = pick(found.map(({ labels }) => labels.device ?? ''));
    return found.filter(({ labels }) => picked.includes(labels.device ?? ''));
  };
  const percent = (value: number) => Math.min(100, value * 100);
  const total = named('node_memory_MemTotal_bytes')[0];
  return [
    { key: 'load.1', of: named('node_load1') },
    { key: 'psi.io', of: named('node_pressure_io_waiting_seconds_total'), turn: percent },
    { key: 'psi.memory', of: named('node_pressure_memory_waiting_seconds_total'), turn: percent },
    { key: 'disk.read', of: devices('node_disk_read_bytes_total', countedDisks) },
    { key: 'disk.write', of: devices('node_disk_written_bytes_total', countedDisks) },
    { key: 'net.in', of: devices('node_network_receive_bytes_total', countedInterfaces) },
    { key: 'net.out', of: devices('node_network_transmit_bytes_total', countedInterfaces) },
    {
      key: 'mem.used',
      of: named('node_memory_MemAvailable_bytes'),
      turn: (value, index) => Math.max(0, (total?.values[index] ?? Number.NaN) - value),
      swapped: true,
    },
  ];
}

/**
 * Lowest and highest of each step. Of several devices their sum, which is at least as wide as the truth: the highest
 * of each need not have been at one moment. A peak is never hidden.
 */
function addBand(columns: TimeColumns, rows: readonly number[], { key, of, turn = (value) => value, swapped = false }: Band): void {
  if (of.length === 0 || of.some(({ min, max }) => min === null || max === null)) {
    return;
  }
  const sum = (side: 'min' | 'max') => (row: number) => {
    const index = rows[row] ?? leadIn;
    const parts = of.flatMap((series) => series[side]?.[index] ?? []);
    return parts.length === 0
      ? null
      : turn(
          parts.reduce((a, b) => a + b, 0),
          index,
        );
  };
  columns.compute(lowKey(key), sum(swapped ? 'max' : 'min'));
  columns.compute(highKey(key), sum(swapped ? 'min' : 'max'));
}

const cpuParts = ['user', 'system', 'iowait', 'irq', 'steal'] as const;

/** What the server answered, derived as live frames are. `shiftMs` moves it, to lie over another time. */
export function framesOfHistory(history: MetricHistory, shiftMs = 0): StoredFrames {
  const rows = rowsOf(history);
  const times = timesOf(history, rows).map((timeMs) => timeMs + shiftMs);
  const byName = new Map<string, RawColumn[]>();
  for (const series of history.series) {
    const named = byName.get(series.name) ?? [];
    byName.set(series.name, named);
    named.push({ series, values: columnOf(series, history.stepMs, rows, times) });
  }
  const source: FrameSource = {
    times,
    columns: (name, labels = {}) =>
      (byName.get(name) ?? []).filter(({ series }) => Object.entries(labels).every(([label, value]) => series.labels[label] === value)),
  };
  const columns = new TimeColumns(Math.max(1, rows.length));
  deriveInto(columns, source);
  for (const band of bandsOf(history)) {
    addBand(columns, rows, band);
  }
  columns.compute('cpu.sum', (row) => {
    const parts = cpuParts.map((part) => columns.column(`cpu.${part}`)?.[row] ?? Number.NaN);
    return parts.reduce((a, b) => a + b, 0);
  });
  return { source, columns, tier: history.tier, stepMs: history.stepMs };
}

/** The series the charts over time are derived from. */
export const chartSeriesNames: readonly string[] = [
  'node_cpu_seconds_total',
  'node_memory_MemTotal_bytes',
  'node_memory_MemAvailable_bytes',
  'node_memory_MemFree_bytes',
  'node_memory_Shmem_bytes',
  'node_load1',
  'node_pressure_io_waiting_seconds_total',
  'node_pressure_memory_waiting_seconds_total',
  'node_disk_read_bytes_total',
  'node_disk_written_bytes_total',
  'node_network_receive_bytes_total',
  'node_network_transmit_bytes_total',
];

/** What the figures beside them need as well. */
export const figureSeriesNames: readonly string[] = [
  'node_memory_SwapTotal_bytes',
  'node_memory_SwapFree_bytes',
  'node_disk_reads_completed_total',
  'node_disk_writes_completed_total',
  'node_disk_read_time_seconds_total',
  'node_disk_write_time_seconds_total',
  'node_filesystem_size_bytes',
  'node_filesystem_free_bytes',
  'node_filesystem_avail_bytes',
  'node_filesystem_files',
  'node_filesystem_files_free',
  'node_filesystem_readonly',
  'node_filesystem_device_error',
  'node_hwmon_temp_celsius',
  'node_hwmon_temp_crit_celsius',
  'node_thermal_zone_temp',
];
