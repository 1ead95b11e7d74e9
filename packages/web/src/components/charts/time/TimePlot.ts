import uPlot from 'uplot';
import { nearestIndex } from '../columns.ts';
import { timeTicks } from '../nice.ts';
import { currentPalette, onPaletteChange } from '../palette.ts';
import { drawNever, drawSoon } from '../schedule.ts';
import { type AxisLabel, type Canvas, drawBefore, drawGrid, drawHatch, drawThreshold, drawTimeAxis, drawValueLabels } from './draw.ts';
import type { ChartGroup, View } from './group.ts';
import { dotsOf, valueTicks } from './marks.ts';
import { Overlay } from './overlay.ts';
import { largest, type PlotData, readPlotData, stackUp } from './plot-data.ts';
import { nextScale, type ScaleState, type Unit } from './scale.ts';
import { type PlotSpec, shapeOf } from './spec.ts';
import { uplotOptions } from './uplot-options.ts';

export interface Readout {
  /** Null while the newest is shown. */
  readonly atMs: number | null;
  /** By place in `spec.series`; null is not known. */
  readonly values: readonly (number | null)[];
  readonly scale: ScaleState;
  /** The step samples were joined into; null when they stand as they are. */
  readonly stepMs: number | null;
  /** False while there is nothing at all to draw. */
  readonly any: boolean;
}

type Points = readonly (number | null)[];
const none: Points = [];

/** One chart outside React: follows its group, draws when there is something new and it can be seen. */
export class TimePlot {
  readonly #root: HTMLElement;
  readonly #group: ChartGroup;
  readonly #onReadout: (readout: Readout) => void;
  readonly #overlay: Overlay;
  readonly #ends: (() => void)[];
  #spec: PlotSpec;
  #plot: uPlot | null = null;
  #data: PlotData = { times: [], values: [], bands: null, gaps: [], stepMs: null };
  #readoutValues: readonly Points[] = [];
  #bottoms: readonly Points[] = [];
  #drawnValues: readonly Points[] = [];
  #scale: ScaleState | null = null;
  #size = { width: 0, height: 0 };
  readonly #labels = new Map<number, string>();
  #visible = true;
  #hovered = false;
  /** Where the flag of the crosshair stands, in CSS pixels; null without one. */
  #flag: readonly [number, number] | null = null;
  #stale = true;

