/* Units of systemd that start, stop or fail, as systemd tells it. */
import type { EventSeverity } from '@vigie/contract/agent';
import type { Clock } from '../../clock.ts';
import type { UnitChange, UnitWatch } from '../../systemd/index.ts';
import type { Source } from '../source.ts';

export interface UnitDeps {
  readonly clock: Clock;
  readonly units: UnitWatch;
}

/** Sessions, scopes and devices come and go with everything else that is told already. */
const told = /\.(?:service|socket|timer|mount|target)$/;

export function createUnitSource({ clock, units }: UnitDeps): Source {
  return {
    name: 'units',
    start(to) {
      units.subscribe((change) => {
        const found = told.test(change.name) ? kindOf(change) : null;
        if (found !== null) {
          const fields = { unit: change.name, state: change.after.active, sub: change.after.sub, previous: change.before?.active ?? null };
          to.event({ timeMs: clock.wallMs(), ...found, fields });
        }
      });
      return units.start();
    },
    stop: () => units.stop(),
  };
}

/** Null for what lies between two states. */
function kindOf({ before, after }: UnitChange): { readonly kind: string; readonly severity: EventSeverity } | null {
  const was = before?.active ?? 'inactive';
  if (after.active === was) {
    return null;
  }
  switch (after.active) {
    case 'failed':
      return { kind: 'unit.failed', severity: 'warning' };
    case 'active':
      return was === 'reloading' || was === 'refreshing' ? null : { kind: 'unit.started', severity: 'info' };
    case 'inactive':
      return was === 'failed' ? null : { kind: 'unit.stopped', severity: 'info' };
    default:
      return null;
  }
}
