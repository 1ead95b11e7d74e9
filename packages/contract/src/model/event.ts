import * as z from 'zod';
import type { EventSeverity } from '../agent/events.ts';

export const severities = ['info', 'warning', 'critical'] as const satisfies readonly EventSeverity[];
export const SeveritySchema = z.enum(severities);

/** Every kind an agent of this version tells, with the members its fields may have. What a member means is in docs/reference/events.md. */
export const eventKinds = {
  'process.started': ['pid', 'ppid', 'startTicks', 'name', 'command', 'uid', 'user', 'parent'],
  'process.exited': ['pid', 'ppid', 'name', 'parent', 'exitCode', 'signal', 'core', 'durationMs'],
  'process.repeated': ['name', 'ppid', 'parent', 'started', 'exited', 'failed', 'durationMs'],
  'login.opened': ['user', 'terminal', 'address', 'pid'],
  'login.closed': ['user', 'terminal', 'address', 'pid', 'durationMs'],
  'unit.started': ['unit', 'state', 'sub', 'previous'],
  'unit.stopped': ['unit', 'state', 'sub', 'previous'],
  'unit.failed': ['unit', 'state', 'sub', 'previous'],
  'host.booted': ['bootId', 'previousBootId'],
  'host.shutdown': ['kernel'],
  'agent.started': ['version', 'privileged', 'pid'],
  'agent.stopped': ['reason', 'pid'],
} as const satisfies Record<string, readonly string[]>;
export type EventKind = keyof typeof eventKinds;

export function isEventKind(kind: string): kind is EventKind {
  return Object.hasOwn(eventKinds, kind);
}

/** `process` names all kinds that begin with it. Empty when there is none. */
export function kindsOf(name: string): readonly EventKind[] {
  return (Object.keys(eventKinds) as EventKind[]).filter((kind) => kind === name || kind.startsWith(`${name}.`));
}

/** Names of every field of every kind, for filters. */
export const eventFieldNames: ReadonlySet<string> = new Set(Object.values(eventKinds).flat());

export const EventFieldsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

export const HostEventSchema = z
  .object({
    id: z.string().meta({
      description: 'Its place in time; `before` and `after` take it',
      fr: 'Sa place dans le temps ; `before` et `after` le prennent',
    }),
    time: z.iso.datetime().meta({
      description: 'When it happened, by the clock of the server',
      fr: 'Quand c’est arrivé, à l’horloge du serveur',
    }),
    host: z.string(),
    hostName: z.string(),
    kind: z.string().meta({ example: 'process.started' }),
    severity: SeveritySchema,
    text: z.string().meta({ description: 'What happened, in one sentence', fr: 'Ce qui est arrivé, en une phrase' }),
    fields: EventFieldsSchema,
    hostTime: z.iso.datetime().meta({ description: 'The same by the clock of the host', fr: 'Le même à l’horloge de l’hôte' }),
    receivedAt: z.iso.datetime(),
    stream: z.string().meta({ description: 'One life of the agent', fr: 'Une vie de l’agent' }),
    sequence: z.int(),
  })
  .meta({ id: 'HostEvent' });
export type HostEvent = z.infer<typeof HostEventSchema>;

/** What was not kept: of which class, when, how many, and why. */
export const EventGapSchema = z
  .object({
    id: z.string(),
    host: z.string(),
    hostName: z.string(),
    class: z.string().meta({ description: 'What is missing, for example `process`', fr: 'Ce qui manque, par exemple `process`' }),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    count: z.int().nullable().meta({ description: 'Null when nobody can know', fr: 'Nul quand personne ne peut le savoir' }),
    reason: z.string().meta({ example: 'kernel_overflow' }),
    text: z.string(),
  })
  .meta({ id: 'EventGap' });
export type EventGap = z.infer<typeof EventGapSchema>;
