import { AppError, parseDuration, parseMoment, text } from '@vigie/contract';
import type { LabelMatcher, MetricResult } from '../../storage/metrics/index.ts';

/** About as many points as a wide chart has pixels. */
const pointsWanted = 1200;
const niceStepsMs = [0, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000, 10_800_000, 21_600_000, 86_400_000];
/** Below this the samples themselves are no more than a chart can show, even at one a second. */
const rawUpToMs = 20 * 60_000;

export function chooseStep(rangeMs: number): number {
  if (rangeMs <= rawUpToMs) {
    return 0;
  }
  return niceStepsMs.find((stepMs) => stepMs > 0 && rangeMs / stepMs <= pointsWanted) ?? 86_400_000;
}

export function parseMatchers(labels: string | undefined): LabelMatcher[] {
  return (labels ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      const negated = part[at - 1] === '!';
      return { name: part.slice(0, negated ? at - 1 : at), op: negated ? '!=' : '=', value: part.slice(at + 1) };
    });
}

export function requireMoment(path: string, value: string, nowMs: number): number {
  const moment = parseMoment(value, nowMs);
  if (moment === null) {
    throw new AppError('invalid_input', {
      details: [
        { path, message: text('expected now, now-6h, RFC 3339 or milliseconds', 'attendu : now, now-6h, RFC 3339 ou des millisecondes') },
      ],
    });
  }
  return moment;
}

export function requireDuration(path: string, value: string): number {
  const duration = parseDuration(value);
  if (duration === null) {
    throw new AppError('invalid_input', {
      details: [{ path, message: text('expected a duration such as 1m or 1h30m', 'attendu : une durée comme 1m ou 1h30m') }],
    });
  }
  return duration;
}

export function presentSeries({ name, labels, kind, values, min, max }: MetricResult['series'][number]) {
  return {
    name,
    labels: { ...labels },
    kind,
    values: presentColumn(values),
    min: min && presentColumn(min),
    max: max && presentColumn(max),
  };
}

/** JSON has no NaN and no infinity: both are shown as no data. Seven significant figures are more than any chart shows. */
function presentColumn(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? Number(value.toPrecision(7)) : null));
}
