/*
 * Preferences of people and tokens: language, theme, units, columns. Each belongs to who asks; nobody reads another's.
 */
export { createPreferencesHandlers } from './operations.ts';
export { createPreferencesStore, type PreferencesStore } from './store.ts';
