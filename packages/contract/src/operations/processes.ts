import * as z from 'zod';
import { HostRefSchema } from '../model/host.ts';
import { ProcessDetailSchema, ProcessSchema, ProcessSummarySchema } from '../model/process.ts';
import { signalNames } from '../model/signals.ts';
import { text } from '../text.ts';
import { action, query } from './operation.ts';
import { type ProcessActionFacts, restartRisk, signalRisk, tuneRisk } from './processes.risk.ts';

/** Linux counts processes up to 2^22 (`PID_MAX_LIMIT`). */
const PidSchema = z.coerce
  .number()
  .int()
  .min(1)
  .max(4_194_304)
  .meta({ description: 'Process id', fr: 'Identifiant du processus (PID)', example: 1234 });
const StartTicksSchema = z.int().nonnegative().meta({
  description: 'With it a reused PID is never hit; without it, the process that has the PID when the plan is made',
  fr: 'Avec lui, un PID réutilisé n’est jamais touché ; sans lui, le processus qui porte le PID au moment du plan',
});
const TargetSchema = z.object({ pid: z.int().min(1).max(4_194_304), start_ticks: StartTicksSchema.optional() }).strict();

const NiceSchema = z.int().min(-20).max(19);
const CpusSchema = z.array(z.int().min(0).max(1023)).min(1).max(1024);
const IoClassSchema = z.enum(['none', 'realtime', 'best-effort', 'idle']);
const IoLevelSchema = z.int().min(0).max(7);

/** One process by `pid` (the path of Roy ProcWatch) or several by `targets`. */
const targeting = {
  host: HostRefSchema.default('local'),
  pid: PidSchema.optional(),
  start_ticks: StartTicksSchema.optional(),
  targets: z.array(TargetSchema).min(1).max(500).optional(),
};

function exactlyOneTargeting(input: { pid?: number | undefined; targets?: unknown }): boolean {
  return (input.pid === undefined) !== (input.targets === undefined);
}
/** Targets may each have a value of their own instead of the common one: this is how an undo gives every process its old one back. */
function targetsWith<T extends z.ZodRawShape>(own: T) {
  return z.array(TargetSchema.extend(own)).min(1).max(500).optional();
}
const targetingError = {
  error: 'give either pid or targets',
  path: ['pid'],
  params: { fr: 'donnez soit pid, soit targets' },
};

/** A result per process; `ok` at the top is true when all of them are. */
const PerProcessSchema = z.object({ pid: z.int(), ok: z.boolean(), code: z.string().nullable(), error: z.string().nullable() });

const SignalSchema = z
  .string()
  .max(16)
  .transform((value) => value.toUpperCase().replace(/^SIG/, ''))
  .pipe(z.enum(signalNames))
  .meta({ description: 'Name with or without SIG', fr: 'Nom avec ou sans SIG', example: 'TERM' });

export const processList = query({
  id: 'process.list',
  title: text('Processes', 'Processus'),
  describe: text(
    'Every process with its figures and ports; filtered, sorted, in pages, as JSON or CSV.',
    'Chaque processus, ses mesures et ses ports ; filtrés, triés, par pages, en JSON ou CSV.',
  ),
  target: 'host',
  permission: 'process.read',
  http: [{ method: 'GET', path: '/api/processes' }],
  command: { table: { rows: 'items', columns: ['pid', 'username', 'status', 'nice', 'cpu_percent', 'memory_rss', 'name', 'cmdline'] } },
  input: z.object({
    host: HostRefSchema.default('local'),
    q: z.string().max(500).optional().meta({
      description: 'Free text in PID, name, command line and user; or fields: `user:postgres cpu>5 nginx`',
      fr: 'Texte libre dans le PID, le nom, la commande et l’utilisateur ; ou des champs : `user:postgres cpu>5 nginx`',
    }),
    sort: z
      .enum(['cpu', 'mem', 'pid', 'name', 'user', 'nice', 'threads', 'start', 'read', 'write', 'swap', 'files', 'status'])
      .default('cpu'),
    order: z.enum(['asc', 'desc']).default('desc'),
    limit: z.coerce.number().int().min(1).max(100_000).optional(),
    offset: z.coerce.number().int().min(0).max(10_000_000).optional(),
    fields: z.string().max(1000).optional().meta({
      description: 'Members wanted, separated by commas',
      fr: 'Membres voulus, séparés par des virgules',
      example: 'pid,name,cpu_percent',
    }),
    format: z.enum(['json', 'csv']).default('json'),
  }),
  output: z.object({
    count: z.int().meta({
      description: 'How many match; `items` may hold fewer when `limit` is given',
      fr: 'Combien correspondent ; `items` peut en contenir moins si `limit` est donné',
    }),
    items: z.array(ProcessSchema.partial()),
    total: z.int(),
    host: z.string(),
    time: z.iso.datetime(),
    summary: ProcessSummarySchema,
  }),
});

export const processGet = query({
  id: 'process.get',
  title: text('One process', 'Un processus'),
  describe: text(
    'Everything about one process: threads, memory maps, files, environment with secrets masked, limits, sockets, family.',
    'Tout sur un processus : fils, mémoire, fichiers, environnement aux secrets masqués, limites, sockets, famille.',
  ),
  target: 'host',
  permission: 'process.read',
  http: [{ method: 'GET', path: '/api/process/{pid}' }],
  command: { positionals: ['pid'] },
  input: z.object({ host: HostRefSchema.default('local'), pid: PidSchema, start_ticks: z.coerce.number().int().nonnegative().optional() }),
  output: ProcessDetailSchema,
});

