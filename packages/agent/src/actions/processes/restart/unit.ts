/** The systemd unit that started a process, and whose manager runs it. */
export interface OwningUnit {
  readonly name: string;
  /** Null is the system's manager; a number is the manager of that user. */
  readonly managerUid: number | null;
}

const userManager = /^user@(\d{1,10})\.service$/;
const serviceName = /^[A-Za-z0-9:_.@\\][A-Za-z0-9:_.@\\-]{0,246}\.service$/;

/**
 * Reads the unit out of `/proc/<pid>/cgroup`. A user may name the groups below his own manager as he likes, so a name there is
 * never taken for a unit of the system: only the first name that is not a slice counts, and below `user@…` it is the user's.
 * Null for scopes (sessions, containers) and where systemd is not in charge.
 */
export function parseOwningUnit(cgroups: readonly string[]): OwningUnit | null {
  const line =
    cgroups.find((candidate) => candidate.startsWith('0::')) ?? cgroups.find((candidate) => candidate.includes(':name=systemd:'));
  const path = line?.slice(line.indexOf(':', line.indexOf(':') + 1) + 1);
  const [first, ...below] = (path ?? '').split('/').filter((name) => name !== '' && !name.endsWith('.slice'));
  if (first === undefined || !serviceName.test(first)) {
    return null;
  }
  const user = userManager.exec(first)?.[1];
  const second = below[0];
  if (user !== undefined && second !== undefined && second !== 'init.scope') {
    return serviceName.test(second) ? { name: second, managerUid: Number(user) } : null;
  }
  return { name: first, managerUid: null };
}
