import { type CSSProperties, type ReactNode, type RefObject, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { cn } from '../../../lib/cn.ts';
import '../charts.css';
import type { TimeColumns } from '../columns.ts';
import { chartMessages } from '../messages.ts';
import { ChartMenu } from './ChartMenu.tsx';
import { ChartTable } from './ChartTable.tsx';
import type { Threshold } from './draw.ts';
import { useChartGroup } from './group.ts';
import { fitLegend } from './legend.ts';
import type { Readout } from './reading.ts';
import { hasOwnUnits, type ScaleKind, writeReadout, writeValue } from './scale.ts';
import { type ChartSeries, type Comparison, type PlotSpec, type StoredAs, shapeOf } from './spec.ts';
import { TimePlot } from './TimePlot.ts';

interface TimeChartProps {
  readonly title: string;
  /** What the figures are of, after the unit, or around it where it says `{unit}`. */
  readonly scope?: string | undefined;
  readonly columns: TimeColumns;
  readonly series: readonly ChartSeries[];
  readonly scale: ScaleKind;
  readonly stacked?: boolean;
  /** How its axis begins; the person may change it. */
  readonly logarithmic?: boolean;
  readonly thresholds?: readonly Threshold[] | undefined;
  /** Present when the columns come from the store. */
  readonly stored?: StoredAs | null;
  /** The lines to lay another time under, where there is one. */
  readonly compared?: PlotSpec['compared'] | undefined;
  readonly comparison?: Comparison | null;
  /** Whose figures: stands in what is saved. */
  readonly subject?: string;
  /** Why there is nothing, when that is known. */
  readonly empty?: string | undefined;
  /** Why there is nothing before the first frame; stands in the empty part when it fits. */
  readonly before?: string | undefined;
  /** The moment stands at the foot of the crosshair even when the pointer is elsewhere: for the lowest of a column. */
  readonly foot?: boolean;
  readonly actions?: ReactNode;
  readonly className?: string;
}

const noThresholds: readonly Threshold[] = [];
const noLines: PlotSpec['compared'] = [];

/** A chart over the time of its group. The legend is the readout; nothing of it is drawn by React after the first time. */
export function TimeChart(props: TimeChartProps) {
  const {
    title,
    scope,
    columns,
    scale,
    logarithmic: asked = false,
    thresholds = noThresholds,
    stored = null,
    compared = noLines,
    comparison = null,
    subject = '',
    empty,
    before = '',
    foot = false,
    actions,
    className,
  } = props;
  const t = useMessages(chartMessages);
  const format = useFormat();
  const group = useChartGroup();
  const heading = useId();
  const plotElement = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLElement>(null);
  const [plot, setPlot] = useState<TimePlot | null>(null);
  const [chosen, setChosen] = useState<boolean | null>(null);
  const logarithmic = chosen ?? asked;
  const stacked = (props.stacked ?? false) && !logarithmic;
  const series = useMemo(
    () => (logarithmic ? props.series.map((one) => (one.readoutKey ? { ...one, key: one.readoutKey } : one)) : props.series),
    [props.series, logarithmic],
  );

  const spec = useMemo<PlotSpec>(
    () => ({
      columns,
      series,
      stacked,
      logarithmic,
      scale,
      thresholds,
      language: format.language,
      time: (atMs, seconds) => format.time(atMs, { seconds }),
      day: (atMs) => format.date(atMs).replace(/\s\d{4}$/, ''),
      stored,
      compared,
      comparison,
      foot,
      words: { gap: t('gap'), unexplained: t('unexplained'), unknown: t('unknownNow'), before },
    }),
    [columns, series, stacked, logarithmic, scale, thresholds, stored, compared, comparison, format, t, before, foot],
  );
  const write = useReadoutWriter(head, plotElement, { spec, scope, t, format });
  const latest = useRef({ spec, write });
  latest.current = { spec, write };

  useEffect(() => {
    const element = plotElement.current;
    if (!element) {
      return;
    }
    const made = new TimePlot(element, latest.current.spec, group, (readout) => latest.current.write(readout));
    setPlot(made);
    return () => {
      made.destroy();
      setPlot(null);
    };
  }, [group]);

  useEffect(() => {
    if (plot) {
      plot.setSpec(spec);
      plot.describe = (atMs) => {
        const said = (value: number | null) => {
          const own = plot.scale === null || hasOwnUnits(plot.scale, scale);
          const unit = plot.scale === null || own ? scale.unitFor(Math.abs(value ?? scale.floor)) : plot.scale.unit;
          return value === null
            ? t('unknown')
            : [writeValue(value, scale, unit, format.language), unit.name].filter(Boolean).join('\u00a0');
        };
        const values = plot.valuesAt(atMs).map((value, place) => `${series[place]?.name} ${said(value)}`);
        const why = plot.whyEmpty(atMs);
        return t('at', { title, values: why ?? values.join(', ') });
      };
    }
  }, [plot, spec, scale, series, title, t, format]);

  return (
    <section className={cn('pane chart', className)} aria-labelledby={heading}>
      <header className={cn('pane-h', stored && 'chart-stored')} ref={head}>
        <h3 id={heading}>{title}</h3>
        <span className="sub" data-part="sub" />
        <ul className="legend" key={`${shapeOf(spec)} ${comparison?.name ?? ''}`}>
          {series.map((one) => (
            <li key={one.key} style={{ '--c': `var(--chart-${one.slot})` } as CSSProperties} title={one.name}>
              <i className={stacked ? undefined : 'line'} />
              <span className="legend-name">{one.name}</span> <b />
            </li>
          ))}
          {comparison && compared.length > 0 ? (
            <li key="comparison" title={comparison.name}>
              <i className="line dashed" />
              <span className="legend-name">{comparison.name}</span>
            </li>
          ) : null}
          <li className="text-muted" hidden />
        </ul>
        {actions}
        {plot ? <ChartMenu plot={plot} spec={spec} title={title} subject={subject} head={head} onLogarithmic={setChosen} /> : null}
      </header>
      <div className="plot" ref={plotElement} role="img" aria-label={t('chartOf', { title, unit: scope ?? '' })}>
        <p className="plot-empty" data-part="empty">
          {empty ?? t('noData')}
        </p>
      </div>
      {plot ? <ChartTable plot={plot} title={title} series={series} scale={scale} /> : null}
    </section>
  );
}

interface WriterContext {
  readonly spec: PlotSpec;
  readonly scope: string | undefined;
  readonly t: ReturnType<typeof useMessages<(typeof chartMessages)['en']>>;
  readonly format: ReturnType<typeof useFormat>;
}

/** Writes the readout into the head, past React: it changes with every frame and every move of the pointer. */
function useReadoutWriter(
  head: RefObject<HTMLElement | null>,
  plotElement: RefObject<HTMLDivElement | null>,
  context: WriterContext,
): (readout: Readout) => void {
  const { spec, scope, t, format } = context;
  /** Letters and shape of the legend when it was last fitted. */
  const fitted = useRef('');
  useLayoutEffect(() => {
    const element = head.current;
    if (!element) {
      return;
    }
    const observer = new ResizeObserver(() => fitLegend(element, (count) => t('more', { count })));
    observer.observe(element);
    return () => observer.disconnect();
  }, [head, t]);

  return (readout) => {
    const element = head.current;
    if (!element) {
      return;
    }
    const { scale, language, series } = { ...spec };
    const items = element.querySelectorAll<HTMLElement>('.legend b');
    let letters = spec.comparison ? 1000 : 0;
    for (const [place, item] of items.entries()) {
      const value = readout.values[place] ?? null;
      const text = value === null || series[place] === undefined ? '' : writeReadout(value, scale, readout.scale, language);
      if (item.textContent !== text) {
        item.textContent = text;
      }
      item.classList.toggle('hatch', value === null);
      letters += Math.max(4, text.length);
    }
    const step = readout.stepMs === null ? null : format.duration(readout.stepMs / 1000);
    const joined = spec.stored
      ? step === null
        ? t('samples')
        : t('stepFrom', { step, tier: t(`tier_${spec.stored.tier}`) })
      : step === null
        ? null
        : t('step', { step });
    const band = readout.banded && !spec.stacked ? t('minMax') : null;
    const unit = hasOwnUnits(readout.scale, scale) ? '' : readout.scale.unit.name;
    const what = scope?.includes('{unit}') ? [scope.replace('{unit}', unit).trim()] : [unit, scope];
    // What is stored says first how exact it is; only then what it is of.
    const exact = [unit, joined, ...(spec.comparison ? [] : [band, scope?.replace('{unit}', '').trim()])];
    const log = spec.logarithmic ? t('logarithmic') : null;
    const parts = [log, ...(spec.stored ? exact : [...what, joined, band])];
    const sub = parts.filter(Boolean).join(' · ');
    const subElement = element.querySelector<HTMLElement>('[data-part="sub"]');
    if (subElement && subElement.textContent !== sub) {
      subElement.textContent = sub;
      subElement.title = sub;
    }
    const emptyElement = plotElement.current?.querySelector<HTMLElement>('[data-part="empty"]');
    if (emptyElement) {
      emptyElement.hidden = readout.any;
    }
    const legend = `${letters} ${shapeOf(spec)}`;
    if (legend !== fitted.current) {
      fitted.current = legend;
      fitLegend(element, (count) => t('more', { count }));
    }
  };
}
