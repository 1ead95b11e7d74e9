import * as z from 'zod';
import { HostRefSchema, HostSchema } from '../model/host.ts';
import { RecentMetricsSchema } from '../model/metrics.ts';
import { text } from '../text.ts';
import { query } from './operation.ts';

export const hostList = query({
  id: 'host.list',
  title: text('Hosts', 'Hôtes'),
  describe: text('Every host, its state and what identifies it.', 'Chaque hôte, son état et ce qui l’identifie.'),
  target: 'installation',
  permission: 'host.read',
  http: [{ method: 'GET', path: '/api/hosts' }],
  command: { table: { rows: 'items', columns: ['name', 'state', 'operatingSystem', 'kernel', 'cpuCount', 'agentVersion', 'id'] } },
  input: z.object({}),
  output: z.object({ count: z.int(), items: z.array(HostSchema) }),
});

export const hostGet = query({
  id: 'host.get',
  title: text('One host', 'Un hôte'),
  describe: text('The state of one host and what identifies it.', 'L’état d’un hôte et ce qui l’identifie.'),
  target: 'host',
  permission: 'host.read',
  http: [{ method: 'GET', path: '/api/hosts/{host}' }],
  command: { positionals: ['host'] },
  input: z.object({ host: HostRefSchema.default('local') }),
  output: HostSchema,
});

export const metricRecent = query({
  id: 'metric.recent',
  title: text('Recent figures', 'Mesures récentes'),
  describe: text(
    'The frames still in the memory of the server, as columns; counters are raw. A restart of the server empties it.',
    'Les trames encore en mémoire du serveur, en colonnes ; les compteurs sont bruts. Un redémarrage du serveur la vide.',
  ),
  target: 'host',
  permission: 'host.read',
  http: [{ method: 'GET', path: '/api/hosts/{host}/metrics' }],
  command: { positionals: ['host'] },
  input: z.object({
    host: HostRefSchema.default('local'),
    name: z.string().max(200).optional().meta({
      description: 'Only series whose name begins with this',
      fr: 'Seulement les séries dont le nom commence ainsi',
      example: 'node_cpu_',
    }),
    since_ms: z.coerce.number().int().nonnegative().optional().meta({
      description: 'Only frames after this moment, milliseconds since 1970',
      fr: 'Seulement les trames après ce moment, en millisecondes depuis 1970',
    }),
  }),
  output: RecentMetricsSchema,
});
