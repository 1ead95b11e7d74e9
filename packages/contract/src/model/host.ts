import * as z from 'zod';

/** `local` names the host the server runs on; every other host has its own id. */
export const HostRefSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/)
  .meta({
    description: 'Host id, or `local` for the machine of the server',
    fr: 'Identifiant de l’hôte, ou `local` pour la machine du serveur',
    example: 'local',
  });

export const hostStates = ['up', 'late', 'down', 'unknown'] as const;

export const HostSchema = z
  .object({
    id: z.string(),
    local: z.boolean(),
    name: z.string(),
    reportedName: z.string().nullable().meta({ description: 'What the host calls itself', fr: 'Comment l’hôte se nomme lui-même' }),
    site: z.string().nullable().meta({
      description: 'Where it stands, for example a data centre or a customer',
      fr: 'Où il se trouve, par exemple un centre de données ou un client',
    }),
    tags: z.array(z.string()),
    state: z.enum(hostStates).meta({
      description: 'up: frames arrive; late: none for 2 intervals; down: link closed; unknown: never seen since the start',
      fr: 'up : les trames arrivent ; late : aucune depuis 2 intervalles ; down : lien fermé ; unknown : jamais vu depuis le démarrage',
    }),
    stateSince: z.iso.datetime().nullable(),
    lastFrameAt: z.iso.datetime().nullable(),
    operatingSystem: z.string().nullable(),
    kernel: z.string().nullable(),
    architecture: z.string().nullable(),
    virtualisation: z.string().nullable(),
    cpuModel: z.string().nullable(),
    cpuCount: z.int().nullable(),
    memoryBytes: z.int().nullable(),
    addresses: z.array(z.string()),
    bootedAt: z.iso.datetime().nullable(),
    agentVersion: z.string().nullable(),
    agentUser: z.string().nullable(),
    agentPrivileged: z.boolean().nullable().meta({
      description: 'True when the agent may see and act on the processes of every user',
      fr: 'Vrai quand l’agent peut voir et toucher les processus de tous les utilisateurs',
    }),
    timeZone: z.string().nullable(),
    linkLatencyMs: z.number().nullable(),
    clockSkewMs: z.number().nullable(),
    missing: z.array(z.string()).meta({
      description: 'Collectors that had no data on this host, for example `pressure`',
      fr: 'Collecteurs sans données sur cet hôte, par exemple `pressure`',
    }),
  })
  .meta({ id: 'Host' });
export type Host = z.infer<typeof HostSchema>;