export const processSignal = action({
  id: 'process.signal',
  title: text('Signal a process', 'Envoyer un signal'),
  describe: text(
    'Sends a signal to one or several processes, or to a process and all its descendants.',
    'Envoie un signal à un ou plusieurs processus, ou à un processus et toute sa descendance.',
  ),
  target: 'host',
  permission: 'process.signal',
  http: [
    { method: 'POST', path: '/api/process/{pid}/signal' },
    { method: 'POST', path: '/api/processes/signal' },
  ],
  command: { positionals: ['pid'] },
  input: z
    .object({
      ...targeting,
      signal: SignalSchema,
      tree: z.boolean().default(false).meta({ description: 'Also every descendant', fr: 'Aussi toute la descendance' }),
    })
    .refine(exactlyOneTargeting, targetingError),
  output: z.object({ ok: z.boolean(), pid: z.int(), signal: z.string(), results: z.array(PerProcessSchema) }),
  risk: (input, facts: ProcessActionFacts) => signalRisk(input.signal, facts),
});

export const processRenice = action({
  id: 'process.renice',
  title: text('Change the priority', 'Changer la priorité'),
  describe: text('Sets the nice value, −20 (first) to 19 (last).', 'Règle la valeur nice, de −20 (d’abord) à 19 (en dernier).'),
  target: 'host',
  permission: 'process.tune',
  http: [
    { method: 'POST', path: '/api/process/{pid}/renice' },
    { method: 'POST', path: '/api/processes/renice' },
  ],
  command: { positionals: ['pid'] },
  input: z
    .object({ ...targeting, targets: targetsWith({ nice: NiceSchema.optional() }), nice: NiceSchema })
    .refine(exactlyOneTargeting, targetingError),
  output: z.object({ ok: z.boolean(), pid: z.int(), nice: z.int(), results: z.array(PerProcessSchema) }),
  risk: (_input, facts: ProcessActionFacts) => tuneRisk(facts),
});

export const processAffinity = action({
  id: 'process.affinity',
  title: text('Choose the cores', 'Choisir les cœurs'),
  describe: text('Lets a process run on these cores only, with all its threads.', 'Limite un processus et tous ses fils à ces cœurs.'),
  target: 'host',
  permission: 'process.tune',
  http: [
    { method: 'POST', path: '/api/process/{pid}/affinity' },
    { method: 'POST', path: '/api/processes/affinity' },
  ],
  command: { positionals: ['pid'] },
  input: z
    .object({ ...targeting, targets: targetsWith({ cpus: CpusSchema.optional() }), cpus: CpusSchema })
    .refine(exactlyOneTargeting, targetingError),
  output: z.object({ ok: z.boolean(), pid: z.int(), cpus: z.array(z.int()), results: z.array(PerProcessSchema) }),
  risk: (_input, facts: ProcessActionFacts) => tuneRisk(facts),
});

export const processIoPriority = action({
  id: 'process.ioprio',
  title: text('Change the I/O priority', 'Changer la priorité d’E/S'),
  describe: text(
    'Sets the I/O scheduling class and its level, 0 (first) to 7 (last).',
    'Règle la classe d’ordonnancement des E/S et son niveau, de 0 (d’abord) à 7 (en dernier).',
  ),
  target: 'host',
  permission: 'process.tune',
  http: [
    { method: 'POST', path: '/api/process/{pid}/ioprio' },
    { method: 'POST', path: '/api/processes/ioprio' },
  ],
  command: { positionals: ['pid'] },
  input: z
    .object({
      ...targeting,
      targets: targetsWith({ class: IoClassSchema.optional(), level: IoLevelSchema.optional() }),
      class: IoClassSchema,
      level: IoLevelSchema.default(4),
    })
    .refine(exactlyOneTargeting, targetingError),
  output: z.object({ ok: z.boolean(), pid: z.int(), class: z.string(), level: z.int(), results: z.array(PerProcessSchema) }),
  risk: (_input, facts: ProcessActionFacts) => tuneRisk(facts),
});

export const processRestart = action({
  id: 'process.restart',
  title: text('Restart a process', 'Redémarrer un processus'),
  describe: text(
    'Stops a process and starts it again as it was: directory, environment, user, group, limits, command line. When a systemd unit owns it, the unit is restarted.',
    'Arrête un processus et le relance tel quel : dossier, environnement, utilisateur, groupe, limites, ligne de commande. Si une unité systemd le possède, c’est elle qui redémarre.',
  ),
  target: 'host',
  permission: 'process.restart',
  http: [{ method: 'POST', path: '/api/process/{pid}/restart' }],
  command: { positionals: ['pid'] },
  input: z.object({ host: HostRefSchema.default('local'), pid: PidSchema, start_ticks: StartTicksSchema.optional() }),
  output: z.object({ ok: z.boolean(), old_pid: z.int(), new_pid: z.int().nullable(), unit: z.string().nullable() }),
  risk: (_input, facts: ProcessActionFacts) => restartRisk(facts),
});
