import { type KeyboardEvent, type PointerEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useOperation } from '../../api/index.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useNow } from '../../hooks/useNow.ts';
import { useMessages } from '../../i18n/index.ts';
import { createStore, useStore } from '../../lib/store.ts';
import { useLink } from '../../live/index.ts';
import { useElementWidth } from '../table/useElementWidth.ts';
import { HorizonEdges } from './HorizonEdges.tsx';
import { type HorizonCharts, type HorizonWindow, horizonOf, hourTicks, onGrid, skyline } from './horizon-shape.ts';
import { pastMessages } from './messages.ts';
import type { Moment } from './moment.ts';

interface HorizonProps {
  readonly host: string;
  readonly cores: number | null;
  readonly moment: Moment;
  /** The charts of the page, whose window it shows and moves. */
  readonly charts?: HorizonCharts | undefined;
}

const steps = 240;
const skylineHeight = 23;
const height = 38;
const noView = createStore<HorizonWindow | null>(null);
/** While a hand drags, the page follows this often. */
const followMs = 200;
const stepMs = 60_000;

/** A day of the host as a skyline: load, what is not known, events, the window in view, and the time cursor that travels through it. */
export function Horizon({ host, cores, moment, charts }: HorizonProps) {
  const t = useMessages(pastMessages);
  const format = useFormat();
  const hatch = useId();
  const { serverOffsetMs } = useLink();
  const now = useNow(30_000) + serverOffsetMs;
  const [root, setRoot] = useState<HTMLDivElement | null>(null);
  const width = useElementWidth(root);
  const lit = useStore(charts?.view ?? noView);
  const [drag, setDrag] = useState<number | null>(null);
  const nowMs = Math.floor(now / 30_000) * 30_000;
  const window = useMemo(() => horizonOf(nowMs, moment.atMs), [nowMs, moment.atMs]);
  const minute = (ms: number) => String(Math.floor(ms / 60_000) * 60_000);
  const range = { from: minute(window.fromMs), to: minute(window.toMs + 60_000) };
  const load = useOperation(
    'metric.across',
    { hosts: host, names: 'node_cpu_seconds_total', labels: 'mode!=idle,mode!=iowait', across: 'sum', step: '360s', ...range },
    { staleTime: 60_000 },
  );
  const events = useOperation('event.count', { host, severity: 'warning', steps, ...range }, { staleTime: 60_000 });
  const shares = useMemo(() => {
    const values = load.data?.series[0]?.values ?? [];
    return onGrid(
      load.data?.times ?? [],
      values.map((value) => (value === null ? null : value / (cores || 1))),
      window,
      steps,
    );
  }, [load.data, cores, window]);
  const shape = useMemo(() => skyline(load.data ? shares : [], width, skylineHeight), [load.data, shares, width]);
  const x = (ms: number) => ((ms - window.fromMs) / (window.toMs - window.fromMs)) * width;
  const timeAt = (clientX: number) => {
    const left = root?.getBoundingClientRect().left ?? 0;
    const share = Math.min(1, Math.max(0, (clientX - left) / Math.max(1, width)));
    return window.fromMs + share * (window.toMs - window.fromMs);
  };
  useFollow(drag, moment);

  const onPointer = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === 'pointerdown' && event.button === 0) {
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag(timeAt(event.clientX));
    } else if (event.type === 'pointermove' && drag !== null) {
      setDrag(timeAt(event.clientX));
    } else if (drag !== null && (event.type === 'pointerup' || event.type === 'pointercancel')) {
      const atMs = timeAt(event.clientX);
      setDrag(null);
      moment.go(atMs > now - 5000 ? null : atMs);
    }
  };
  const shownMs = drag ?? moment.atMs;
  const onKeyDown = (event: KeyboardEvent) => {
    const from = shownMs ?? now;
    const by = event.shiftKey ? 10 * stepMs : stepMs;
    const target: Readonly<Record<string, number | null>> = {
      ArrowLeft: from - by,
      ArrowRight: from + by > now ? null : from + by,
      PageUp: from - 3_600_000,
      PageDown: from + 3_600_000 > now ? null : from + 3_600_000,
      Home: window.fromMs,
      End: null,
    };
    if (Object.hasOwn(target, event.key)) {
      event.preventDefault();
      event.stopPropagation();
      moment.go(target[event.key] ?? null);
    }
  };
  const share = shownMs === null ? null : (shares[Math.floor(((shownMs - window.fromMs) / (window.toMs - window.fromMs)) * steps)] ?? null);
  const says =
    shownMs === null
      ? t('now')
      : t('at', {
          time: format.dateTime(shownMs),
          load: share === null ? t('noLoad') : t('load', { share: format.text(format.percent(share * 100, 0)) }),
        });
  const marks = events.data ? marksOf(events.data) : [];
  return (
    <div className="horizon">
      <div
        ref={setRoot}
        className="hz-day"
        role="slider"
        tabIndex={0}
        aria-label={t('horizonOf', { from: format.dateTime(window.fromMs), to: format.dateTime(window.toMs) })}
        aria-valuemin={Math.round(window.fromMs / 1000)}
        aria-valuemax={Math.round(window.toMs / 1000)}
        aria-valuenow={Math.round((shownMs ?? now) / 1000)}
        aria-valuetext={says}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
        onPointerUp={onPointer}
        onPointerCancel={onPointer}
        onKeyDown={onKeyDown}
      >
        {width > 0 ? (
          <svg width={width} height={height} aria-hidden="true">
            <defs>
              <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect className="hz-hatch" width="2" height="6" />
              </pattern>
            </defs>
            <path className="hz-sky" d={shape.area} />
            {shape.unknown.map((part) => (
              <rect key={part.x} x={part.x} width={part.width} height={skylineHeight} fill={`url(#${hatch})`} />
            ))}
            <line className="hz-base" x1="0" x2={width} y1={skylineHeight + 0.5} y2={skylineHeight + 0.5} />
            {lit ? <Lit x={x} window={lit} width={width} /> : null}
            {marks.map(({ index, tone }) => {
              const at = ((index + 0.5) / steps) * width;
              return <path key={index} className={`hz-event ${tone}`} d={`M${at - 3.5} 8l3.5 -6l3.5 6z`} />;
            })}
            {hourTicks(window, width, -new Date(window.toMs).getTimezoneOffset() * 60_000).map((ms) => (
              <text key={ms} className="hz-tick" x={x(ms)} y={height - 3} textAnchor="middle">
                {format.time(ms, { seconds: false })}
              </text>
            ))}
            {shownMs === null ? null : <Cursor x={x(shownMs)} width={width} label={format.time(shownMs, { seconds: true })} />}
          </svg>
        ) : null}
      </div>
      {charts && width > 0 ? <HorizonEdges charts={charts} window={window} nowMs={now} width={width} /> : null}
    </div>
  );
}

