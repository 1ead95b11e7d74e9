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

const columnOf = () => z.array(z.number().nullable());

/** Series over a stretch of time, on one grid; null is no data. */
export const MetricHistorySchema = z
  .object({
    host: z.string(),
    tier: z.enum(['raw', '1m', '5m', '1h']).meta({ description: 'The tier the answer comes from', fr: 'Le niveau d’où vient la réponse' }),
    stepMs: z.number().meta({ description: '0 when these are the samples themselves', fr: '0 quand ce sont les échantillons eux-mêmes' }),
    fromMs: z.number(),
    toMs: z.number(),
    times: z.array(z.number()),
    series: z.array(SeriesSchema.extend({ values: columnOf(), min: columnOf().nullable(), max: columnOf().nullable() })),
  })
  .meta({ id: 'MetricHistory' });
export type MetricHistory = z.infer<typeof MetricHistorySchema>;

/** The same over many hosts; `host` is null where series of several hosts were joined. */
export const MetricAcrossSchema = MetricHistorySchema.omit({ host: true, series: true })
  .extend({
    hosts: z.int().meta({ description: 'How many hosts were asked for', fr: 'Combien d’hôtes ont été demandés' }),
    series: z.array(
      SeriesSchema.extend({ host: z.string().nullable(), values: columnOf(), min: columnOf().nullable(), max: columnOf().nullable() }),
    ),
  })
  .meta({ id: 'MetricAcross' });
export type MetricAcross = z.infer<typeof MetricAcrossSchema>;

export const NewestValuesSchema = z
  .object({
    count: z.int(),
    items: z.array(SeriesSchema.extend({ host: z.string(), time: z.iso.datetime(), value: z.number().nullable() })),
  })
  .meta({ id: 'NewestValues' });
export type NewestValues = z.infer<typeof NewestValuesSchema>;
