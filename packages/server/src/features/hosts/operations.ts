import type { QueryHandler } from '../../operations/types.ts';
import { type RecentDeps, recentMetrics } from './recent.ts';

export interface HostHandlers {
  readonly 'host.list': QueryHandler<'host.list'>;
  readonly 'host.get': QueryHandler<'host.get'>;
  readonly 'metric.recent': QueryHandler<'metric.recent'>;
}

export function createHostHandlers(deps: RecentDeps): HostHandlers {
  const { hosts } = deps;
  return {
    'host.list': {
      async run() {
        const items = [...hosts.list()];
        return { count: items.length, items };
      },
    },
    'host.get': {
      async run(input) {
        return hosts.require(input.host);
      },
    },
    'metric.recent': {
      async run(input) {
        const host = hosts.require(input.host);
        return recentMetrics(deps, host.id, { namePrefix: input.name, sinceMs: input.since_ms });
      },
    },
  };
}
