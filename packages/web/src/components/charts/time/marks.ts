import type { Language } from '@vigie/contract/text';
import { niceTicks } from '../nice.ts';
import { currentPalette } from '../palette.ts';
import type { AxisLabel } from './draw.ts';
import type { Dot } from './overlay.ts';
import { type ScaleState, writeTick } from './scale.ts';
import type { ChartSeries } from './spec.ts';
import { padding } from './uplot-options.ts';

/** Round values of a scale, as many as the height has room for; where it goes below zero, on both sides, and zero without a name. */
export function valueTicks(scale: ScaleState, heightPx: number, language: Language): AxisLabel[] {
  const { divisor, name } = scale.unit;
  const whole = scale.max + scale.below;
  const most = Math.max(1, Math.min(4, Math.floor((heightPx - 25) / 32)));
  const side = (max: number, sign: 1 | -1) =>
    niceTicks(max / divisor, Math.max(1, Math.round((most * max) / whole))).map((tick) => ({
      at: tick * divisor * sign,
      label: `${writeTick(tick, language)}${name === '%' ? '\u00a0%' : ''}`,
    }));
  const zero = scale.below > 0 ? [{ at: 0, label: '' }] : [];
  return [...side(scale.max, 1), ...zero, ...side(scale.below, -1)];
}

/** Where the crosshair meets the lines; a value that is not known has no dot. */
export function dotsOf(
  series: readonly ChartSeries[],
  values: readonly (number | null)[],
  [low, high]: readonly [number, number],
  heightPx: number,
): Dot[] {
  const inside = heightPx - padding.top - padding.bottom;
  return series.flatMap((one, place) => {
    const value = values[place] ?? null;
    if (value === null) {
      return [];
    }
    const shown = one.mirrored ? -value : value;
    return [{ y: padding.top + inside * (1 - (shown - low) / (high - low)), colour: currentPalette().chart[one.slot - 1] ?? '' }];
  });
}
