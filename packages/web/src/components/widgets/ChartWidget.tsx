import type { Widget } from '@vigie/contract';
import { useMemo } from 'react';
import { useFormat } from '../../hooks/useFormat.ts';
import { TimeColumns } from '../charts/index.ts';
import { type ChartSeries, type ColourSlot, TimeChart } from '../charts/time/index.ts';
import { factorOf, scaleOf } from './units.ts';
import type { WidgetData } from './useSeries.ts';

const mostLines = 8;

/** Lines or areas over the time of the dashboard. More than eight: the greatest seven and the rest together. */
export function ChartWidget({ widget, data }: { readonly widget: Extract<Widget, { type: 'timeseries' }>; readonly data: WidgetData }) {
  const format = useFormat();
  const { columns, series } = useMemo(() => columnsOf(data, factorOf(widget.unit)), [data, widget.unit]);
  const scale = useMemo(() => scaleOf(widget.unit, format.language, widget.max), [widget.unit, widget.max, format.language]);
  const factor = factorOf(widget.unit);
  const thresholds = useMemo(
    () =>
      (['warning', 'critical'] as const).flatMap((level) => {
        const value = widget.thresholds?.[level];
        return value === undefined
          ? []
          : [{ value: value * factor, label: '', tone: level === 'warning' ? ('warn' as const) : ('bad' as const) }];
      }),
    [widget.thresholds, factor],
  );
  const stored = useMemo(() => ({ tier: data.tier, stepMs: data.stepMs }), [data.tier, data.stepMs]);
  return (
    <TimeChart
      className="widget-chart"
      title={widget.title}
      columns={columns}
      series={series}
      scale={scale}
      stacked={widget.stacked}
      logarithmic={widget.logarithmic}
      thresholds={thresholds}
      stored={stored}
    />
  );
}

function columnsOf({ series }: WidgetData, factor: number): { readonly columns: TimeColumns; readonly series: readonly ChartSeries[] } {
  const ranked = [...series].sort((a, b) => (b.last ?? 0) - (a.last ?? 0));
  const shown = ranked.length > mostLines ? ranked.slice(0, mostLines - 1) : series;
  const rest = ranked.length > mostLines ? ranked.slice(mostLines - 1) : [];
  const rows = new Map<number, Record<string, number | null>>();
  const put = (time: number, key: string, value: number | null) => {
    const row = rows.get(time) ?? {};
    rows.set(time, row);
    if (value !== null) {
      row[key] = (row[key] ?? 0) + value * factor;
    } else {
      row[key] ??= null;
    }
  };
  for (const one of [...shown, ...rest]) {
    const key = rest.includes(one) ? 'rest' : one.key;
    for (const [index, time] of one.times.entries()) {
      put(time, key, one.values[index] ?? null);
    }
  }
  const columns = new TimeColumns(Math.max(2, rows.size));
  for (const [time, row] of [...rows].sort(([a], [b]) => a - b)) {
    // A step of which nothing is known is no row: it is found as a gap.
    if (Object.values(row).some((value) => value !== null)) {
      columns.push(time, row);
    }
  }
  const lines = shown.map((one, index): ChartSeries => ({ key: one.key, name: one.name, slot: ((index % 8) + 1) as ColourSlot }));
  return { columns, series: rest.length > 0 ? [...lines, { key: 'rest', name: `+${rest.length}`, slot: 6 }] : lines };
}
