import * as z from 'zod';
import { HostDifferenceSchema, HostMomentSchema, HostUsageSchema, usageGroups, usageResources } from '../model/history.ts';
import { HostRefSchema } from '../model/host.ts';
import { text } from '../text.ts';
import { query } from './operation.ts';

const MomentSchema = z.string().max(64).meta({
  description: '`now-6h`, RFC 3339, or milliseconds since 1970',
  fr: '`now-6h`, RFC 3339, ou millisecondes depuis 1970',
  example: 'now-1h',
});

export const hostAt = query({
  id: 'host.at',
  title: text('A host at a moment', 'Un hôte à un moment'),
  describe: text(
    'The processes, sockets and inventory of one host as they were at a past moment.',
    'Les processus, les sockets et l’inventaire d’un hôte tels qu’ils étaient à un moment passé.',
  ),
  target: 'host',
  permission: 'process.read',
  http: [{ method: 'GET', path: '/api/hosts/{host}/at' }],
  command: { positionals: ['host', 'time'] },
  input: z.object({
    host: HostRefSchema.default('local'),
    time: MomentSchema.default('now'),
    include: z
      .string()
      .max(200)
      .regex(/^(processes|sockets|inventory)(,(processes|sockets|inventory))*$/)
      .default('processes,sockets,inventory')
      .meta({ description: 'Parts wanted, separated by commas', fr: 'Parties voulues, séparées par des virgules' }),
  }),
  output: HostMomentSchema,
});

export const hostDiff = query({
  id: 'host.diff',
  title: text('What changed on a host', 'Ce qui a changé sur un hôte'),
  describe: text(
    'What differs between two moments of one host, or between two hosts at one moment.',
    'Ce qui diffère entre deux moments d’un hôte, ou entre deux hôtes à un même moment.',
  ),
  target: 'host',
  permission: 'process.read',
  http: [{ method: 'GET', path: '/api/hosts/{host}/diff' }],
  command: { positionals: ['host', 'from', 'to'], table: { rows: 'items', columns: ['kind', 'change', 'text'] } },
  input: z.object({
    host: HostRefSchema.default('local'),
    from: MomentSchema.default('now-1h'),
    to: MomentSchema.default('now'),
    other: HostRefSchema.optional().meta({
      description: 'Compare with this host at the moment `to`, instead of with `from`',
      fr: 'Comparer à cet hôte au moment `to`, au lieu de `from`',
    }),
    kinds: z.string().max(200).optional().meta({
      description: 'Only these kinds, separated by commas: `unit,package,port`',
      fr: 'Seulement ces genres, séparés par des virgules : `unit,package,port`',
    }),
    limit: z.coerce.number().int().min(1).max(5000).default(500),
  }),
  output: z.object({
    before: z.object({ host: z.string(), hostName: z.string(), time: z.iso.datetime() }),
    after: z.object({ host: z.string(), hostName: z.string(), time: z.iso.datetime() }),
    count: z
      .int()
      .meta({ description: 'Of all differences; `items` may be cut', fr: 'De toutes les différences ; `items` peut être coupé' }),
    items: z.array(HostDifferenceSchema),
    missing: z.array(z.string()).meta({
      description: 'What could not be compared and why, in sentences',
      fr: 'Ce qui n’a pu être comparé et pourquoi, en phrases',
    }),
  }),
});

export const hostUsage = query({
  id: 'host.usage',
  title: text('Who used a resource', 'Qui a utilisé une ressource'),
  describe: text(
    'Which processes, units, containers or users used the processor, memory, disk or network in a window, the greatest first.',
    'Quels processus, unités, conteneurs ou utilisateurs ont utilisé processeur, mémoire, disque ou réseau sur une durée, le plus grand d’abord.',
  ),
  target: 'host',
  permission: 'process.read',
  http: [{ method: 'GET', path: '/api/hosts/{host}/usage' }],
  command: {
    positionals: ['host', 'resource'],
    table: { rows: 'items', columns: ['name', 'pid', 'username', 'unit', 'average', 'peak', 'peakAt', 'share', 'running'] },
  },
  input: z.object({
    host: HostRefSchema.default('local'),
    resource: z.enum(usageResources).default('cpu'),
    by: z.enum(usageGroups).default('process'),
    from: MomentSchema.default('now-1h'),
    to: MomentSchema.default('now'),
    limit: z.coerce.number().int().min(1).max(500).default(20),
  }),
  output: HostUsageSchema,
});
