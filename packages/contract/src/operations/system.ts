import * as z from 'zod';
import { PreferencesSchema, SessionSchema } from '../model/account.ts';
import { HealthConditionSchema } from '../model/health.ts';
import { text } from '../text.ts';
import { query } from './operation.ts';

export const healthGet = query({
  id: 'health.get',
  title: text('Health', 'Santé'),
  describe: text(
    'Answers when the server works. Who may see hosts also gets what is not well with Vigie itself.',
    'Répond quand le serveur fonctionne. Qui peut voir les hôtes reçoit aussi ce qui ne va pas dans Vigie même.',
  ),
  target: 'installation',
  permission: 'public',
  http: [{ method: 'GET', path: '/api/health' }],
  input: z.object({}),
  output: z.object({
    status: z.literal('ok'),
    time: z.string(),
    /** Absent for who may not see hosts; empty when everything is well. */
    conditions: z.array(HealthConditionSchema).optional(),
  }),
});

export const sessionGet = query({
  id: 'session.get',
  title: text('Who am I', 'Qui suis-je'),
  describe: text(
    'The actor of this request, its permissions and preferences, and whether Vigie still has to be set up.',
    'L’acteur de cette requête, ses permissions et préférences, et si Vigie reste à installer.',
  ),
  target: 'installation',
  permission: 'public',
  http: [{ method: 'GET', path: '/api/session' }],
  input: z.object({}),
  output: SessionSchema,
});

export const preferencesGet = query({
  id: 'preferences.get',
  title: text('Preferences', 'Préférences'),
  describe: text(
    'Language, theme, units and columns of the person who asks.',
    'Langue, thème, unités et colonnes de la personne qui demande.',
  ),
  target: 'installation',
  permission: 'self',
  http: [{ method: 'GET', path: '/api/preferences' }],
  input: z.object({}),
  output: PreferencesSchema,
});

export const configGet = query({
  id: 'config.get',
  title: text('Configuration in force', 'Configuration en vigueur'),
  describe: text(
    'Every setting with its value and where it came from. Secrets are masked.',
    'Chaque réglage, sa valeur et son origine. Les secrets sont masqués.',
  ),
  target: 'installation',
  permission: 'config.read',
  http: [{ method: 'GET', path: '/api/config' }],
  command: { table: { rows: 'settings', columns: ['key', 'value', 'origin'] } },
  input: z.object({}),
  output: z.object({
    settings: z.array(z.object({ key: z.string(), value: z.string(), origin: z.enum(['flag', 'environment', 'file', 'default']) })),
  }),
});
