import type { QueryHandler } from '../../operations/types.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Health } from './health.ts';

export interface HealthHandlers {
  readonly 'health.get': QueryHandler<'health.get'>;
}

export function createHealthHandlers(deps: { readonly clock: Clock; readonly health: Pick<Health, 'present'> }): HealthHandlers {
  return {
    'health.get': {
      async run(_input, { actor }) {
        const alive = { status: 'ok', time: new Date(deps.clock.now()).toISOString() } as const;
        // Names of hosts and the state of the disk are nobody's business who is not signed in.
        return actor.permissions.has('host.read') ? { ...alive, conditions: deps.health.present(actor.language) } : alive;
      },
    },
  };
}
