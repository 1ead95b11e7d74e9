import type { Language } from '@vigie/contract/text';
import { decimalsFor, formatNumber } from '../../../lib/numbers.ts';
import { niceCeil, stableMax } from '../nice.ts';
import { logFoot, logPosition } from './log-scale.ts';

export interface Unit {
  /** What stands in the head of the chart; empty for a plain number. */
  readonly name: string;
  readonly divisor: number;
}

/** How the values of one chart are measured. */
export interface ScaleKind {
  /** The unit in which a scale that ends at `max` is read best. */
  unitFor(max: number): Unit;
  /** The least end of the scale, so that noise does not fill the plot. */
  readonly floor: number;
  /** Ratios: the scale always ends here. */
  readonly fixedMax?: number | undefined;
  /** Decimals of the readout; by size when absent. */
  readonly decimals?: number | undefined;
}

function stepped(names: readonly string[], base: number): (max: number) => Unit {
  return (max) => {
    let step = 0;
    let divisor = 1;
    while (max / divisor >= base && step < names.length - 1) {
      step += 1;
      divisor *= base;
    }
    return { name: names[step] ?? '', divisor };
  };
}

const iec = { en: ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'], fr: ['o', 'Kio', 'Mio', 'Gio', 'Tio', 'Pio'] } as const;

export const percentScale = (fixedMax: number | undefined = 100): ScaleKind => ({
  unitFor: () => ({ name: '%', divisor: 1 }),
  floor: fixedMax ?? 10,
  fixedMax,
  decimals: 1,
});

export const plainScale = (floor: number): ScaleKind => ({ unitFor: () => ({ name: '', divisor: 1 }), floor });

export const byteScale = (language: Language, fixedMax?: number): ScaleKind => ({
  unitFor: stepped(iec[language], 1024),
  floor: 1024,
  fixedMax,
});

export const byteRateScale = (language: Language): ScaleKind => ({
  unitFor: stepped(
    iec[language].map((name) => `${name}/s`),
    1024,
  ),
  floor: 64 * 1024,
});

/** Values are bytes per second; shown in bits or bytes. */
export function networkScale(language: Language, unit: 'bits' | 'bytes'): ScaleKind {
  if (unit === 'bytes') {
    return { ...byteRateScale(language), floor: 8 * 1024 };
  }
  const inBits = stepped(['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'], 1000);
  return {
    unitFor: (max) => {
      const { name, divisor } = inBits(max * 8);
      return { name, divisor: divisor / 8 };
    },
    floor: 8000,
  };
}

/** A scale from 0 to `max`, and to `-below` where outgoing values are mirrored or values are negative. */
export interface ScaleState {
  readonly max: number;
  readonly below: number;
  /** What stands below zero is less than zero; without it, it is what goes out. */
  readonly signed: boolean;
  /** Where a logarithmic axis begins, on both sides; null while the axis is linear. */
  readonly foot: number | null;
  readonly unit: Unit;
}

/** What a scale must have room for. */
export interface Extent {
  readonly max: number;
  /** Below zero, as a positive number. */
  readonly below: number;
  readonly mirrored: boolean;
  /** The least size above zero in view; null when there is none. Undefined for a linear axis. */
  readonly smallest?: number | null;
}

/** The scale for what is in view now, as near to the one before as it may stay. */
export function nextScale(previous: ScaleState | null, kind: ScaleKind, extent: Extent): ScaleState {
  const ends = nextEnds(previous, kind, extent);
  const { smallest, mirrored, below } = extent;
  const foot = smallest === undefined ? null : logFoot(previous?.foot ?? null, kind, smallest, Math.max(ends.max, ends.below));
  return { ...ends, signed: !mirrored && below > 0, foot };
}

function nextEnds(previous: ScaleState | null, kind: ScaleKind, extent: Extent): Pick<ScaleState, 'max' | 'below' | 'unit'> {
  if (kind.fixedMax !== undefined) {
    return { max: kind.fixedMax, below: 0, unit: kind.unitFor(kind.fixedMax) };
  }
  const round = (value: number) => {
    const { divisor } = kind.unitFor(value);
    return niceCeil(value / divisor) * divisor;
  };
  const max = stableMax(previous?.max ?? 0, extent.max, kind.floor, round);
  const below = extent.mirrored || extent.below > 0 ? stableMax(previous?.below ?? 0, extent.below, kind.floor, round) : 0;
  return { max, below, unit: kind.unitFor(Math.max(max, below) * 0.999) };
}

/** Where a value stands on the axis, between `axisRange`. */
export const positionOf = ({ foot }: ScaleState, value: number): number => (foot === null ? value : logPosition(value, foot));

/** The ends of the axis, in the terms of `positionOf`. */
export const axisRange = (scale: ScaleState): [number, number] => [positionOf(scale, -scale.below), positionOf(scale, scale.max)];

/** One unit does not fit a logarithmic axis from bytes to gigabytes: there, each value has its own. */
export const hasOwnUnits = ({ foot, max, below }: ScaleState, kind: ScaleKind): boolean =>
  foot !== null && kind.unitFor(foot).divisor !== kind.unitFor(Math.max(max, below)).divisor;

/** A figure as the head of a chart says it: with its unit only where the head does not name one for all. */
export function writeReadout(value: number, kind: ScaleKind, scale: ScaleState, language: Language): string {
  if (!hasOwnUnits(scale, kind)) {
    return writeValue(value, kind, scale.unit, language);
  }
  const unit = kind.unitFor(Math.abs(value));
  return `${writeValue(value, kind, unit, language)}\u00a0${unit.name}`.trimEnd();
}

/** A figure in the unit of the chart; the unit itself stands in the head. Null is not known. */
export function writeValue(value: number | null, kind: ScaleKind, unit: Unit, language: Language): string {
  if (value === null) {
    return '–';
  }
  const shown = value / unit.divisor;
  return formatNumber(shown, language, kind.decimals ?? decimalsFor(shown));
}

/** A round value on the axis, without more decimals than it has. */
export function writeTick(value: number, language: Language): string {
  return formatNumber(value, language);
}
