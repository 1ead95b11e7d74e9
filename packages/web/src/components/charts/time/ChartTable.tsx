import { useEffect, useState } from 'react';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useNow } from '../../../hooks/useNow.ts';
import { useMessages } from '../../../i18n/index.ts';
import { chartMessages } from '../messages.ts';
import { hasOwnUnits, type ScaleKind, writeReadout, writeValue } from './scale.ts';
import type { ChartSeries } from './spec.ts';
import type { TimePlot } from './TimePlot.ts';

interface ChartTableProps {
  readonly plot: TimePlot;
  readonly title: string;
  readonly series: readonly ChartSeries[];
  readonly scale: ScaleKind;
}

/** The chart for those who do not see it: a few moments of the window, renewed now and then. */
export function ChartTable({ plot, title, series, scale }: ChartTableProps) {
  const t = useMessages(chartMessages);
  const format = useFormat();
  const [everyMs, setEveryMs] = useState(1000);
  useNow(everyMs);
  const rows = plot.table(6);
  const state = plot.scale;
  const unit = state?.unit ?? scale.unitFor(scale.floor);
  const unitName = state && hasOwnUnits(state, scale) ? '' : unit.name;
  const write = (value: number) =>
    state ? writeReadout(value, scale, state, format.language) : writeValue(value, scale, unit, format.language);
  const filled = rows.length > 0;
  useEffect(() => setEveryMs(filled ? 20_000 : 1000), [filled]);
  return (
    <table className="sr-only">
      <caption>{t('tableOf', { title })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('time')}</th>
          {series.map((one) => (
            <th key={one.key} scope="col">
              {[one.name, unitName].filter(Boolean).join(', ')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.atMs}>
            <th scope="row">{format.time(row.atMs)}</th>
            {series.map((one, place) => {
              const value = row.values[place] ?? null;
              return <td key={one.key}>{value === null ? t('unknown') : write(value)}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
