import { currentPalette } from '../palette.ts';
import type { Dot } from './overlay.ts';
import { axisRange, positionOf, type ScaleState } from './scale.ts';
import type { ChartSeries } from './spec.ts';
import { padding } from './uplot-options.ts';

/** Where the crosshair meets the lines; a value that is not known has no dot. */
export function dotsOf(series: readonly ChartSeries[], values: readonly (number | null)[], scale: ScaleState, heightPx: number): Dot[] {
  const inside = heightPx - padding.top - padding.bottom;
  const [low, high] = axisRange(scale);
  return series.flatMap((one, place) => {
    const value = values[place] ?? null;
    if (value === null) {
      return [];
    }
    const position = positionOf(scale, one.mirrored ? -value : value);
    const y = padding.top + inside * (1 - (position - low) / (high - low));
    return [{ y, colour: currentPalette().chart[one.slot - 1] ?? '' }];
  });
}
