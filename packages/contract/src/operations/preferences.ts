import { PreferencesSchema } from '../model/account.ts';
import { worstRisk } from '../model/risk.ts';
import { text } from '../text.ts';
import { action } from './operation.ts';

export const preferencesSet = action({
  id: 'preferences.set',
  title: text('Change preferences', 'Changer les préférences'),
  describe: text(
    'Changes the named preferences of the person who asks; the others stay.',
    'Change les préférences nommées de la personne qui demande ; les autres restent.',
  ),
  target: 'installation',
  permission: 'self',
  http: [{ method: 'PUT', path: '/api/preferences' }],
  input: PreferencesSchema.partial().strict(),
  output: PreferencesSchema,
  risk: () => worstRisk([], 'low'),
});
