import type { Preferences } from '@vigie/contract';

/** The same as the contract's, written again because that one stands beside the schema library; a test keeps them equal. */
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
