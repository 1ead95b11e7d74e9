import * as z from 'zod';
import { DashboardContentSchema, DashboardInfoSchema, DashboardSchema } from '../model/dashboard.ts';
import { worstRisk } from '../model/risk.ts';
import { text } from '../text.ts';
import { action, query } from './operation.ts';

const id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/);
const low = () => worstRisk([], 'low');

export const dashboardList = query({
  id: 'dashboard.list',
  title: text('Dashboards', 'Tableaux de bord'),
  describe: text(
    'Those that ship, those shared in the organization, and one’s own.',
    'Ceux fournis, ceux partagés dans l’organisation, et les siens.',
  ),
  target: 'organization',
  permission: 'host.read',
  http: [{ method: 'GET', path: '/api/dashboards' }],
  command: { table: { rows: 'items', columns: ['name', 'shared', 'owner', 'version', 'widgets', 'updatedAt', 'id'] } },
  input: z.object({}),
  output: z.object({ count: z.int(), items: z.array(DashboardInfoSchema) }),
});

export const dashboardGet = query({
  id: 'dashboard.get',
  title: text('One dashboard', 'Un tableau de bord'),
  describe: text(
    'Its content, the newest or an earlier version. `content` is what an import takes.',
    'Son contenu, le plus récent ou une version antérieure. `content` est ce que prend un import.',
  ),
  target: 'organization',
  permission: 'host.read',
  http: [{ method: 'GET', path: '/api/dashboards/{id}' }],
  command: { positionals: ['id'] },
  input: z.object({ id, version: z.coerce.number().int().min(1).optional() }),
  output: DashboardSchema,
});

export const dashboardVersions = query({
  id: 'dashboard.versions',
  title: text('Versions of a dashboard', 'Versions d’un tableau de bord'),
  describe: text('Every version that is kept, newest first.', 'Chaque version gardée, la plus récente d’abord.'),
  target: 'organization',
  permission: 'host.read',
  http: [{ method: 'GET', path: '/api/dashboards/{id}/versions' }],
  command: { positionals: ['id'], table: { rows: 'items', columns: ['version', 'name', 'widgets', 'savedAt', 'savedBy'] } },
  input: z.object({ id }),
  output: z.object({
    count: z.int(),
    items: z.array(z.object({ version: z.int(), name: z.string(), widgets: z.int(), savedAt: z.iso.datetime(), savedBy: z.string() })),
  }),
});

export const dashboardCreate = action({
  id: 'dashboard.create',
  title: text('Create a dashboard', 'Créer un tableau de bord'),
  describe: text(
    'From content that was built, duplicated or exported before.',
    'À partir d’un contenu construit, dupliqué ou exporté auparavant.',
  ),
  target: 'organization',
  permission: 'dashboard.edit',
  http: [{ method: 'POST', path: '/api/dashboards' }],
  input: z.object({ content: DashboardContentSchema, shared: z.boolean().default(false) }),
  output: DashboardSchema,
  risk: low,
});

export const dashboardSave = action({
  id: 'dashboard.save',
  title: text('Change a dashboard', 'Modifier un tableau de bord'),
  describe: text(
    'Keeps a new version; refused when somebody else has saved since `base`.',
    'Garde une nouvelle version ; refusé si quelqu’un d’autre a enregistré depuis `base`.',
  ),
  target: 'organization',
  permission: 'dashboard.edit',
  http: [{ method: 'PUT', path: '/api/dashboards/{id}' }],
  command: { positionals: ['id'] },
  input: z.object({
    id,
    base: z.int().min(1).meta({ description: 'The version that was changed', fr: 'La version qui a été modifiée' }),
    content: DashboardContentSchema.optional(),
    shared: z.boolean().optional(),
    restore: z.boolean().default(false).meta({ description: 'Bring back one that was deleted', fr: 'Ramener un tableau supprimé' }),
  }),
  output: DashboardSchema,
  risk: low,
});

export const dashboardDelete = action({
  id: 'dashboard.delete',
  title: text('Delete a dashboard', 'Supprimer un tableau de bord'),
  describe: text('Takes it away; undo brings it back with its versions.', 'Le retire ; l’annulation le ramène avec ses versions.'),
  target: 'organization',
  permission: 'dashboard.edit',
  http: [{ method: 'DELETE', path: '/api/dashboards/{id}' }],
  command: { positionals: ['id'] },
  input: z.object({ id }),
  output: z.object({ ok: z.boolean(), id: z.string() }),
  risk: () => worstRisk([], 'medium'),
});
