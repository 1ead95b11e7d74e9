import type { LoadedConfig } from './load.ts';
import { type SettingOrigin, settings } from './settings.ts';

export interface EffectiveSetting {
  readonly key: string;
  /** Secrets are masked; not set is empty. */
  readonly value: string;
  readonly origin: SettingOrigin;
}

/** Every setting in force and where it came from. */
export function describeSettings(loaded: LoadedConfig): readonly EffectiveSetting[] {
  return settings.map((setting) => {
    const value = loaded.config[setting.member];
    const shown = setting.secret && value !== null ? '••••••••' : setting.present(value);
    return { key: setting.key, value: shown, origin: loaded.origins[setting.key] ?? 'default' };
  });
}
