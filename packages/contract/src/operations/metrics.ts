import * as z from 'zod';
import { HostRefSchema } from '../model/host.ts';
import { MetricHistorySchema } from '../model/metrics.ts';
import { text } from '../text.ts';
import { query } from './operation.ts';

const MomentSchema = z.string().max(64);

export const metricQuery = query({
  id: 'metric.query',
  title: text('History of figures', 'Historique des mesures'),
  describe: text(
    'Series of one host over a stretch of time, from the finest tier that has it; rates for counters, with the least and greatest of each step.',
    'Séries d’un hôte sur une durée, du niveau le plus fin qui l’a gardée ; débits pour les compteurs, avec le minimum et le maximum de chaque pas.',
  ),
  target: 'host',
  permission: 'host.read',
  http: [{ method: 'GET', path: '/api/hosts/{host}/history' }],
  command: { positionals: ['host'] },
  input: z.object({
    host: HostRefSchema.default('local'),
    names: z
      .string()
      .min(1)
      .max(4000)
      .regex(/^[A-Za-z_:][A-Za-z0-9_:]*(,[A-Za-z_:][A-Za-z0-9_:]*)*$/)
      .meta({
        description: 'Names of series, separated by commas',
        fr: 'Noms de séries, séparés par des virgules',
        example: 'node_load1,node_cpu_seconds_total',
      }),
    labels: z
      .string()
      .max(1000)
      .regex(/^[A-Za-z_][A-Za-z0-9_]*!?=[^,]*(,[A-Za-z_][A-Za-z0-9_]*!?=[^,]*)*$/)
      .optional()
      .meta({
        description: 'Only series with these labels: `device=sda,mode!=idle`',
        fr: 'Seulement les séries avec ces étiquettes : `device=sda,mode!=idle`',
      }),
    from: MomentSchema.default('now-1h').meta({
      description: '`now-6h`, RFC 3339, or milliseconds since 1970',
      fr: '`now-6h`, RFC 3339, ou millisecondes depuis 1970',
    }),
    to: MomentSchema.default('now'),
    step: z.string().max(32).optional().meta({
      description: 'Length of a step, `1m`; `0s` gives the samples themselves; chosen when absent',
      fr: 'Durée d’un pas, `1m` ; `0s` donne les échantillons eux-mêmes ; choisi si absent',
    }),
    aggregate: z.enum(['last', 'avg', 'min', 'max', 'sum', 'count', 'rate', 'increase']).optional().meta({
      description: 'When absent: rate for counters, avg for gauges',
      fr: 'Si absent : rate pour les compteurs, avg pour les jauges',
    }),
  }),
  output: MetricHistorySchema,
});
