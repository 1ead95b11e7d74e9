import type { FoundEvent } from '../source.ts';

export interface Started {
  readonly what: 'started';
  readonly pid: number;
  readonly timeMs: number;
  readonly ppid: number | null;
  readonly startTicks: number | null;
  /** Null when it was gone before it could be read. */
  readonly name: string | null;
  readonly parent: string | null;
  readonly command: string | null;
  readonly uid: number | null;
  readonly user: string | null;
}

export interface Exited {
  readonly what: 'exited';
  readonly pid: number;
  readonly timeMs: number;
  readonly ppid: number | null;
  readonly name: string | null;
  readonly parent: string | null;
  readonly exitCode: number | null;
  /** Without SIG; null when it ended by itself. */
  readonly signal: string | null;
  readonly core: boolean;
  readonly durationMs: number | null;
}

/** Signals by which a program fails by itself, not because somebody wished it. */
const crashes = new Set(['ILL', 'TRAP', 'ABRT', 'BUS', 'FPE', 'SEGV', 'XCPU', 'XFSZ', 'SYS']);
/** Fewer alike than this stay one event each. */
const fewestAlike = 3;

/**
 * Makes events of what came in one batch. `busy`: there are too many to tell each; those of the same name and parent become
 * one. A crash, and what is alone of its name, is always told by itself.
 */
export function makeEvents(batch: readonly (Started | Exited)[], busy: boolean): FoundEvent[] {
  const groups = new Map<string, (Started | Exited)[]>();
  if (busy) {
    for (const item of batch.filter((one) => !isCrash(one))) {
      const key = `${item.name ?? ''}\n${item.ppid ?? ''}`;
      const group = groups.get(key) ?? [];
      group.push(item);
      groups.set(key, group);
    }
  }
  const events: FoundEvent[] = [];
  const told = new Set<Started | Exited>();
  for (const group of groups.values()) {
    if (group.length >= fewestAlike) {
      events.push(repeated(group));
      for (const item of group) {
        told.add(item);
      }
    }
  }
  events.push(...batch.filter((item) => !told.has(item)).map(single));
  return events.sort((a, b) => a.timeMs - b.timeMs);
}

function isCrash(item: Started | Exited): boolean {
  return item.what === 'exited' && item.signal !== null && crashes.has(item.signal);
}

function single(item: Started | Exited): FoundEvent {
  const { timeMs, pid, ppid, name, parent } = item;
  if (item.what === 'started') {
    const { startTicks, command, uid, user } = item;
    return { timeMs, kind: 'process.started', fields: { pid, ppid, startTicks, name, command, uid, user, parent } };
  }
  const { exitCode, signal, core, durationMs } = item;
  return {
    timeMs,
    kind: 'process.exited',
    ...(isCrash(item) ? { severity: 'warning' as const } : {}),
    fields: { pid, ppid, name, parent, exitCode, signal, core, durationMs },
  };
}

function repeated(group: readonly (Started | Exited)[]): FoundEvent {
  const [first, last] = [group[0] as Started | Exited, group.at(-1) as Started | Exited];
  const exits = group.filter((item) => item.what === 'exited');
  return {
    timeMs: first.timeMs,
    kind: 'process.repeated',
    fields: {
      name: first.name,
      ppid: first.ppid,
      parent: first.parent,
      started: group.length - exits.length,
      exited: exits.length,
      failed: exits.filter((item) => item.signal !== null || (item.exitCode ?? 0) !== 0).length,
      durationMs: Math.round(last.timeMs - first.timeMs),
    },
  };
}
