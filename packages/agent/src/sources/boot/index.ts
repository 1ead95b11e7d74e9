/* Boots of the host, by the id the kernel makes at each; and the life of this agent. */
import { productVersion } from '@vigie/contract/agent';
import type { Clock } from '../../clock.ts';
import type { HostTree } from '../../kernel/index.ts';
import type { Marks } from '../../state/index.ts';
import type { Source, SourceOutput } from '../source.ts';

const liveEveryMs = 10_000;
/** Away for less than this, no frame of the default rhythm is missing. */
const leastAwayMs = 25_000;

export interface BootDeps {
  readonly clock: Clock;
  readonly tree: HostTree;
  readonly marks: Marks;
  readonly privileged: boolean;
}

export function createBootSource({ clock, tree, marks, privileged }: BootDeps): Source {
  let output: SourceOutput | null = null;
  let cancel = () => {};
  const live = (): void => {
    marks.live(clock.wallMs());
    cancel = clock.after(liveEveryMs, live);
  };
  return {
    name: 'boot',
    start(to) {
      output = to;
      const timeMs = clock.wallMs();
      const bootId = tree.text('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
      const previousBootId = marks.get('bootId');
      const booted = bootId !== null && previousBootId !== null && previousBootId !== bootId;
      if (marks.livedMs !== null && previousBootId !== null && timeMs - marks.livedMs >= leastAwayMs) {
        const reason = booted ? 'host_down' : 'agent_away';
        to.gap({ class: 'all', fromMs: marks.livedMs, toMs: timeMs, count: null, reason });
      }
      if (booted) {
        const seconds = Number(/^btime (\d+)$/m.exec(tree.text('/proc/stat') ?? '')?.[1] ?? timeMs / 1000);
        to.event({
          timeMs: Math.min(timeMs, seconds * 1000),
          kind: 'host.booted',
          severity: 'warning',
          fields: { bootId, previousBootId },
        });
      }
      if (bootId !== null) {
        marks.set('bootId', bootId);
      }
      to.event({ timeMs, kind: 'agent.started', fields: { version: productVersion, privileged, pid: process.pid } });
      live();
      return bootId !== null;
    },
    stop(reason) {
      cancel();
      marks.live(clock.wallMs());
      output?.event({ timeMs: clock.wallMs(), kind: 'agent.stopped', fields: { reason, pid: process.pid } });
    },
  };
}
