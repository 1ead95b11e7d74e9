import * as z from 'zod';
import { EventGapSchema, HostEventSchema, SeveritySchema } from '../model/event.ts';
import { HostRefSchema } from '../model/host.ts';
import { text } from '../text.ts';
import { query } from './operation.ts';

const host = HostRefSchema.optional().meta({
  description: 'Host id, or `local`; every host when absent',
  fr: 'Identifiant de l’hôte, ou `local` ; tous les hôtes si absent',
});
const moment = z.string().max(64).optional().meta({
  description: '`now-6h`, RFC 3339, or milliseconds since 1970',
  fr: '`now-6h`, RFC 3339, ou millisecondes depuis 1970',
});
const limit = z.coerce.number().int().min(1).max(1000).default(200);

export const eventList = query({
  id: 'event.list',
  title: text('Events', 'Événements'),
  describe: text(
    'What happened on hosts, newest first: processes that started or ended, logins, boots, the agent itself.',
    'Ce qui est arrivé sur les hôtes, le plus récent d’abord : processus lancés ou terminés, connexions, démarrages, l’agent même.',
  ),
  target: 'hosts',
  permission: 'event.read',
  http: [{ method: 'GET', path: '/api/events' }],
  command: { table: { rows: 'items', columns: ['time', 'severity', 'kind', 'hostName', 'text'] } },
  input: z.object({
    host,
    q: z.string().max(500).optional().meta({
      description: 'Words to find, and fields: `kind:process severity:warning user:root "exact words"`',
      fr: 'Mots à trouver, et champs : `kind:process severity:warning user:root "mots exacts"`',
    }),
    kind: z
      .string()
      .max(64)
      .regex(/^[a-z]+(\.[a-z_]+)?$/)
      .optional()
      .meta({ description: '`process`, or `process.started`', fr: '`process`, ou `process.started`', example: 'login' }),
    severity: SeveritySchema.optional().meta({ description: 'This severity or worse', fr: 'Cette gravité ou pire' }),
    from: moment,
    to: moment,
    before: z.string().max(20).regex(/^\d+$/).optional().meta({
      description: 'Id of an event: only older ones',
      fr: 'Identifiant d’un événement : seulement les plus anciens',
    }),
    after: z.string().max(20).regex(/^\d+$/).optional().meta({
      description: 'Id of an event: only newer ones',
      fr: 'Identifiant d’un événement : seulement les plus récents',
    }),
    limit,
    format: z.enum(['json', 'csv']).default('json'),
  }),
  output: z.object({
    count: z.int(),
    items: z.array(HostEventSchema),
    next: z.string().nullable().meta({
      description: 'Give it as `before` for what is older; a page may be short, or empty, and not the last. Null is the end',
      fr: 'À donner comme `before` pour la suite ; une page peut être courte, ou vide, sans être la dernière. Nul est la fin',
    }),
  }),
});

export const gapList = query({
  id: 'gap.list',
  title: text('Gaps', 'Lacunes'),
  describe: text(
    'What is missing from the events of hosts, when, and why; newest first.',
    'Ce qui manque aux événements des hôtes, quand, et pourquoi ; le plus récent d’abord.',
  ),
  target: 'hosts',
  permission: 'event.read',
  http: [{ method: 'GET', path: '/api/gaps' }],
  command: { table: { rows: 'items', columns: ['from', 'to', 'hostName', 'class', 'count', 'reason', 'text'] } },
  input: z.object({ host, from: moment, to: moment, limit }),
  output: z.object({ count: z.int(), items: z.array(EventGapSchema) }),
});

export const eventCount = query({
  id: 'event.count',
  title: text('Events over time', 'Événements dans le temps'),
  describe: text(
    'How many events of each severity happened in each step: for a strip of time, and marks on charts.',
    'Combien d’événements de chaque gravité sont arrivés à chaque pas : pour une bande de temps, et des repères sur les courbes.',
  ),
  target: 'hosts',
  permission: 'event.read',
  http: [{ method: 'GET', path: '/api/events/count' }],
  input: z.object({
    host,
    q: z.string().max(500).optional(),
    kind: z
      .string()
      .max(64)
      .regex(/^[a-z]+(\.[a-z_]+)?$/)
      .optional(),
    severity: SeveritySchema.optional().meta({ description: 'This severity or worse', fr: 'Cette gravité ou pire' }),
    from: z.string().max(64).default('now-24h'),
    to: z.string().max(64).default('now'),
    steps: z.coerce.number().int().min(1).max(1000).default(240),
  }),
  output: z.object({
    fromMs: z.number(),
    toMs: z.number(),
    stepMs: z.number(),
    info: z.array(z.int()).meta({ description: 'One count for each step', fr: 'Un nombre pour chaque pas' }),
    warning: z.array(z.int()),
    critical: z.array(z.int()),
  }),
});
