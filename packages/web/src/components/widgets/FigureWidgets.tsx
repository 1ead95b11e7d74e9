import { Link } from '@tanstack/react-router';
import type { Widget } from '@vigie/contract';
import type { CSSProperties } from 'react';
import { useFormat } from '../../hooks/useFormat.ts';
import { useMessages } from '../../i18n/index.ts';
import { Meter } from '../charts/index.ts';
import { HostText } from '../table/index.ts';
import { StateMark } from '../ui/index.ts';
import { widgetMessages } from './messages.ts';
import { toneOfValue, writeFigure } from './units.ts';
import type { WidgetData, WidgetSeries } from './useSeries.ts';

type Of<T extends Widget['type']> = { readonly widget: Extract<Widget, { type: T }>; readonly data: WidgetData };

const toneState = { bad: 'bad', warn: 'warn' } as const;

/** The newest figure, large, and its course behind it. */
export function StatWidget({ widget, data }: Of<'stat'>) {
  const format = useFormat();
  const shown = data.series.slice(0, 6);
  return (
    <div className="widget-stats">
      {shown.map((one) => {
        const tone = toneOfValue(one.last, widget.thresholds);
        return (
          <div key={one.key} className="widget-stat">
            <span className={`widget-figure ${tone ?? ''}`}>
              {tone ? <StateMark state={toneState[tone]} label="" /> : null} {writeFigure(one.last, widget.unit, widget.decimals, format)}
            </span>
            {shown.length > 1 ? (
              <small>
                <HostText text={one.name} />
              </small>
            ) : null}
            {widget.sparkline ? <Course series={one} /> : null}
          </div>
        );
      })}
    </div>
  );
}

function Course({ series }: { readonly series: WidgetSeries }) {
  const known = series.values.filter((value): value is number => value !== null);
  if (known.length < 2) {
    return null;
  }
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const count = series.values.length;
  let path = '';
  let pen = false;
  for (const [index, value] of series.values.entries()) {
    if (value === null) {
      pen = false;
      continue;
    }
    const y = 28 - ((value - low) / (high - low || 1)) * 26;
    path += `${pen ? 'L' : 'M'}${((index / (count - 1)) * 200).toFixed(1)} ${y.toFixed(1)}`;
    pen = true;
  }
  return (
    <svg className="widget-course" viewBox="0 0 200 30" preserveAspectRatio="none" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

/** A figure on a scale with an end. */
export function GaugeWidget({ widget, data }: Of<'gauge'>) {
  const format = useFormat();
  const t = useMessages(widgetMessages);
  return (
    <div className="widget-rows">
      {data.series.slice(0, 12).map((one) => {
        const tone = toneOfValue(one.last, widget.thresholds);
        const share = one.last === null ? null : ((one.last - widget.min) / (widget.max - widget.min || 1)) * 100;
        return (
          <div
            key={one.key}
            className="widget-gauge"
            role="meter"
            aria-label={one.name}
            aria-valuemin={widget.min}
            aria-valuemax={widget.max}
            aria-valuenow={one.last ?? undefined}
            aria-valuetext={one.last === null ? t('unknown') : undefined}
          >
            <span className="clip">{data.series.length > 1 ? <HostText text={one.name} /> : null}</span>
            <b className={tone ?? ''}>{writeFigure(one.last, widget.unit, widget.decimals, format)}</b>
            <span className={`widget-bar ${tone ?? ''}`}>
              <i className={share === null ? 'hatch' : ''} style={{ width: `${Math.min(100, Math.max(0, share ?? 100))}%` }} />
            </span>
          </div>
        );
      })}
    </div>
  );
}

/** The greatest first, side by side. */
export function BarWidget({ widget, data }: Of<'bar'>) {
  const format = useFormat();
  const ranked = [...data.series].sort((a, b) => (b.last ?? -1) - (a.last ?? -1)).slice(0, widget.limit);
  const most = Math.max(...ranked.map(({ last }) => last ?? 0), Number.MIN_VALUE);
  return (
    <table className="tb widget-table">
      <tbody>
        {ranked.map((one) => (
          <tr key={one.key}>
            <td className="clip">
              <HostText text={one.name} />
            </td>
            <td className="widget-meter">
              <Meter share={one.last === null ? null : (one.last / most) * 100}>
                <span className={toneOfValue(one.last, widget.thresholds) ?? ''}>
                  {writeFigure(one.last, widget.unit, widget.decimals, format)}
                </span>
              </Meter>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Every series with its newest, least and greatest figure. */
export function TableWidget({ widget, data }: Of<'table'>) {
  const t = useMessages(widgetMessages);
  const format = useFormat();
  const write = (value: number | null) => writeFigure(value, widget.unit, widget.decimals, format);
  return (
    <table className="tb widget-table">
      <thead>
        <tr>
          <th scope="col">{t('series')}</th>
          <th scope="col" className="num">
            {t('newest')}
          </th>
          <th scope="col" className="num">
            {t('least')}
          </th>
          <th scope="col" className="num">
            {t('greatest')}
          </th>
        </tr>
      </thead>
      <tbody>
        {data.series.slice(0, widget.limit).map((one) => {
          const known = one.values.filter((value): value is number => value !== null);
          return (
            <tr key={one.key}>
              <td className="clip">
                <HostText text={one.name} />
              </td>
              <td className={`num ${toneOfValue(one.last, widget.thresholds) ?? ''}`}>{write(one.last)}</td>
              <td className="num">{write(known.length ? Math.min(...known) : null)}</td>
              <td className="num">{write(known.length ? Math.max(...known) : null)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** A tile for each host: the stronger, the nearer to the end of the scale. What is not known is hatched. */
export function HeatWidget({
  widget,
  data,
  nameOf,
  hosts,
}: Of<'heatmap'> & { readonly nameOf: (host: string) => string; readonly hosts: readonly string[] }) {
  const format = useFormat();
  const t = useMessages(widgetMessages);
  const byHost = new Map<string, number>();
  for (const { host, last } of data.series) {
    if (host !== null && last !== null) {
      byHost.set(host, Math.max(byHost.get(host) ?? Number.NEGATIVE_INFINITY, last));
    }
  }
  return (
    <div className="widget-heat">
      {hosts.map((host) => {
        const value = byHost.get(host) ?? null;
        const share = value === null ? 0 : Math.min(1, Math.max(0, (value - widget.min) / (widget.max - widget.min || 1)));
        const words = `${nameOf(host)}: ${value === null ? t('unknown') : writeFigure(value, widget.unit, widget.decimals, format)}`;
        return (
          <Link
            key={host}
            to="/hosts/$host"
            params={{ host }}
            className={`heat-tile ${value === null ? 'hatch' : (toneOfValue(value, widget.thresholds) ?? '')}`}
            style={{ '--heat': String(0.12 + share * 0.88) } as CSSProperties}
            title={words}
            aria-label={words}
          >
            <span className="clip">{nameOf(host)}</span>
          </Link>
        );
      })}
    </div>
  );
}
