import type { QueryHandler } from '../../operations/types.ts';
import type { EffectiveSetting } from '../../platform/config/index.ts';

export interface ConfigHandlers {
  readonly 'config.get': QueryHandler<'config.get'>;
}

export function createConfigHandlers(deps: { readonly settings: readonly EffectiveSetting[] }): ConfigHandlers {
  return {
    'config.get': {
      run: async () => ({ settings: [...deps.settings] }),
    },
  };
}
