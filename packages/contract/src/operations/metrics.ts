import * as z from 'zod';
import { HostRefSchema } from '../model/host.ts';
import { MetricAcrossSchema, MetricHistorySchema, NewestValuesSchema } from '../model/metrics.ts';
import { text } from '../text.ts';
import { query } from './operation.ts';

const MomentSchema = z.string().max(64);
const from = MomentSchema.default('now-1h').meta({
  description: '`now-6h`, RFC 3339, or milliseconds since 1970',
  fr: '`now-6h`, RFC 3339, ou millisecondes depuis 1970',
});
const names = z
  .string()
  .min(1)
  .max(4000)
  .regex(/^[A-Za-z_:][A-Za-z0-9_:]*(,[A-Za-z_:][A-Za-z0-9_:]*)*$/)
  .meta({
    description: 'Names of series, separated by commas',
    fr: 'Noms de séries, séparés par des virgules',
    example: 'node_load1,node_cpu_seconds_total',
  });
const labels = z
  .string()
  .max(1000)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*!?=[^,]*(,[A-Za-z_][A-Za-z0-9_]*!?=[^,]*)*$/)
  .optional()
  .meta({
    description: 'Only series with these labels: `device=sda,mode!=idle`',
    fr: 'Seulement les séries avec ces étiquettes : `device=sda,mode!=idle`',
  });
const step = z.string().max(32).optional().meta({
  description: 'Length of a step, `1m`; `0s` gives the samples themselves; chosen when absent',
  fr: 'Durée d’un pas, `1m` ; `0s` donne les échantillons eux-mêmes ; choisi si absent',
});
const aggregate = z.enum(['last', 'avg', 'min', 'max', 'sum', 'count', 'rate', 'increase', 'quantile']).optional().meta({
  description: 'Over the time of a step. When absent: rate for counters, avg for gauges',
  fr: 'Sur la durée d’un pas. Si absent : rate pour les compteurs, avg pour les jauges',
});
const quantile = z.coerce.number().min(0).max(1).optional().meta({
  description: 'From 0 to 1, for the aggregate `quantile`; the median when absent',
  fr: 'De 0 à 1, pour l’agrégat `quantile` ; la médiane si absent',
});
const hosts = z
  .string()
  .max(40_000)
  .regex(/^(\*|[A-Za-z0-9][A-Za-z0-9_-]*(,[A-Za-z0-9][A-Za-z0-9_-]*)*)$/)
  .default('*')
  .meta({ description: 'Host ids separated by commas, or `*`', fr: 'Identifiants d’hôtes séparés par des virgules, ou `*`' });

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
    names,
    labels,
    from,
    to: MomentSchema.default('now'),
    step,
    aggregate,
    quantile,
  }),
  output: MetricHistorySchema,
});

export const metricAcross = query({
  id: 'metric.across',
  title: text('History of figures across hosts', 'Historique des mesures de plusieurs hôtes'),
  describe: text(
    'Series of many hosts over a stretch of time; `across` makes one of all that agree in the labels of `by`.',
    'Séries de plusieurs hôtes sur une durée ; `across` en fait une de toutes celles qui ont les mêmes étiquettes de `by`.',
  ),
  target: 'hosts',
  permission: 'host.read',
  http: [{ method: 'GET', path: '/api/metrics/history' }],
  input: z.object({
    hosts,
    names,
    labels,
    from,
    to: MomentSchema.default('now'),
    step,
    aggregate,
    quantile,
    across: z.enum(['sum', 'avg', 'min', 'max', 'quantile']).optional().meta({
      description: 'How many series become one, at each step',
      fr: 'Comment plusieurs séries en deviennent une, à chaque pas',
    }),
    across_quantile: z.coerce.number().min(0).max(1).optional(),
    by: z
      .string()
      .max(500)
      .regex(/^[A-Za-z_][A-Za-z0-9_]*(,[A-Za-z_][A-Za-z0-9_]*)*$/)
      .optional()
      .meta({
        description: 'Labels that stay apart; `host` is one',
        fr: 'Étiquettes qui restent séparées ; `host` en est une',
        example: 'host,mode',
      }),
  }),
  output: MetricAcrossSchema,
});

export const metricNewest = query({
  id: 'metric.newest',
  title: text('Newest figures of hosts', 'Dernières mesures des hôtes'),
  describe: text(
    'The value that came last of each series, for many hosts at once.',
    'La dernière valeur reçue de chaque série, pour plusieurs hôtes à la fois.',
  ),
  target: 'hosts',
  permission: 'host.read',
  http: [{ method: 'GET', path: '/api/metrics/newest' }],
  command: { table: { rows: 'items', columns: ['host', 'name', 'labels', 'value', 'time'] } },
  input: z.object({ hosts, names, labels }),
  output: NewestValuesSchema,
});

export const metricNames = query({
  id: 'metric.names',
  title: text('Series of hosts', 'Séries des hôtes'),
  describe: text(
    'Names of the series that are kept, with the labels and values each has.',
    'Noms des séries gardées, avec les étiquettes et les valeurs de chacune.',
  ),
  target: 'hosts',
  permission: 'host.read',
  http: [{ method: 'GET', path: '/api/metrics/names' }],
  command: { table: { rows: 'items', columns: ['name', 'kind', 'series', 'labels'] } },
  input: z.object({ hosts, q: z.string().max(200).optional().meta({ description: 'Part of the name', fr: 'Partie du nom' }) }),
  output: z.object({
    count: z.int(),
    items: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['gauge', 'counter']),
        series: z.int(),
        labels: z.record(z.string(), z.array(z.string())).meta({
          description: 'Values of each label, at most 200 of one',
          fr: 'Valeurs de chaque étiquette, au plus 200 de chacune',
        }),
      }),
    ),
  }),
});
