import type { ScaleKind } from './scale.ts';

/** As far below its greatest value as a logarithmic axis goes; what is smaller lies on its foot. */
const mostBelow = 1e9;

const exact = (value: number) => Number(value.toPrecision(12));

/** The greatest power of ten, in the unit `value` is read in, that is truly less than it. */
function decadeBelow(kind: ScaleKind, value: number): number {
  const { divisor } = kind.unitFor(value);
  return exact(10 ** (Math.ceil(Math.log10(value / divisor) - 1e-9) - 1) * divisor);
}

/**
 * The foot of a logarithmic axis that ends at `max`, so that every positive value in view stands above it. It stays
 * while the window slides, and rises only when two decades above it are empty. `smallest` is null when nothing in view
 * has a place on such an axis.
 */
export function logFoot(previous: number | null, kind: ScaleKind, smallest: number | null, max: number): number {
  const wanted = decadeBelow(kind, Math.min(max, Math.max(smallest ?? max / 1000, max / mostBelow)));
  return previous !== null && previous <= wanted && wanted / previous <= 100 && max / previous <= mostBelow ? previous : wanted;
}

/** How far a value stands from the foot, in decades: below zero for what is negative or mirrored, 0 from zero to the foot. */
export function logPosition(value: number, foot: number): number {
  const size = Math.abs(value);
  return size <= foot ? 0 : Math.sign(value) * Math.log10(size / foot);
}

/** Decades strictly between the foot and `max`, each a round value of its unit, at most `count`; 2 and 5 times them where there is room. */
export function logTicks(kind: ScaleKind, foot: number, max: number, count: number): number[] {
  const decades: number[] = [];
  let at = foot;
  while (at < max) {
    const next = at * 10;
    // 1000 KiB is no round value: the first of the next unit is.
    const { divisor } = kind.unitFor(next * 1.03);
    at = exact(divisor > kind.unitFor(at).divisor ? divisor : next);
    decades.push(at);
  }
  const inside = decades.filter((tick) => Math.log10(max / tick) > 0.05);
  const fine = [foot, ...inside].flatMap((tick) => [1, 2, 5].map((times) => exact(tick * times))).filter((tick) => tick > foot * 1.5);
  const fineInside = fine.filter((tick) => Math.log10(max / tick) > 0.05);
  if (fineInside.length <= count) {
    return fineInside;
  }
  const every = Math.ceil(inside.length / Math.max(1, count));
  return inside.filter((_, index) => (inside.length - 1 - index) % every === 0);
}
