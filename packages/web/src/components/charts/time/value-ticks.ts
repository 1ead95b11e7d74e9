import type { Language } from '@vigie/contract/text';
import { niceTicks } from '../nice.ts';
import type { AxisLabel } from './draw.ts';
import { logTicks } from './log-scale.ts';
import { hasOwnUnits, type ScaleKind, type ScaleState, writeTick } from './scale.ts';

/**
 * Round values of a scale, as many as the height has room for; where it goes below zero, on both sides, and zero without
 * a name. The foot of a logarithmic axis says up to which size values lie on it.
 */
export function valueTicks(scale: ScaleState, kind: ScaleKind, heightPx: number, language: Language): AxisLabel[] {
  const whole = scale.max + scale.below;
  const most = Math.max(1, Math.min(4, Math.floor((heightPx - 25) / 32)));
  const write = (value: number) => {
    const own = hasOwnUnits(scale, kind);
    const { divisor, name } = own ? kind.unitFor(Math.abs(value)) : scale.unit;
    const said = writeTick(value / divisor, language);
    return own || name === '%' ? `${said}\u00a0${name}`.trimEnd() : said;
  };
  const { foot } = scale;
  const side = (max: number, sign: 1 | -1) => {
    const count = Math.max(1, Math.round((most * max) / whole));
    const ticks = foot === null ? niceTicks(max / scale.unit.divisor, count).map((tick) => tick * scale.unit.divisor) : [];
    const decades = foot === null ? [] : logTicks(kind, foot, max, scale.below > 0 ? Math.max(1, most >> 1) : most);
    return [...ticks, ...decades].map((tick) => ({ at: tick * sign, label: write(scale.signed ? tick * sign : tick) }));
  };
  const middle = foot === null ? (scale.below > 0 ? [{ at: 0, label: '' }] : []) : [{ at: 0, label: `≤\u00a0${write(foot)}` }];
  return [...side(scale.max, 1), ...middle, ...side(scale.below, -1)];
}
