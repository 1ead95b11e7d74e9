import type uPlot from 'uplot';
import { nearestIndex } from '../columns.ts';
import { largest, leastAboveZero, type PlotData, readPlotData, stackUp, type Window } from './plot-data.ts';
import { nextScale, positionOf, type ScaleState } from './scale.ts';
import type { PlotSpec } from './spec.ts';

export type Points = readonly (number | null)[];
export const none: Points = [];

/** What a chart draws for one window: its points, where stacks begin, the other time, and the scale. */
export interface Reading {
  readonly data: PlotData;
  /** By place in `spec.series`. */
  readonly readout: readonly Points[];
  readonly drawn: readonly Points[];
  readonly bottoms: readonly Points[];
  readonly compared: readonly { readonly times: ArrayLike<number>; readonly points: Points }[];
  readonly scale: ScaleState | null;
}

/** What the head of a chart says. */
export interface Readout {
  /** Null while the newest is shown. */
  readonly atMs: number | null;
  /** By place in `spec.series`; null is not known. */
  readonly values: readonly (number | null)[];
  readonly scale: ScaleState;
  /** The step samples were joined into; null when they stand as they are. */
  readonly stepMs: number | null;
  /** Is the least and greatest of each step drawn too? */
  readonly banded: boolean;
  /** False while there is nothing at all to draw. */
  readonly any: boolean;
}

export const emptyReading: Reading = {
  data: { times: [], values: [], bands: null, gaps: [], stepMs: null },
  readout: [],
  drawn: [],
  bottoms: [],
  compared: [],
  scale: null,
};

export const turned = (points: Points, mirrored: boolean | undefined): (number | null)[] =>
  mirrored ? points.map((value) => (value === null ? null : -value)) : (points as (number | null)[]);

/** Values as they stand on the axis. */
export const placedOn = (scale: ScaleState | null, points: (number | null)[]): (number | null)[] =>
  scale === null || scale.foot === null ? points : points.map((value) => (value === null ? null : positionOf(scale, value)));

/** Is there anything at all to draw? */
export const isKnown = ({ drawn }: Reading): boolean => drawn.some((points) => points.some((value) => value !== null));

/** Live frames are joined when they are closer than pixels; the server has already joined what it had stored. */
function mostPoints(spec: PlotSpec, widthPx: number): number {
  return spec.stored ? Math.max(900, widthPx * 2) : Math.max(120, Math.round(widthPx * 0.75));
}

export function readPlot(spec: PlotSpec, view: Window, widthPx: number, previous: ScaleState | null): Reading {
  const { series, columns, stacked, scale, comparison } = spec;
  const keys = series.map((one) => one.key);
  const most = mostPoints(spec, widthPx);
  const data = readPlotData(columns, [...keys, ...series.map((one) => one.readoutKey ?? one.key)], view, most);
  const values = data.values.slice(0, keys.length);
  const stack = stacked ? stackUp(values) : null;
  const drawn = stack?.tops ?? values;
  const compared = comparison
    ? spec.compared.map(({ key, mirrored }) => {
        const other = readPlotData(comparison.columns, [key], view, most);
        return { times: other.times, points: turned(other.values[0] ?? none, mirrored) };
      })
    : [];
  const side = (mirrored: boolean) =>
    series.flatMap((one, place) =>
      (one.mirrored ?? false) === mirrored ? [data.bands?.[place]?.highs ?? none, drawn[place] ?? none] : [],
    );
  const others = compared.map(({ points }) => points);
  const anyMirrored = series.some((one) => one.mirrored);
  const up = largest([...(stacked ? drawn : side(false)), ...others]);
  const lows = stacked ? [] : (data.bands ?? []).slice(0, keys.length).map((band) => band.lows);
  const down = anyMirrored ? side(true) : stacked ? [] : [...drawn, ...lows].map((points) => turned(points, true));
  const below = largest([...down, ...others.map((points) => turned(points, true))]);
  const smallest = spec.logarithmic ? { smallest: leastAboveZero([...drawn, ...lows, ...others]) } : {};
  return {
    data,
    readout: data.values.slice(keys.length),
    drawn,
    bottoms: stack?.bottoms ?? [],
    compared,
    scale: nextScale(previous, scale, { max: up, below, mirrored: anyMirrored, ...smallest }),
  };
}

/** What was known at a moment, by place in `spec.series`; null within a gap, before the first frame and after the last. */
export function valuesAt(spec: PlotSpec, { data, readout }: Reading, atMs: number): Points {
  const { times, gaps, stepMs } = data;
  const index = nearestIndex(times, atMs);
  const outside = index < 0 || gaps.some(([from, to]) => atMs > from && atMs < to);
  const far = Math.abs((times[index] ?? 0) - atMs) > Math.max(15_000, 2 * (stepMs ?? spec.stored?.stepMs ?? 0));
  return spec.series.map((_, place) => (outside || far ? null : (readout[place]?.[index] ?? null)));
}

/** The columns as uPlot wants them: the line of each series, and before it its highest, to which the band reaches. */
export function alignedOf({ series, stacked }: PlotSpec, { data, drawn, scale }: Reading): uPlot.AlignedData {
  const { times, bands } = data;
  const placed = (points: Points, mirrored: boolean | undefined) => placedOn(scale, turned(points, mirrored));
  const empty: (number | null)[] = bands ? [] : times.map(() => null);
  const columns = series.flatMap((one, place) => {
    const line = placed(drawn[place] ?? none, one.mirrored);
    return stacked ? [line] : [bands ? placed(bands[place]?.highs ?? none, one.mirrored) : empty, line];
  });
  return [times, ...columns];
}
