import { type Preferences, text } from '@vigie/contract';
import type { ActionHandler, QueryHandler } from '../../operations/types.ts';
import { subjectOf } from '../../platform/auth/index.ts';
import type { PreferencesStore } from './store.ts';

export interface PreferencesHandlers {
  readonly 'preferences.get': QueryHandler<'preferences.get'>;
  readonly 'preferences.set': ActionHandler<'preferences.set'>;
}

export function createPreferencesHandlers(deps: { readonly preferences: PreferencesStore }): PreferencesHandlers {
  return {
    'preferences.get': {
      run: (_input, { actor }) => deps.preferences.get(subjectOf(actor)),
    },
    'preferences.set': {
      async plan(change, { actor }) {
        const names = Object.keys(change);
        const before = await deps.preferences.get(subjectOf(actor));
        const list = names.join(', ');
        return {
          title: text(`Change preferences: ${list}`, `Changer les préférences : ${list}`),
          button: text('Change', 'Changer'),
          destructive: false,
          host: null,
          targets: [],
          facts: null,
          impact: [],
          undo: {
            possible: true,
            text: text('The old values can be set again', 'Les anciennes valeurs peuvent être remises'),
            operation: { id: 'preferences.set', input: pick(before, names) },
          },
          runs: names.map((name) => `preferences.${name} = ${JSON.stringify(Reflect.get(change, name))}`),
          verifies: [],
          command: `preferences.set ${list}`,
        };
      },
      async run(change, _draft, { actor }) {
        const output = await deps.preferences.set(subjectOf(actor), change);
        return { output, success: true, result: text('Preferences changed', 'Préférences changées') };
      },
    },
  };
}

function pick(preferences: Preferences, names: readonly string[]): Partial<Preferences> {
  return Object.fromEntries(Object.entries(preferences).filter(([name]) => names.includes(name)));
}
