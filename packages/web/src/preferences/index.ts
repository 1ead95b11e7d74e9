/*
 * What each person chose: look, language, units. The server keeps it; this browser keeps the look for its first paint.
 * How figures are written with it is `hooks/useFormat`.
 */
export { adoptPreferences, changePreferences, previewPreferences, usePreferences } from './store.ts';
