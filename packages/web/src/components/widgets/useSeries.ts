import { keepPreviousData, useQueries } from '@tanstack/react-query';
import type { MetricAcross, WidgetQuery } from '@vigie/contract';
import { useMemo } from 'react';
import { type ApiError, callOperation, operationKey } from '../../api/index.ts';
import { fillQuery, legendOf, type Values } from './variables.ts';

/** The time a dashboard shows, as the server reads it, and how often it is asked again. */
export interface BoardTime {
  readonly from: string;
  readonly to: string;
  readonly refreshMs: number;
  /** Grows when somebody asks for fresh figures. */
  readonly round: number;
}

export interface WidgetSeries {
  readonly key: string;
  readonly name: string;
  readonly host: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
  readonly last: number | null;
}

export interface WidgetData {
  readonly series: readonly WidgetSeries[];
  readonly tier: MetricAcross['tier'];
  readonly stepMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly error: ApiError | null;
  readonly isReady: boolean;
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const stepsSeconds = [30, 60, 120, 300, 900, 1800, 3600, 10_800, 21_600, 86_400];
const mostSteps = 400;

/** A rate needs more than one sample in a step: the samples themselves are never asked for. */
export function stepOf(from: string, to: string, nowMs: number): string {
  const toMs = to === 'now' ? nowMs : Date.parse(to);
  const relative = /^now-(\d+)([mhd])$/.exec(from);
  const spanMs = relative ? Number(relative[1]) * (unitMs[relative[2] ?? ''] ?? 0) : toMs - Date.parse(from);
  return `${stepsSeconds.find((seconds) => spanMs / (seconds * 1000) <= mostSteps) ?? 86_400}s`;
}

/** What the queries of a widget give. Widgets that ask the same share one request. */
export function useSeries(
  queries: readonly WidgetQuery[],
  values: Values,
  time: BoardTime,
  nameOf: (host: string) => string,
  enabled = true,
): WidgetData {
  const filled = useMemo(() => queries.map((query) => fillQuery(query, values)), [queries, values]);
  const answers = useQueries({
    queries: filled.map(({ legend: _legend, by, quantile, ...query }) => {
      const input = {
        ...query,
        ...(by && by.length > 0 ? { by: by.join(',') } : {}),
        ...(quantile === undefined ? {} : query.across === 'quantile' ? { across_quantile: quantile } : { quantile }),
        from: time.from,
        to: time.to,
        step: stepOf(time.from, time.to, Date.now()),
      };
      return {
        queryKey: [...operationKey('metric.across', input), time.round],
        queryFn: ({ signal }: { signal: AbortSignal }) => callOperation('metric.across', input, { signal }),
        placeholderData: keepPreviousData,
        staleTime: 2000,
        enabled,
        ...(time.to === 'now' && time.refreshMs > 0 ? { refetchInterval: time.refreshMs } : {}),
      };
    }),
  });
  const stamp = answers.map(({ dataUpdatedAt, error }) => `${dataUpdatedAt} ${error?.message ?? ''}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stamp stands for the answers, which are new objects each time.
  return useMemo(() => {
    const data = answers.flatMap(({ data }) => (data ? [data as MetricAcross] : []));
    const first = data[0];
    return {
      series: answers.flatMap(({ data }, at) => (data ? seriesOf(data as MetricAcross, filled[at] as WidgetQuery, at, nameOf) : [])),
      tier: first?.tier ?? 'raw',
      stepMs: first?.stepMs ?? 0,
      fromMs: first?.fromMs ?? 0,
      toMs: first?.toMs ?? 0,
      error: (answers.find(({ error }) => error)?.error as ApiError | undefined) ?? null,
      isReady: data.length === answers.length,
    };
  }, [stamp, filled, nameOf]);
}

function seriesOf(answer: MetricAcross, query: WidgetQuery, at: number, nameOf: (host: string) => string): WidgetSeries[] {
  const hosts = new Set(answer.series.map(({ host }) => host));
  return answer.series.map(({ name, labels, host, values }) => {
    const hostName = host === null ? null : nameOf(host);
    // One host is named by the page already.
    const isNamed = hosts.size === 1 && Object.keys(labels).length > 0;
    const shown = isNamed && !query.legend?.includes('{{host}}') ? null : hostName;
    return {
      key: `${at} ${host} ${name} ${JSON.stringify(labels)}`,
      name: legendOf(query.legend, name, labels, shown),
      host,
      labels,
      times: answer.times,
      values,
      last: values.findLast((value) => value !== null) ?? null,
    };
  });
}
