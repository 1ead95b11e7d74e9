import * as z from 'zod';
import { worstRisk } from '../model/risk.ts';
import { text } from '../text.ts';
import { action } from './operation.ts';

export const setupComplete = action({
  id: 'setup.complete',
  title: text('Set Vigie up', 'Installer Vigie'),
  describe: text(
    'Creates the owner with the one-time code printed at the first start. Works once.',
    'Crée le propriétaire avec le code à usage unique affiché au premier démarrage. Ne marche qu’une fois.',
  ),
  target: 'installation',
  permission: 'public',
  http: [{ method: 'POST', path: '/api/setup' }],
  input: z
    .object({
      code: z.string().min(1).max(64),
      name: z.string().trim().min(1).max(100),
      email: z.email().max(254),
      password: z.string().min(12).max(256),
    })
    .strict(),
  output: z.object({ ok: z.boolean() }),
  risk: () => worstRisk([], 'low'),
});
