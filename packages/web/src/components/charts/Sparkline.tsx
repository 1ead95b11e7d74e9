import { useEffect, useRef, useState } from 'react';
import './charts.css';
import { indexAtOrAfter, type TimeColumns } from './columns.ts';
import { isGapBefore } from './gaps.ts';
import { currentPalette, onPaletteChange, withAlpha } from './palette.ts';
import { drawNever, drawSoon } from './schedule.ts';

interface SparklineProps {
  readonly columns: TimeColumns;
  /** The column; several are added up. */
  readonly keys: readonly string[];
  readonly slot: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  readonly fromMs: number;
  readonly toMs: number;
  /** The value at the top; by the data when absent. */
  readonly max?: number | undefined;
}

interface Size {
  width: number;
  height: number;
}

/** `size` in CSS pixels, as last observed: asking the element here would make the browser lay the page out. */
function draw(canvas: HTMLCanvasElement, { width, height }: Size, props: SparklineProps): void {
  const { columns, keys, slot, fromMs, toMs } = props;
  const ratio = devicePixelRatio;
  const context = canvas.getContext('2d');
  if (!context || width === 0 || height === 0) {
    return;
  }
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const { times } = columns;
  const parts = keys.map((key) => columns.column(key)).filter((part) => part !== null);
  const first = Math.max(0, indexAtOrAfter(times, fromMs) - 1);
  if (parts.length === 0 || first >= times.length - 1) {
    return;
  }
  const valueAt = (index: number) => parts.reduce((sum, part) => sum + (part[index] ?? Number.NaN), 0);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let index = first; index < times.length; index += 1) {
    const value = valueAt(index);
    if (!Number.isNaN(value)) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const top = Math.max(props.max ?? high * 1.05, 1e-9);
  const bottom = props.max === undefined ? Math.max(0, low - (high - low) * 0.5) : 0;
  const span = Math.max(top - bottom, 1e-9);
  const x = (index: number) => (((times[index] ?? 0) - fromMs) / (toMs - fromMs)) * (width - 4);
  const y = (value: number) => height - 2 - (height - 4) * Math.min(1, (value - bottom) / span);
  const colour = currentPalette().chart[slot - 1] ?? '';
  context.strokeStyle = colour;
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  context.fillStyle = withAlpha(colour, currentPalette().fillAlpha);
  const step = Math.max(1, Math.floor((times.length - first) / (width * 1.5)));

  let run: [number, number][] = [];
  const finish = () => {
    const [begin] = run;
    const end = run.at(-1);
    if (begin && end && run.length > 1) {
      const line = new Path2D();
      for (const [px, py] of run) {
        line.lineTo(px, py);
      }
      context.stroke(line);
      line.lineTo(end[0], height);
      line.lineTo(begin[0], height);
      context.fill(line);
    }
    run = [];
  };
  for (let index = first; index < times.length; index += 1) {
    const value = valueAt(index);
    if (Number.isNaN(value) || isGapBefore(times, index)) {
      finish();
    }
    if (!Number.isNaN(value) && (index % step === 0 || index === times.length - 1)) {
      run.push([x(index), y(value)]);
    }
  }
  const end = run.at(-1);
  finish();
  if (end) {
    context.beginPath();
    context.arc(end[0], end[1], 1.8, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
  }
}

/** A tiny line beside a figure: its shape over the window, no axes. The figure says the value. */
export function Sparkline(props: SparklineProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useRef<Size>({ width: 0, height: 0 });
  const latest = useRef(props);
  latest.current = props;
  const [again] = useState(() => () => {
    if (canvas.current) {
      draw(canvas.current, size.current, latest.current);
    }
  });
  useEffect(() => {
    const element = canvas.current;
    if (!element) {
      return;
    }
    const observer = new ResizeObserver((entries) => {
      const box = entries.at(-1)?.contentRect;
      size.current = { width: box?.width ?? 0, height: box?.height ?? 0 };
      drawSoon(again);
    });
    observer.observe(element);
    const end = onPaletteChange(() => drawSoon(again));
    return () => {
      observer.disconnect();
      end();
      drawNever(again);
    };
  }, [again]);
  useEffect(() => drawSoon(again));
  return <canvas ref={canvas} className="spark-canvas" />;
}
