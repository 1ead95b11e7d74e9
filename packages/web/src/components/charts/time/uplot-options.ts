import type uPlot from 'uplot';
import { currentPalette, withAlpha } from '../palette.ts';
import { areaBetween, linePath } from './paths.ts';
import type { ColourSlot, PlotSpec } from './spec.ts';

/** What the plot is asked while uPlot draws. */
export interface PlotPort {
  xRange(): [number, number];
  yRange(): [number, number];
  /** The lower edge of the area of a series, by its place in `spec.series`. */
  stackBottom(place: number): readonly (number | null)[] | undefined;
  bandLow(place: number): readonly (number | null)[] | undefined;
  drawUnder(plot: uPlot): void;
  drawOver(plot: uPlot): void;
}

/** Room above the plot, and for the moments below it, in CSS pixels. */
export const padding = { top: 8, bottom: 17 } as const;

const colourOf = (slot: ColourSlot) => currentPalette().chart[slot - 1] ?? 'currentColor';
/** What the tests of the look call "a third of strength". */
const quietAlpha = 0.34;

/** Points no line reaches: the first of a host, one between two gaps. */
function alone(plot: uPlot, place: number): number[] {
  const values = plot.data[place] ?? [];
  const found: number[] = [];
  let before = false;
  let known = typeof values[0] === 'number';
  for (let index = 0; index < values.length; index += 1) {
    const after = typeof values[index + 1] === 'number';
    if (known && !before && !after) {
      found.push(index);
    }
    before = known;
    known = after;
  }
  return found;
}

function seriesOptions(spec: PlotSpec, port: PlotPort): uPlot.Series[] {
  const noPoints = { show: false };
  return spec.series.flatMap((series, place): uPlot.Series[] => {
    if (spec.stacked) {
      const fill = () => withAlpha(colourOf(series.slot), series.quiet ? quietAlpha : currentPalette().stackAlpha);
      return [{ scale: 'y', width: 0, fill, paths: areaBetween(() => port.stackBottom(place)), points: noPoints }];
    }
    const band: uPlot.Series = {
      scale: 'y',
      width: 0,
      fill: () => withAlpha(colourOf(series.slot), currentPalette().bandAlpha),
      paths: areaBetween(() => port.bandLow(place)),
      points: noPoints,
    };
    const line: uPlot.Series = {
      scale: 'y',
      width: 1.4,
      stroke: () => colourOf(series.slot),
      ...(series.filled && !spec.logarithmic
        ? { fill: () => withAlpha(colourOf(series.slot), currentPalette().fillAlpha), fillTo: () => 0 }
        : {}),
      ...(linePath ? { paths: linePath } : {}),
      points: { show: true, size: 3, filter: alone },
      pxAlign: 0,
    };
    return [band, line];
  });
}

/** uPlot draws the lines and areas; grid, labels, hatches and the crosshair are ours. */
export function uplotOptions(spec: PlotSpec, port: PlotPort, width: number, height: number): uPlot.Options {
  return {
    width,
    height,
    padding: [padding.top, 0, padding.bottom, 0],
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    axes: [{ show: false }, { show: false }],
    scales: { x: { time: false, range: () => port.xRange() }, y: { range: () => port.yRange() } },
    series: [{}, ...seriesOptions(spec, port)],
    hooks: { drawClear: [(plot) => port.drawUnder(plot)], draw: [(plot) => port.drawOver(plot)] },
  };
}