function Lit({ x, window, width }: { readonly x: (ms: number) => number; readonly window: HorizonWindow; readonly width: number }) {
  const [left, right] = [Math.max(0, x(window.fromMs)), Math.min(width, x(window.toMs))];
  return right - left > 0 ? <rect className="hz-lit" x={left} width={Math.max(2, right - left)} height={skylineHeight} /> : null;
}

function Cursor({ x, width, label }: { readonly x: number; readonly width: number; readonly label: string }) {
  const flag = Math.min(width - 58, Math.max(0, x - 29));
  return (
    <g className="hz-cursor">
      <line x1={x} x2={x} y1="0" y2={height} />
      <rect x={flag} y={height - 15} width="58" height="14" />
      <text x={flag + 29} y={height - 4} textAnchor="middle">
        {label}
      </text>
    </g>
  );
}

/** Moves the page with the hand, not with every pixel. */
function useFollow(drag: number | null, moment: Moment): void {
  const latest = useRef(drag);
  latest.current = drag;
  const isDragging = drag !== null;
  const { go } = moment;
  useEffect(() => {
    if (!isDragging) {
      return;
    }
    let told: number | null = null;
    const timer = setInterval(() => {
      if (latest.current !== null && latest.current !== told) {
        told = latest.current;
        go(told);
      }
    }, followMs);
    return () => clearInterval(timer);
  }, [isDragging, go]);
}

function marksOf({ warning, critical }: { readonly warning: readonly number[]; readonly critical: readonly number[] }) {
  return warning.flatMap((count, index) => {
    const tone = (critical[index] ?? 0) > 0 ? 'bad' : count > 0 ? 'warn' : null;
    return tone === null ? [] : [{ index, tone }];
  });
}
