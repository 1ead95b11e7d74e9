import type { MetricSeries } from '@vigie/contract/agent';
import type { LabelMatcher } from './port.ts';

/** A label that is not there is as one that is empty. */
export function matches(series: Pick<MetricSeries, 'labels'>, matcher: LabelMatcher): boolean {
  const value = series.labels[matcher.name] ?? '';
  switch (matcher.op) {
    case '=':
      return value === matcher.value;
    case '!=':
      return value !== matcher.value;
    case 'prefix':
      return value.startsWith(matcher.value);
    default:
      return matcher.op satisfies never;
  }
}