  constructor(root: HTMLElement, spec: PlotSpec, group: ChartGroup, onReadout: (readout: Readout) => void) {
    this.#root = root;
    this.#spec = spec;
    this.#group = group;
    this.#onReadout = onReadout;
    this.#overlay = new Overlay(root);
    const resize = new ResizeObserver(() => this.#resize());
    resize.observe(root);
    const sight = new IntersectionObserver((entries) => {
      this.#visible = entries.at(-1)?.isIntersecting ?? true;
      if (this.#visible && this.#stale) {
        drawSoon(this.draw);
      }
    });
    sight.observe(root);
    const pointer = (event: PointerEvent) => this.#point(event);
    const leave = (event: PointerEvent) => {
      this.#hovered = false;
      if (event.pointerType === 'mouse') {
        group.crosshair.set(null);
      }
    };
    root.addEventListener('pointermove', pointer);
    root.addEventListener('pointerdown', pointer);
    root.addEventListener('pointerleave', leave);
    this.#ends = [
      group.view.subscribe(() => this.#invalidate()),
      group.crosshair.subscribe(() => drawSoon(this.showCrosshair)),
      group.join({ times: () => this.#data.times, describe: (atMs) => this.describe(atMs) }),
      onPaletteChange(() => this.#invalidate()),
      () => resize.disconnect(),
      () => sight.disconnect(),
      () => root.removeEventListener('pointermove', pointer),
      () => root.removeEventListener('pointerdown', pointer),
      () => root.removeEventListener('pointerleave', leave),
    ];
    this.#resize();
  }

  /** How a moment is said; replaced by the component that knows the words. */
  describe: (atMs: number) => string = () => '';

  setSpec(spec: PlotSpec): void {
    if (shapeOf(spec) !== shapeOf(this.#spec) || spec.columns !== this.#spec.columns) {
      this.#plot?.destroy();
      this.#plot = null;
      this.#scale = null;
    }
    this.#spec = spec;
    this.#labels.clear();
    this.#invalidate();
  }

  destroy(): void {
    for (const end of this.#ends) {
      end();
    }
    drawNever(this.draw);
    drawNever(this.showCrosshair);
    this.#overlay.remove();
    this.#plot?.destroy();
  }

  /** The unit the values are read in now; null before the first picture. */
  get unit(): Unit | null {
    return this.#scale?.unit ?? null;
  }

  /** Moments spread over the window with their values, for a table that can be read aloud. */
  table(rows: number): readonly { readonly atMs: number; readonly values: Points }[] {
    const { times } = this.#data;
    const view = this.#group.view.get();
    if (!view || times.length === 0) {
      return [];
    }
    const step = (view.toMs - view.fromMs) / rows;
    return Array.from({ length: rows }, (_, row) => {
      const atMs = view.fromMs + step * (row + 1);
      return { atMs, values: this.valuesAt(atMs) };
    });
  }

  /** What was known at a moment; null within a gap, before the first frame and after the last. */
  valuesAt(atMs: number): Points {
    const { times, gaps, stepMs } = this.#data;
    const index = nearestIndex(times, atMs);
    const outside = index < 0 || gaps.some(([from, to]) => atMs > from && atMs < to);
    const far = Math.abs((times[index] ?? 0) - atMs) > Math.max(15_000, 2 * (stepMs ?? 0));
    return this.#spec.series.map((_, place) => (outside || far ? null : (this.#readoutValues[place]?.[index] ?? null)));
  }

  #invalidate(): void {
    this.#stale = true;
    if (this.#visible) {
      drawSoon(this.draw);
    }
  }

  #resize(): void {
    const width = this.#root.clientWidth;
    const height = this.#root.clientHeight;
    if (width === this.#size.width && height === this.#size.height) {
      return;
    }
    this.#size = { width, height };
    if (width > 0 && height > 0) {
      this.#plot?.setSize(this.#size);
    }
    this.#invalidate();
  }

  #point(event: PointerEvent): void {
    this.#hovered = true;
    const view = this.#group.view.get();
    const rect = this.#root.getBoundingClientRect();
    const { times } = this.#data;
    if (!view || times.length === 0 || rect.width === 0) {
      return;
    }
    const atMs = view.fromMs + ((event.clientX - rect.left) / rect.width) * (view.toMs - view.fromMs);
    const nearest = times[nearestIndex(times, atMs)] ?? atMs;
    this.#group.crosshair.set(Math.min(view.toMs, Math.max(view.fromMs, nearest)));
  }

  readonly draw = (): void => {
    const view = this.#group.view.get();
    const { width, height } = this.#size;
    if (!view || !this.#visible || width < 20 || height < 40) {
      return;
    }
    this.#stale = false;
    this.#read(view, width);
    const drawn = this.#drawn();
    if (this.#plot) {
      this.#plot.setData(drawn);
    } else {
      this.#plot = new uPlot(uplotOptions(this.#spec, this.#port, width, height), drawn, this.#root);
    }
    this.showCrosshair();
  };

  /** Reads the window, and settles the scale. */
  #read(view: View, width: number): void {
    const { series, columns, stacked, scale } = this.#spec;
    const keys = series.map((one) => one.key);
    const readoutKeys = series.map((one) => one.readoutKey ?? one.key);
    const data = readPlotData(columns, [...keys, ...readoutKeys], view, Math.max(120, Math.round(width * 0.75)));
    const values = data.values.slice(0, keys.length);
    this.#data = data;
    this.#readoutValues = data.values.slice(keys.length);
    if (stacked) {
      const { tops, bottoms } = stackUp(values);
      this.#bottoms = bottoms;
      this.#drawnValues = tops;
    } else {
      this.#drawnValues = values;
    }
    const side = (mirrored: boolean) =>
      series.flatMap((one, place) =>
        (one.mirrored ?? false) === mirrored ? [data.bands?.[place]?.highs ?? none, this.#drawnValues[place] ?? none] : [],
      );
    const up = largest(stacked ? this.#drawnValues : side(false));
    const mirrored = series.some((one) => one.mirrored);
    this.#scale = nextScale(this.#scale, scale, up, mirrored ? largest(side(true)) : 0, mirrored);
  }

  #drawn(): uPlot.AlignedData {
    const { series, stacked } = this.#spec;
    const { times, bands } = this.#data;
    const turned = (points: Points, mirrored: boolean | undefined) =>
      mirrored ? points.map((value) => (value === null ? null : -value)) : (points as (number | null)[]);
    const empty: (number | null)[] = bands ? [] : times.map(() => null);
    const columns = series.flatMap((one, place) => {
      const line = turned(this.#drawnValues[place] ?? none, one.mirrored);
      return stacked ? [line] : [bands ? turned(bands[place]?.highs ?? none, one.mirrored) : empty, line];
    });
    return [times, ...columns];
  }

  readonly #port = {
    xRange: (): [number, number] => {
      const view = this.#group.view.get();
      return view ? [view.fromMs, view.toMs] : [0, 1];
    },
    yRange: (): [number, number] => [-(this.#scale?.below ?? 0), this.#scale?.max ?? 1],
    stackBottom: (place: number) => this.#bottoms[place],
    bandLow: (place: number) => {
      const lows = this.#data.bands?.[place]?.lows;
      return this.#spec.series[place]?.mirrored ? lows?.map((value) => (value === null ? null : -value)) : lows;
    },
    drawUnder: (plot: uPlot) => drawGrid(this.#canvas(plot), currentPalette(), this.#valueTicks()),
    drawOver: (plot: uPlot) => this.#drawOver(plot),
  };

  /** Own projections: uPlot has no scale of time while there is no data. */
  #canvas(plot: uPlot): Canvas {
    const { left, top, width, height } = plot.bbox;
    const [from, to] = this.#port.xRange();
    const [low, high] = this.#port.yRange();
    return {
      context: plot.ctx,
      ratio: uPlot.pxRatio,
      left,
      top,
      width,
      height,
      x: (timeMs) => left + ((timeMs - from) / (to - from)) * width,
      y: (value) => top + height * (1 - (value - low) / (high - low)),
    };
  }

  #valueTicks(): AxisLabel[] {
    return this.#scale ? valueTicks(this.#scale, this.#size.height, this.#spec.language) : [];
  }

  #drawOver(plot: uPlot): void {
    const view = this.#group.view.get();
    const scale = this.#scale;
    if (!view || !scale) {
      return;
    }
    const canvas = this.#canvas(plot);
    const palette = currentPalette();
    const { thresholds, stacked, words } = this.#spec;
    const firstMs = this.#spec.columns.times[0] ?? view.toMs;
    if (firstMs > view.fromMs) {
      drawBefore(canvas, palette, firstMs, words.before);
    }
    for (const [fromMs, toMs] of this.#data.gaps) {
      drawHatch(canvas, palette, fromMs, toMs, words.gap);
    }
    if (view.unknownFromMs !== null) {
      drawHatch(canvas, palette, view.unknownFromMs, view.toMs, words.unknown);
    }
    for (const threshold of thresholds) {
      if (threshold.value < scale.max) {
        drawThreshold(canvas, palette, threshold);
      }
    }
    drawValueLabels(canvas, palette, this.#valueTicks(), stacked);
    this.#drawAxis(plot);
  }

  /** The same round moments come back with every frame: each is written once. */
  #timeLabel(atMs: number, seconds: boolean): string {
    const known = this.#labels.get(seconds ? -atMs : atMs);
    if (known !== undefined) {
      return known;
    }
    const label = this.#spec.time(atMs, seconds);
    if (this.#labels.size > 200) {
      this.#labels.clear();
    }
    this.#labels.set(seconds ? -atMs : atMs, label);
    return label;
  }

  /** The moments below the plot; those that the flag of the crosshair would cover are left out. */
  #drawAxis(plot: uPlot): void {
    const view = this.#group.view.get();
    if (!view) {
      return;
    }
    const offsetMs = -new Date(view.toMs).getTimezoneOffset() * 60_000;
    const { atMs, stepMs } = timeTicks(view.fromMs, view.toMs, this.#size.width, 74, offsetMs);
    const labels = atMs.map((at) => ({ at, label: this.#timeLabel(at, stepMs < 60_000) }));
    drawTimeAxis(this.#canvas(plot), currentPalette(), labels, this.#flag);
  }

  readonly showCrosshair = (): void => {
    const view = this.#group.view.get();
    const scale = this.#scale;
    if (!view || !scale || !this.#visible) {
      return;
    }
    const spec = this.#spec;
    const { series, stacked, columns, time } = spec;
    const wanted = this.#group.crosshair.get();
    const atMs = wanted !== null && wanted >= view.fromMs ? wanted : null;
    const newest = series.map((one) => columns.last(one.readoutKey ?? one.key));
    const any = this.#drawnValues.some((points) => points.some((value) => value !== null));
    this.#onReadout({ atMs, values: atMs === null ? newest : this.valuesAt(atMs), scale, stepMs: this.#data.stepMs, any });
    if (atMs === null) {
      this.#overlay.hide();
      this.#setFlag(null);
      return;
    }
    const { width, height } = this.#size;
    const index = nearestIndex(this.#data.times, atMs);
    const values = this.#drawnValues.map((points) => points[index] ?? null);
    const dots = stacked ? [] : dotsOf(series, values, this.#port.yRange(), height);
    const x = ((atMs - view.fromMs) / (view.toMs - view.fromMs)) * width;
    const label = spec.foot || this.#hovered ? time(atMs, view.toMs - view.fromMs <= 3_600_000) : null;
    this.#setFlag(this.#overlay.show(x, width, label, dots));
  };

  #setFlag(flag: readonly [number, number] | null): void {
    if (flag?.[0] === this.#flag?.[0] && flag?.[1] === this.#flag?.[1]) {
      return;
    }
    this.#flag = flag;
    if (this.#plot) {
      this.#drawAxis(this.#plot);
    }
  }
}
