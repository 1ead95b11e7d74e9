import * as z from 'zod';
import { SiteSchema, TagsSchema } from '../model/enrolment.ts';
import { HostRefSchema, HostSchema } from '../model/host.ts';
import { RecentMetricsSchema } from '../model/metrics.ts';
import { worstRisk } from '../model/risk.ts';
import { text } from '../text.ts';
import { action, query } from './operation.ts';

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

export const hostUpdate = action({
  id: 'host.update',
  title: text('Rename, move or tag a host', 'Renommer, déplacer ou étiqueter un hôte'),
  describe: text(
    'Changes what people call a host and where they look for it; what is not given stays. A name of null is the host’s own.',
    'Change le nom qu’on donne à un hôte et où on le cherche ; ce qui n’est pas donné reste. Un nom nul est celui de l’hôte.',
  ),
  target: 'host',
  permission: 'host.manage',
  http: [{ method: 'PUT', path: '/api/hosts/{host}' }],
  command: { positionals: ['host'] },
  input: z.object({
    host: HostRefSchema,
    name: z.string().trim().min(1).max(255).nullable().optional(),
    site: SiteSchema.optional(),
    tags: TagsSchema.optional(),
  }),
  output: HostSchema,
  risk: () => worstRisk([], 'low'),
});

export const hostRetire = action({
  id: 'host.retire',
  title: text('Retire a host', 'Retirer un hôte'),
  describe: text(
    'Forgets a host: its link is cut at once and its certificate is refused. What was measured is kept as long as the rest.',
    'Oublie un hôte : son lien est coupé aussitôt et son certificat est refusé. Ce qui a été mesuré est gardé aussi longtemps que le reste.',
  ),
  target: 'host',
  permission: 'host.manage',
  http: [{ method: 'DELETE', path: '/api/hosts/{host}' }],
  command: { positionals: ['host'] },
  input: z.object({ host: HostRefSchema }),
  output: z.object({ ok: z.boolean(), host: z.string() }),
  risk: () =>
    worstRisk([{ code: 'cuts_host', level: 'high', text: text('the host is no longer watched', 'l’hôte n’est plus surveillé') }], 'high'),
});

export const metricRecent = query({
  id: 'metric.recent',
  title: text('Recent figures', 'Mesures récentes'),
  describe: text(
    'The frames of the newest 15 minutes, as columns; counters are raw. The time is the host’s.',
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
