import * as z from 'zod';

export const SeriesSchema = z
  .object({
    name: z.string().meta({ example: 'node_cpu_seconds_total' }),
    labels: z.record(z.string(), z.string()),
    kind: z.enum(['gauge', 'counter']),
  })
  .meta({ id: 'Series' });
export type Series = z.infer<typeof SeriesSchema>;

/** Recent frames of one host, as columns: `values[i][j]` is series i at `times[j]`; null is a gap. */
export const RecentMetricsSchema = z
  .object({
    host: z.string(),
    times: z.array(z.number()).meta({ description: 'Milliseconds since 1970, ascending', fr: 'Millisecondes depuis 1970, croissantes' }),
    series: z.array(SeriesSchema),
    values: z.array(z.array(z.number().nullable())),
  })
  .meta({ id: 'RecentMetrics' });
export type RecentMetrics = z.infer<typeof RecentMetricsSchema>;
