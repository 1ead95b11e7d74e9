import type { MetricHistory } from '@vigie/contract';
import { highKey, lowKey } from '../../components/charts/derive/stored.ts';
import { TimeColumns } from '../../components/charts/index.ts';
import type { ChartSeries, ColourSlot } from '../../components/charts/time/index.ts';
import { rateOf } from '../../live/rates.ts';

type Series = MetricHistory['series'][number];

const mostLines = 8;

export interface MetricLines {
  readonly columns: TimeColumns;
  readonly lines: readonly ChartSeries[];
  /** How many series are not drawn. */
  readonly left: number;
}

/**
 * The series of one metric as columns of a chart, in the unit that is drawn. A counter gives what it grows a second. Of more than
 * eight the greatest are drawn. `shiftMs` moves all of it, to lie over another time. Steps of which nothing is known are no rows,
 * so that they are found as gaps.
 */
export function linesOf(history: MetricHistory, nameOf: (series: Series) => string, factor: number, shiftMs = 0): MetricLines {
  const shown = history.series.toSorted((a, b) => newest(b) - newest(a)).slice(0, mostLines);
  const inOrder = history.series.filter((series) => shown.includes(series));
  const rows = [...history.times.keys()].filter((index) => inOrder.some(({ values }) => (values[index] ?? null) !== null));
  const times = Float64Array.from(rows, (index) => (history.times[index] ?? 0) + history.stepMs / 2 + shiftMs);
  const columns = new TimeColumns(Math.max(2, rows.length));
  for (const timeMs of times) {
    columns.push(timeMs, {});
  }
  for (const series of inOrder) {
    const key = keyOf(series);
    const values = valuesOf(series, history.stepMs, rows, times);
    columns.compute(key, (row) => scaled(values[row], factor));
    const { min, max } = series;
    if (min && max) {
      columns.compute(lowKey(key), (row) => scaled(min[rows[row] ?? 0], factor));
      columns.compute(highKey(key), (row) => scaled(max[rows[row] ?? 0], factor));
    }
  }
  const lines = inOrder.map(
    (series, index): ChartSeries => ({ key: keyOf(series), name: nameOf(series), slot: ((index % 8) + 1) as ColourSlot }),
  );
  return { columns, lines, left: history.series.length - inOrder.length };
}

const scaled = (value: number | null | undefined, factor: number): number | null =>
  value === null || value === undefined || Number.isNaN(value) ? null : value * factor;

const keyOf = ({ labels }: Series): string => Object.values(labels).join(' ') || '-';

/** Samples of a counter are what it counted; in steps the server has made rates of them. */
function valuesOf({ kind, values }: Series, stepMs: number, rows: readonly number[], times: Float64Array): Float64Array {
  const known = Float64Array.from(rows, (index) => values[index] ?? Number.NaN);
  return kind === 'counter' && stepMs === 0 ? rateOf(times, known) : known;
}

const newest = ({ values }: Series): number => values.findLast((value) => value !== null) ?? Number.NEGATIVE_INFINITY;
