import * as z from 'zod';
import { RiskLevelSchema } from './risk.ts';

/** One thing an action would touch, exactly identified. */
export const PlanTargetSchema = z.object({
  kind: z.enum(['process', 'unit', 'token', 'installation', 'dashboard', 'retention', 'host', 'site', 'enrolment']),
  /** Identity: `pid@start_ticks` for a process, the unit's name for a unit. */
  id: z.string(),
  pid: z.int().optional(),
  start_ticks: z.int().optional(),
  startedAt: z.iso.datetime().optional(),
  user: z.string().optional(),
  label: z.string().meta({ description: 'Command line or name, as text', fr: 'Ligne de commande ou nom, en texte' }),
});
export type PlanTarget = z.infer<typeof PlanTargetSchema>;

/** What would happen, shown before it happens. Nothing has changed when a plan is returned. */
export const PlanSchema = z
  .object({
    hash: z.string().meta({
      description: 'Send it back as `confirm` to run exactly this plan, once',
      fr: 'À renvoyer dans `confirm` pour exécuter exactement ce plan, une fois',
    }),
    operation: z.string(),
    title: z.string().meta({ example: 'Terminate 3 processes on db-02' }),
    button: z.string().meta({ example: 'Terminate 3 processes' }),
    destructive: z.boolean(),
    host: z.string().nullable(),
    hostName: z.string().nullable(),
    risk: RiskLevelSchema,
    reasons: z.array(z.object({ code: z.string(), level: RiskLevelSchema, text: z.string() })),
    targets: z.array(PlanTargetSchema),
    impact: z.array(z.object({ code: z.string(), text: z.string() })).meta({
      description: 'What it touches beside the targets: clients, children, units',
      fr: 'Ce qui est touché au-delà des cibles : clients, enfants, unités',
    }),
    undo: z.object({ possible: z.boolean(), text: z.string() }),
    runs: z
      .array(z.string())
      .meta({ description: 'Exactly what runs, one line each', fr: 'Exactement ce qui s’exécute, une ligne chacun' }),
    verifies: z.array(z.string()),
    input: z.record(z.string(), z.unknown()),
    needsPassword: z.boolean(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Plan' });
export type Plan = z.infer<typeof PlanSchema>;

export const actionStates = [
  'planned',
  'confirmed',
  'dispatched',
  'running',
  'succeeded',
  'failed',
  'unknown',
  'verified',
  'undone',
  'refused',
] as const;
export const ActionStateSchema = z.enum(actionStates);
export type ActionState = (typeof actionStates)[number];

/** What an action answers with, beside its own result. */
export const ActionReceiptSchema = z
  .object({
    id: z.string(),
    state: ActionStateSchema,
    risk: RiskLevelSchema,
    verified: z
      .boolean()
      .nullable()
      .meta({ description: 'Null when there was nothing to verify', fr: 'Nul quand il n’y avait rien à vérifier' }),
    undoable: z.boolean(),
    durationMs: z.number(),
  })
  .meta({ id: 'ActionReceipt' });
export type ActionReceipt = z.infer<typeof ActionReceiptSchema>;
