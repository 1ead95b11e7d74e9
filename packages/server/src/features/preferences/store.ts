import { defaultPreferences, type Language, type Preferences, PreferencesSchema } from '@vigie/contract';
import type { Kysely } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { PreferencesTables } from '../../storage/index.ts';

const subjectsRemembered = 2_000;

export interface PreferencesStore {
  get(subject: string): Promise<Preferences>;
  /** Null when this one follows the browser. */
  languageOf(subject: string): Promise<Language | null>;
  /** Changes the named ones and gives all of them. */
  set(subject: string, change: Partial<Preferences>): Promise<Preferences>;
}

/** Keeps only what was ever set, so that a new default reaches everybody who did not choose. */
export function createPreferencesStore(deps: { readonly db: Kysely<PreferencesTables>; readonly clock: Clock }): PreferencesStore {
  const known = new Map<string, Preferences>();

  async function readChosen(subject: string): Promise<Partial<Preferences>> {
    const row = await deps.db.selectFrom('preferences').select('value').where('subject', '=', subject).executeTakeFirst();
    // What a newer version wrote and this one does not understand is left out rather than failing everything.
    return PreferencesSchema.partial()
      .catch({})
      .parse(JSON.parse(row?.value ?? '{}'));
  }

  function remember(subject: string, preferences: Preferences): Preferences {
    known.delete(subject);
    known.set(subject, preferences);
    if (known.size > subjectsRemembered) {
      const oldest = known.keys().next();
      if (!oldest.done) {
        known.delete(oldest.value);
      }
    }
    return preferences;
  }

  async function get(subject: string): Promise<Preferences> {
    return known.get(subject) ?? remember(subject, { ...defaultPreferences, ...(await readChosen(subject)) });
  }

  return {
    get,
    languageOf: async (subject) => (await get(subject)).language,
    async set(subject, change) {
      const chosen = { ...(await readChosen(subject)), ...change };
      const value = JSON.stringify(chosen);
      const row = { value, updated_ms: deps.clock.now() };
      await deps.db
        .insertInto('preferences')
        .values({ subject, ...row })
        .onConflict((conflict) => conflict.column('subject').doUpdateSet(row))
        .execute();
      return remember(subject, { ...defaultPreferences, ...chosen });
    },
  };
}
