import * as z from 'zod';
import { RetentionSchema } from '../model/retention.ts';
import { text } from '../text.ts';
import { action, query } from './operation.ts';

export const storeCheck = query({
  id: 'store.check',
  title: text('Check the store of figures', 'Vérifier la base des mesures'),
  describe: text(
    'Reads every block and compares its checksums. A damaged block is set aside and told; everything else stays readable.',
    'Lit chaque bloc et compare ses sommes de contrôle. Un bloc abîmé est mis de côté et signalé ; tout le reste demeure lisible.',
  ),
  target: 'installation',
  permission: 'config.read',
  http: [{ method: 'GET', path: '/api/store/check' }],
  command: { table: { rows: 'damaged', columns: ['host', 'tier', 'from', 'to', 'reason', 'foundAt'] } },
  input: z.object({}),
  output: z.object({
    ok: z.boolean(),
    /** How many blocks were read, and what is in those that are whole. */
    blocks: z.int(),
    bytes: z.int(),
    samples: z.int(),
    /** What was set aside, now or earlier: the figures of these spans are lost at this tier. */
    damaged: z.array(
      z.object({
        host: z.string(),
        tier: z.string(),
        from: z.iso.datetime(),
        to: z.iso.datetime(),
        reason: z.string(),
        foundAt: z.iso.datetime(),
      }),
    ),
  }),
});

export const backupCreate = action({
  id: 'backup.create',
  title: text('Make a backup', 'Faire une sauvegarde'),
  describe: text(
    'Copies all data while the server works: accounts, figures, events, keys and certificates, with a manifest of checksums.',
    'Copie toutes les données sans arrêter le serveur : comptes, mesures, événements, clés et certificats, avec un manifeste de sommes de contrôle.',
  ),
  target: 'installation',
  permission: 'backup.create',
  http: [{ method: 'POST', path: '/api/backups' }],
  input: z.object({}),
  output: z.object({ directory: z.string(), files: z.int(), bytes: z.int() }),
  risk: () => ({
    level: 'medium',
    reasons: [
      {
        code: 'copies_secrets',
        level: 'medium',
        text: text(
          'the copy holds the keys of this installation; who reads it can pose as it',
          'la copie contient les clés de cette installation ; qui la lit peut se faire passer pour elle',
        ),
      },
    ],
  }),
});

export const retentionGet = query({
  id: 'retention.get',
  title: text('How long data is kept', 'Durée de conservation'),
  describe: text(
    'How long this organization keeps figures, events and states of hosts, and what they take.',
    'Combien de temps cette organisation garde mesures, événements et états des hôtes, et la place prise.',
  ),
  target: 'organization',
  permission: 'host.read',
  http: [{ method: 'GET', path: '/api/retention' }],
  input: z.object({}),
  output: z.object({
    retention: RetentionSchema,
    defaults: RetentionSchema,
    bytes: z.object({ figures: z.int(), events: z.int(), states: z.int() }),
  }),
});

export const retentionSet = action({
  id: 'retention.set',
  title: text('Change how long data is kept', 'Changer la durée de conservation'),
  describe: text(
    'Sets the named durations; what is older than a shorter one is deleted in the background.',
    'Fixe les durées nommées ; ce qui dépasse une durée plus courte est supprimé en arrière-plan.',
  ),
  target: 'organization',
  permission: 'store.manage',
  http: [{ method: 'PUT', path: '/api/retention' }],
  input: RetentionSchema.partial().strict(),
  output: RetentionSchema,
  risk: (_input, facts: { readonly shortened: readonly string[] }) => ({
    level: facts.shortened.length > 0 ? 'critical' : 'low',
    reasons:
      facts.shortened.length > 0
        ? [
            {
              code: 'deletes_history',
              level: 'critical' as const,
              text: text(
                'history beyond the new duration is deleted for good',
                'l’historique au-delà de la nouvelle durée est supprimé pour de bon',
              ),
            },
          ]
        : [],
  }),
});
