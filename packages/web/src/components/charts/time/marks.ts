import { currentPalette } from '../palette.ts';
import type { Canvas } from './draw.ts';
import type { Window } from './plot-data.ts';

/** Something that happened, as a triangle on the axis of every chart of a group. */
export interface EventMark {
  readonly timeMs: number;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly count: number;
  /** What the readout says of it, in the language of the reader. */
  readonly text: string;
}

const rank = { info: 0, warning: 1, critical: 2 } as const;
/** Nearer than this they would cover each other. */
const apartPx = 9;
const reachPx = 6;
const mostTexts = 3;

interface PlacedMark extends EventMark {
  /** CSS pixels from the left edge. */
  readonly x: number;
}

/** The marks in a window, those too near to each other as one: it stands at the worst of them and counts all. */
export function placeMarks(marks: readonly EventMark[], { fromMs, toMs }: Window, widthPx: number): PlacedMark[] {
  const xOf = (timeMs: number) => ((timeMs - fromMs) / (toMs - fromMs)) * widthPx;
  const heaps: EventMark[][] = [];
  const inside = marks.filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs).sort((a, b) => a.timeMs - b.timeMs);
  for (const mark of inside) {
    const heap = heaps.at(-1);
    if (heap?.[0] && xOf(mark.timeMs) - xOf(heap[0].timeMs) < apartPx) {
      heap.push(mark);
    } else {
      heaps.push([mark]);
    }
  }
  return heaps.map((heap) => {
    const worst = heap.reduce((a, b) => (rank[b.severity] > rank[a.severity] ? b : a));
    const rest = heap.length - mostTexts;
    return {
      timeMs: worst.timeMs,
      severity: worst.severity,
      count: heap.reduce((sum, { count }) => sum + count, 0),
      text: [...heap.slice(0, mostTexts).map(({ text }) => text), ...(rest > 0 ? [`+${rest}`] : [])].join(' · '),
      x: xOf(worst.timeMs),
    };
  });
}

/** The mark at a place; null where there is none. */
export function markAt(marks: readonly PlacedMark[], x: number): PlacedMark | null {
  const near = marks.filter((mark) => Math.abs(mark.x - x) <= reachPx);
  return near.length === 0 ? null : near.reduce((a, b) => (Math.abs(b.x - x) < Math.abs(a.x - x) ? b : a));
}

/** The moment of the next mark, or of the one before; null beyond the last. From nothing: the newest of those in view. */
export function stepMark(marks: readonly EventMark[], window: Window, atMs: number | null, by: 1 | -1): number | null {
  const times = marks
    .map(({ timeMs }) => timeMs)
    .filter((timeMs) => timeMs >= window.fromMs && timeMs <= window.toMs)
    .sort((a, b) => a - b);
  if (atMs === null) {
    return times.at(-1) ?? null;
  }
  return (by > 0 ? times.find((timeMs) => timeMs > atMs) : times.findLast((timeMs) => timeMs < atMs)) ?? null;
}

/** Triangles on the axis: hollow for what is told, filled for a warning, greater for what is critical. The tone says it again. */
export function drawMarks(canvas: Canvas, marks: readonly PlacedMark[]): void {
  const { context, left, ratio } = canvas;
  const palette = currentPalette();
  const foot = canvas.top + canvas.height;
  context.save();
  context.lineJoin = 'round';
  for (const { x, severity } of marks) {
    const half = (severity === 'critical' ? 5 : 3.5) * ratio;
    const middle = left + x * ratio;
    context.beginPath();
    context.moveTo(middle - half, foot);
    context.lineTo(middle, foot - half * 1.7);
    context.lineTo(middle + half, foot);
    context.closePath();
    context.lineWidth = 3 * ratio;
    context.strokeStyle = palette.page;
    context.stroke();
    context.fillStyle = severity === 'info' ? palette.page : palette.mark[severity];
    context.fill();
    context.lineWidth = 1.2 * ratio;
    context.strokeStyle = palette.mark[severity];
    context.stroke();
  }
  context.restore();
}
