import uPlot from 'uplot';
import type { Canvas } from './draw.ts';
import { positionOf, type ScaleState } from './scale.ts';

type Ends = readonly [number, number];

/** Own projections over a plot: uPlot has no scale of time while there is no data. */
export function canvasOf(plot: uPlot, [from, to]: Ends, [low, high]: Ends, scale: ScaleState | null): Canvas {
  const { left, top, width, height } = plot.bbox;
  return {
    context: plot.ctx,
    ratio: uPlot.pxRatio,
    left,
    top,
    width,
    height,
    x: (timeMs) => left + ((timeMs - from) / (to - from)) * width,
    y: (value) => top + height * (1 - ((scale ? positionOf(scale, value) : value) - low) / (high - low)),
  };
}
