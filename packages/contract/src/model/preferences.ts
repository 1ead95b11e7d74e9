import type { Preferences } from './account.ts';

/** What holds until a person says otherwise. It stands apart so that the page can have it without the schema library. */
export const defaultPreferences: Preferences = {
  language: null,
  theme: 'dark',
  accent: 'default',
  density: 'compact',
  networkUnit: 'bits',
  cpuBase: 'core',
  temperatureUnit: 'celsius',
  clock: '24',
  railOpen: false,
  processColumns: null,
};
