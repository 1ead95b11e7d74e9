import type { Language } from '@vigie/contract/text';
import type { TimeColumns } from '../columns.ts';
import type { Threshold } from './draw.ts';
import type { ScaleKind } from './scale.ts';

/** A colour of the series palette; what each means is fixed by the look. */
export type ColourSlot = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export interface ChartSeries {
  /** The column it draws. */
  readonly key: string;
  readonly name: string;
  readonly slot: ColourSlot;
  /** A third of the strength: what can be taken back at once. */
  readonly quiet?: boolean;
  /** A tenth of its colour between the line and zero. */
  readonly filled?: boolean;
  /** Drawn below zero: what goes out. */
  readonly mirrored?: boolean;
  /** The column whose value the readout shows, when it is another one. */
  readonly readoutKey?: string;
}

/** Another time laid under the one in view: same keys, already moved onto it. */
export interface Comparison {
  readonly columns: TimeColumns;
  readonly name: string;
}

/** From where stored figures come. */
export interface StoredAs {
  readonly tier: 'raw' | '1m' | '5m' | '1h';
  /** 0 when they are the samples themselves. */
  readonly stepMs: number;
}

/** What one chart draws and in which words. */
export interface PlotSpec {
  readonly columns: TimeColumns;
  readonly series: readonly ChartSeries[];
  /** Parts of a whole, one on the other. */
  readonly stacked: boolean;
  /** Each decade as high as the next. Parts of a whole then stand as lines: heights of areas would say nothing. */
  readonly logarithmic: boolean;
  readonly scale: ScaleKind;
  readonly thresholds: readonly Threshold[];
  /** Null while the chart shows live frames. */
  readonly stored: StoredAs | null;
  /** Lines of the other time; none without a comparison. */
  readonly compared: readonly { readonly key: string; readonly mirrored?: boolean }[];
  readonly comparison: Comparison | null;
  readonly language: Language;
  /** `14:05` or `14:05:09`; with its day where the window holds more than one. */
  readonly time: (atMs: number, seconds: boolean) => string;
  /** `20 Nov`, for a mark at midnight or beyond. */
  readonly day: (atMs: number) => string;
  /** The moment of the crosshair stands below even when the pointer is on another chart. */
  readonly foot: boolean;
  /** Over a gap, of one that no record explains, over what is not known now, and where the first frame is still to come. */
  readonly words: { readonly gap: string; readonly unexplained: string; readonly unknown: string; readonly before: string };
}

/** Specs of one shape can share a plot; others need a new one. */
export function shapeOf(spec: PlotSpec): string {
  return `${spec.stacked} ${spec.logarithmic}|${spec.series.map(({ key, slot, quiet, filled, mirrored, readoutKey }) => [key, slot, quiet, filled, mirrored, readoutKey].join(' ')).join('|')}`;
}
