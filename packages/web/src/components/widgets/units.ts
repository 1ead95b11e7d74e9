import type { Widget } from '@vigie/contract';
import type { Format } from '../../lib/format.ts';
import { byteRateScale, byteScale, networkScale, percentScale, plainScale, type ScaleKind } from '../charts/time/index.ts';

type Numbered = Extract<Widget, { readonly unit: string }>;
export type WidgetUnit = Numbered['unit'];

/** Shares are drawn as percent: what is kept is 0 to 1. */
export function factorOf(unit: WidgetUnit): number {
  return unit === 'ratio' || unit === 'cores' ? 100 : unit === 'bits_per_second' ? 1 / 8 : 1;
}

export function scaleOf(unit: WidgetUnit, language: 'en' | 'fr', max: number | undefined): ScaleKind {
  const scale = kindOf(unit, language);
  return max === undefined ? scale : { ...scale, fixedMax: max * factorOf(unit) };
}

function kindOf(unit: WidgetUnit, language: 'en' | 'fr'): ScaleKind {
  switch (unit) {
    case 'bytes':
      return byteScale(language);
    case 'bytes_per_second':
      return byteRateScale(language);
    case 'bits_per_second':
      return networkScale(language, 'bits');
    case 'ratio':
    case 'percent':
    case 'cores':
      return { ...percentScale(), fixedMax: undefined, floor: 1 };
    case 'seconds':
      return { ...plainScale(0.01), unitFor: () => ({ name: 's', divisor: 1 }) };
    case 'celsius':
      return { ...plainScale(10), unitFor: () => ({ name: '°C', divisor: 1 }) };
    default:
      return plainScale(0.1);
  }
}

/** One figure in words. */
export function writeFigure(value: number | null, unit: WidgetUnit, decimals: number | undefined, format: Format): string {
  if (value === null) {
    return '–';
  }
  switch (unit) {
    case 'bytes':
      return format.text(format.bytes(value));
    case 'bytes_per_second':
      return format.text(format.byteRate(value));
    case 'bits_per_second':
      return format.text(format.networkRate(value / 8));
    case 'ratio':
    case 'cores':
      return format.text(format.percent(value * 100, decimals ?? 1));
    case 'percent':
      return format.text(format.percent(value, decimals ?? 1));
    case 'seconds':
      return `${format.number(value, decimals ?? 2)}\u00a0s`;
    case 'celsius':
      return `${format.number(value, decimals ?? 0)}\u00a0°C`;
    case 'per_second':
      return `${format.number(value, decimals ?? 1)}/s`;
    default:
      return format.number(value, decimals ?? 2);
  }
}

export function toneOfValue(value: number | null, thresholds: Numbered['thresholds']): 'bad' | 'warn' | null {
  if (value === null || !thresholds) {
    return null;
  }
  const falls = thresholds.critical !== undefined && thresholds.warning !== undefined && thresholds.critical < thresholds.warning;
  const over = (bound: number | undefined) => bound !== undefined && (falls ? value <= bound : value >= bound);
  return over(thresholds.critical) ? 'bad' : over(thresholds.warning) ? 'warn' : null;
}
