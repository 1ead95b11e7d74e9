import * as z from 'zod';
import { inventoryKinds } from '../agent/inventory.ts';
import { EventFieldsSchema } from './event.ts';
import { ProcessSchema, ProcessSummarySchema, SocketSchema } from './process.ts';

export const InventoryItemSchema = z
  .object({
    kind: z.enum(inventoryKinds),
    key: z.string().meta({ description: 'Unique within the kind', fr: 'Unique dans son genre', example: 'nginx.service' }),
    fields: EventFieldsSchema,
  })
  .meta({ id: 'InventoryItem' });

/** How well a part of a moment is known. */
const known = {
  asOf: z.iso.datetime().nullable().meta({
    description: 'When this was last measured before the moment; null when nothing is kept of it',
    fr: 'Dernière mesure avant le moment ; nul quand rien n’en est gardé',
  }),
  missing: z.string().nullable().meta({
    description: 'Why it is not known at this moment, in one sentence; null when it is',
    fr: 'Pourquoi ce n’est pas connu à ce moment, en une phrase ; nul quand ça l’est',
  }),
};

/** The state of one host at one moment. A part that was not asked for is absent. */
export const HostMomentSchema = z
  .object({
    host: z.string(),
    time: z.iso.datetime(),
    processes: z.object({ ...known, summary: ProcessSummarySchema, items: z.array(ProcessSchema) }).optional(),
    sockets: z.object({ ...known, items: z.array(SocketSchema) }).optional(),
    inventory: z.object({ ...known, items: z.array(InventoryItemSchema) }).optional(),
    keptFrom: z.iso.datetime().nullable().meta({
      description: 'The oldest moment that is kept of this host',
      fr: 'Le plus ancien moment gardé de cet hôte',
    }),
  })
  .meta({ id: 'HostMoment' });
export type HostMoment = z.infer<typeof HostMomentSchema>;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const HostChangeKindSchema = z.enum(['process', 'port', ...inventoryKinds]);

/** One thing that differs between two moments, or between two hosts. */
export const HostDifferenceSchema = z
  .object({
    kind: HostChangeKindSchema,
    key: z.string(),
    change: z.enum(['added', 'removed', 'changed']),
    text: z.string().meta({ description: 'The difference in one sentence', fr: 'La différence en une phrase' }),
    fields: z.array(z.object({ name: z.string(), before: scalar, after: scalar })),
  })
  .meta({ id: 'HostDifference' });
export type HostDifference = z.infer<typeof HostDifferenceSchema>;

export const usageResources = ['cpu', 'memory', 'disk', 'network'] as const;
export const usageGroups = ['process', 'unit', 'container', 'user'] as const;

/** Who used a resource in a window: average, peak and share of each, the greatest first. */
export const HostUsageSchema = z
  .object({
    host: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    resource: z.enum(usageResources),
    by: z.enum(usageGroups),
    unit: z.enum(['cores', 'bytes', 'bytes_per_second']),
    total: z.number().nullable().meta({
      description: 'The average of the whole host in the same window; null when it is not kept',
      fr: 'La moyenne de tout l’hôte sur la même durée ; nul si elle n’est pas gardée',
    }),
    coveredRatio: z.number().meta({
      description: 'How much of the window is kept, 0 to 1',
      fr: 'La part de la durée qui est gardée, de 0 à 1',
    }),
    count: z.int().meta({ description: 'How many there are in all', fr: 'Combien il y en a en tout' }),
    items: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        command: z.string().nullable(),
        pid: z.int().nullable(),
        start_ticks: z.int().nullable(),
        username: z.string().nullable(),
        unit: z.string().nullable(),
        container: z.string().nullable(),
        average: z.number().meta({ description: 'Over the whole window', fr: 'Sur toute la durée' }),
        peak: z.number(),
        peakAt: z.iso.datetime(),
        share: z.number().nullable().meta({ description: 'Of the total, 0 to 1', fr: 'Part du total, de 0 à 1' }),
        firstSeen: z.iso.datetime(),
        lastSeen: z.iso.datetime(),
        running: z.boolean().meta({ description: 'At the end of the window', fr: 'À la fin de la durée' }),
      }),
    ),
  })
  .meta({ id: 'HostUsage' });
export type HostUsage = z.infer<typeof HostUsageSchema>;
