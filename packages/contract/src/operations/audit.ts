import * as z from 'zod';
import { AuditEntrySchema } from '../model/audit.ts';
import { type Risk, worstRisk } from '../model/risk.ts';
import { text } from '../text.ts';
import { action, query } from './operation.ts';

export const auditList = query({
  id: 'audit.list',
  title: text('Activity', 'Activité'),
  describe: text(
    'Who did what, when, where, and how it ended; newest first.',
    'Qui a fait quoi, quand, où, et comment cela s’est terminé ; le plus récent d’abord.',
  ),
  target: 'installation',
  permission: 'audit.read',
  http: [{ method: 'GET', path: '/api/audit' }],
  command: { table: { rows: 'items', columns: ['timestamp', 'user', 'command', 'riskLevel', 'state', 'result'] } },
  input: z.object({
    q: z.string().max(500).optional(),
    user: z.string().max(200).optional(),
    operation: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
    before: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'Id of an entry: only older ones', fr: 'Identifiant d’une entrée : seulement les plus anciennes' }),
    format: z.enum(['json', 'csv']).default('json'),
  }),
  output: z.object({ count: z.int(), items: z.array(AuditEntrySchema), next: z.string().nullable() }),
});

/** What the risk of an undo depends on: it is the risk of what it runs. */
export interface UndoFacts {
  readonly risk: Risk;
}

export const actionUndo = action({
  id: 'action.undo',
  title: text('Undo an action', 'Annuler une action'),
  describe: text('Takes an earlier action back, when it can be.', 'Revient sur une action passée, quand c’est possible.'),
  target: 'host',
  permission: 'self',
  http: [{ method: 'POST', path: '/api/actions/{id}/undo' }],
  command: { positionals: ['id'] },
  input: z.object({ id: z.string().min(1).max(64) }),
  output: z.object({ ok: z.boolean(), undone: z.string() }),
  risk: (_input, facts: UndoFacts) => worstRisk(facts.risk.reasons, facts.risk.level),
});
