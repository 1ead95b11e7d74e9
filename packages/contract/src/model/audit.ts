import * as z from 'zod';
import { ActionStateSchema } from './plan.ts';
import { RiskLevelSchema } from './risk.ts';

/** One record of the audit trail: the members of ChatOps Commander's form first, ours after. */
export const AuditEntrySchema = z
  .object({
    timestamp: z.iso.datetime(),
    user: z.string(),
    userId: z.string(),
    action: z.enum(['COMMAND_EXECUTED', 'COMMAND_REFUSED', 'SIGNED_IN', 'SIGN_IN_REFUSED', 'SIGNED_OUT', 'SETUP_COMPLETED']),
    command: z
      .string()
      .meta({ description: 'The operation in words', fr: 'L’opération en mots', example: 'process.signal TERM 4312 (sleep)' }),
    serverId: z.string().nullable(),
    serverName: z.string().nullable(),
    riskLevel: z.enum(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']).nullable(),
    success: z.boolean().nullable().meta({
      description: 'Null while it runs, or when the outcome is unknown',
      fr: 'Nul pendant l’exécution, ou quand l’issue est inconnue',
    }),
    exitCode: z.int().nullable(),
    duration: z.number().nullable().meta({ description: 'Milliseconds', fr: 'Millisecondes' }),
    ipAddress: z.string().nullable(),
    id: z.string(),
    operation: z.string().nullable(),
    state: ActionStateSchema.nullable(),
    risk: RiskLevelSchema.nullable(),
    door: z.enum(['page', 'api', 'command', 'system']),
    planHash: z.string().nullable(),
    targets: z.array(z.string()),
    result: z.string().nullable().meta({
      description: 'What happened, or why it was refused, in one sentence',
      fr: 'Ce qui s’est passé, ou la raison du refus, en une phrase',
    }),
    undoable: z.boolean(),
    undoneBy: z.string().nullable(),
    undoOf: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntrySchema>;
