import uPlot from 'uplot';
import { nearestIndex } from '../columns.ts';
import { currentPalette, onPaletteChange } from '../palette.ts';
import { drawNever, drawSoon } from '../schedule.ts';
import { canvasOf } from './canvas-of.ts';
import { dotsOf } from './dots.ts';
import { type AxisLabel, type Canvas, drawGrid, drawTimeAxis } from './draw.ts';
import { drawOver } from './draw-over.ts';
import { gapAt, noteOf } from './gap-notes.ts';
import type { ChartGroup, View } from './group.ts';
import { drawMarks, markAt, placeMarks } from './marks.ts';
import { Overlay } from './overlay.ts';
import { followPointer, type Place } from './pointer.ts';
import {
  alignedOf,
  emptyReading,
  isKnown,
  type Points,
  placedOn,
  type Reading,
  type Readout,
  readPlot,
  turned,
  valuesAt,
} from './reading.ts';
import { axisRange, type ScaleState } from './scale.ts';
import { type PlotSpec, shapeOf } from './spec.ts';
import { createTimeAxis, momentLabel } from './time-axis.ts';
import { padding, uplotOptions } from './uplot-options.ts';
import { valueTicks } from './value-ticks.ts';

/** One chart outside React: follows its group, draws when there is something new and it can be seen. */
export class TimePlot {
  readonly #root: HTMLElement;
  readonly #group: ChartGroup;
  readonly #onReadout: (readout: Readout) => void;
  readonly #overlay: Overlay;
  readonly #ends: (() => void)[];
  #spec: PlotSpec;
  #plot: uPlot | null = null;
  #reading: Reading = emptyReading;
  #size = { width: 0, height: 0 };
  readonly #axis = createTimeAxis();
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
    this.#ends = [
      followPointer({
        root,
        group,
        hover: (place) => this.#hover(place),
        markAt: (place) => this.#markNear(place)?.timeMs ?? null,
        choose: (stretch) => this.#overlay.choose(stretch),
      }),
      group.view.subscribe(() => this.#invalidate()),
      group.marks.subscribe(() => this.#invalidate()),
      group.notes.subscribe(() => this.#invalidate()),
      group.crosshair.subscribe(() => drawSoon(this.showCrosshair)),
      group.join({ times: () => this.#reading.data.times, describe: (atMs) => this.describe(atMs) }),
      onPaletteChange(() => this.#invalidate()),
      () => resize.disconnect(),
      () => sight.disconnect(),
    ];
    this.#resize();
  }

  /** How a moment is said; replaced by the component that knows the words. */
  describe: (atMs: number) => string = () => '';

  setSpec(spec: PlotSpec): void {
    if (shapeOf(spec) !== shapeOf(this.#spec) || spec.columns !== this.#spec.columns) {
      this.#plot?.destroy();
      this.#plot = null;
      this.#reading = emptyReading;
    }
    this.#spec = spec;
    this.#axis.forget();
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

  /** How the values are read now; null before the first picture. */
  get scale(): ScaleState | null {
    return this.#reading.scale;
  }

  /** Moments spread over the window with their values, for a table that can be read aloud. */
  table(rows: number): readonly { readonly atMs: number; readonly values: Points }[] {
    const { times } = this.#reading.data;
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
    return valuesAt(this.#spec, this.#reading, atMs);
  }

  /** Why nothing is known at a moment, in words; null where frames are. */
  whyEmpty(atMs: number): string | null {
    const gap = gapAt(this.#reading.data.gaps, atMs);
    return gap && (noteOf(gap, this.#group.notes.get())?.text ?? this.#spec.words.unexplained);
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

  #marks() {
    const view = this.#group.view.get();
    return view ? placeMarks(this.#group.marks.get(), view, this.#size.width) : [];
  }

  /** The mark under the hand: only at the foot of the plot, where marks are. */
  #markNear({ clientX, clientY }: Place) {
    const rect = this.#root.getBoundingClientRect();
    return rect.bottom - clientY > padding.bottom + 12 ? null : markAt(this.#marks(), clientX - rect.left);
  }

  #hover(place: Place | null): void {
    if (this.#hovered !== (place !== null)) {
      this.#hovered = place !== null;
      // The keyboard may have set the crosshair where the hand is now: it does not move, and yet its flag appears.
      drawSoon(this.showCrosshair);
    }
    if (place === null) {
      this.#group.crosshair.set(null);
      return;
    }
    const view = this.#group.view.get();
    const rect = this.#root.getBoundingClientRect();
    const { times } = this.#reading.data;
    if (!view || times.length === 0 || rect.width === 0) {
      return;
    }
    const mark = this.#markNear(place);
    if (mark) {
      this.#group.crosshair.set(mark.timeMs);
      return;
    }
    const atMs = view.fromMs + ((place.clientX - rect.left) / rect.width) * (view.toMs - view.fromMs);
    // Within a gap the crosshair stands where the hand is, and says why there is nothing.
    const nearest = gapAt(this.#reading.data.gaps, atMs) ? atMs : (times[nearestIndex(times, atMs)] ?? atMs);
    this.#group.crosshair.set(Math.min(view.toMs, Math.max(view.fromMs, nearest)));
  }

  readonly draw = (): void => {
    const view = this.#group.view.get();
    const { width, height } = this.#size;
    if (!view || !this.#visible || width < 20 || height < 40) {
      return;
    }
    this.#stale = false;
    this.#reading = readPlot(this.#spec, view, width, this.#reading.scale);
    const drawn = alignedOf(this.#spec, this.#reading);
    if (this.#plot) {
      this.#plot.setData(drawn);
    } else {
      this.#plot = new uPlot(uplotOptions(this.#spec, this.#port, width, height), drawn, this.#root);
    }
    this.showCrosshair();
  };

  readonly #port = {
    xRange: (): [number, number] => {
      const view = this.#group.view.get();
      return view ? [view.fromMs, view.toMs] : [0, 1];
    },
    yRange: (): [number, number] => (this.#reading.scale ? axisRange(this.#reading.scale) : [0, 1]),
    stackBottom: (place: number) => this.#reading.bottoms[place],
    bandLow: (place: number) => {
      const lows = this.#reading.data.bands?.[place]?.lows;
      return lows && placedOn(this.#reading.scale, turned(lows, this.#spec.series[place]?.mirrored));
    },
    drawUnder: (plot: uPlot) => drawGrid(this.#canvas(plot), currentPalette(), this.#valueTicks()),
    drawOver: (plot: uPlot) => this.#drawOver(plot),
  };

  #canvas(plot: uPlot): Canvas {
    return canvasOf(plot, this.#port.xRange(), this.#port.yRange(), this.#reading.scale);
  }

  #valueTicks(): AxisLabel[] {
    const { scale } = this.#reading;
    return scale ? valueTicks(scale, this.#spec.scale, this.#size.height, this.#spec.language) : [];
  }

  #drawOver(plot: uPlot): void {
    const view = this.#group.view.get();
    if (view) {
      drawOver(this.#canvas(plot), this.#spec, this.#reading, view, this.#group.notes.get(), this.#valueTicks());
      this.#drawAxis(plot);
      drawMarks(this.#canvas(plot), this.#marks());
    }
  }

  /** The moments below the plot; those that the flag of the crosshair would cover are left out. */
  #drawAxis(plot: uPlot): void {
    const view = this.#group.view.get();
    if (view) {
      drawTimeAxis(this.#canvas(plot), currentPalette(), this.#axis.ticks(this.#spec, view, this.#size.width), this.#flag);
    }
  }

  /** The chart as it stands, for a picture; null before it was drawn. */
  get canvas(): HTMLCanvasElement | null {
    return this.#plot?.ctx.canvas ?? null;
  }

  /** The window in view. */
  get view(): View | null {
    return this.#group.view.get();
  }

  readonly showCrosshair = (): void => {
    const view = this.#group.view.get();
    const scale = this.#reading.scale;
    if (!view || !scale || !this.#visible) {
      return;
    }
    const spec = this.#spec;
    const { series, stacked, columns } = spec;
    const wanted = this.#group.crosshair.get();
    const atMs = wanted !== null && wanted >= view.fromMs ? wanted : null;
    // At the end of a stored stretch that ends without frames, the last value known is no answer.
    const silent = spec.stored !== null && view.unknownFromMs !== null;
    const newest = series.map((one) => (silent ? null : columns.last(one.readoutKey ?? one.key)));
    this.#onReadout({
      atMs,
      values: atMs === null ? newest : this.valuesAt(atMs),
      scale,
      stepMs: this.#reading.data.stepMs ?? (spec.stored?.stepMs || null),
      banded: this.#reading.data.bands !== null,
      any: isKnown(this.#reading),
    });
    if (atMs === null) {
      this.#overlay.hide();
      this.#setFlag(null);
      return;
    }
    const { width, height } = this.#size;
    const index = nearestIndex(this.#reading.data.times, atMs);
    const why = this.whyEmpty(atMs);
    const values = this.#reading.drawn.map((points) => (why === null ? (points[index] ?? null) : null));
    const dots = stacked ? [] : dotsOf(series, values, scale, height);
    const x = ((atMs - view.fromMs) / (view.toMs - view.fromMs)) * width;
    const mark = markAt(this.#marks(), x);
    const moment = [momentLabel(spec, atMs, view), ...(mark?.timeMs === atMs ? [mark.text] : [])].join(' · ');
    const label = spec.foot || this.#hovered ? moment : null;
    this.#overlay.explain(x, width, this.#hovered ? why : null);
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
