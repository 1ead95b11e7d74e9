import uPlot from 'uplot';

const bandClipFill = 1;

/**
 * The area between the series' own points and `lower`, one polygon per run of known points. For stacks and for
 * the band between lowest and highest.
 */
export function areaBetween(lower: () => readonly (number | null)[] | undefined): uPlot.Series.PathBuilder {
  return (plot, seriesIndex, from, to) => {
    const times = plot.data[0] as number[];
    const upper = plot.data[seriesIndex] as (number | null)[];
    const base = lower();
    const fill = new Path2D();
    const x = (index: number) => plot.valToPos(times[index] ?? 0, 'x', true);
    const y = (value: number) => plot.valToPos(value, 'y', true);

    const close = (start: number, end: number) => {
      for (let index = end; index >= start; index -= 1) {
        fill.lineTo(x(index), y(base?.[index] ?? 0));
      }
      fill.closePath();
    };
    let start = -1;
    for (let index = from; index <= to; index += 1) {
      const value = upper[index];
      if (value === null || value === undefined) {
        if (start >= 0) {
          close(start, index - 1);
        }
        start = -1;
        continue;
      }
      if (start < 0) {
        start = index;
        fill.moveTo(x(index), y(value));
      } else {
        fill.lineTo(x(index), y(value));
      }
    }
    if (start >= 0) {
      close(start, to);
    }
    return { stroke: null, fill, clip: null, band: null, flags: bandClipFill };
  };
}

export const linePath = uPlot.paths.linear?.({ alignGaps: 0 });
