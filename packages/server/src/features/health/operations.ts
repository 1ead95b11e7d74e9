import type { QueryHandler } from '../../operations/types.ts';
import type { Clock } from '../../platform/clock.ts';

export interface HealthHandlers {
  readonly 'health.get': QueryHandler<'health.get'>;
}

export function createHealthHandlers(deps: { readonly clock: Clock }): HealthHandlers {
  return {
    'health.get': {
      run: async () => ({ status: 'ok', time: new Date(deps.clock.now()).toISOString() }),
    },
  };
}
