import { AppError, type ProcessPlanInput, type ProcessPlanOutput, type ProcessTargetRef, text } from '@vigie/contract/agent';
import { readAffinity, readIoPriority } from '../../kernel/index.ts';
import { boolean, type Check, listOf, object, oneOf, optional } from '../../shape/index.ts';
import type { ActionContext, Handler } from '../context.ts';
import { planRestart } from './restart/index.ts';
import { checkPid, checkStartTicks, mostTargets } from './shapes.ts';

const check: Check<ProcessPlanInput> = object({
  targets: listOf(object({ pid: checkPid, startTicks: optional(checkStartTicks) }), 1, mostTargets),
  tree: optional(boolean),
  operation: oneOf(['process.signal', 'process.renice', 'process.affinity', 'process.ioprio', 'process.restart']),
  serverPids: listOf(checkPid, 0, 16),
});

type PlanTarget = ProcessPlanOutput['targets'][number];

/** What an action would touch, exactly. Changes nothing. Throws `process_changed` when a pid is another process's: a plan would mislead. */
export const planProcesses: Handler<ProcessPlanInput, ProcessPlanOutput> = {
  check,
  handle(input, context) {
    const startOf = new Map(input.targets.map((target) => [target.pid, target.startTicks]));
    const pids = input.tree ? withDescendants([...startOf.keys()], context.readProcesses().rows) : [...startOf.keys()];
    if (pids.length > mostTargets) {
      throw new AppError('invalid_input', {
        message: text(
          `${pids.length} processes at once are too many; the most is ${mostTargets}`,
          `${pids.length} processus d’un coup, c’est trop ; le maximum est ${mostTargets}`,
        ),
      });
    }
    const serverPids = [...new Set([...input.serverPids, ...context.serverPids])];
    const targets: PlanTarget[] = [];
    const missing: number[] = [];
    for (const pid of pids) {
      const target = readTarget({ pid, startTicks: startOf.get(pid) }, serverPids, context);
      if (target) {
        targets.push(target);
      } else if (startOf.has(pid)) {
        missing.push(pid);
      }
    }
    const [first] = targets;
    return {
      targets,
      missing,
      cpuCount: navigator.hardwareConcurrency,
      ...(input.operation === 'process.restart' && first ? { restart: planRestart(first, { ...context, serverPids }) } : {}),
    };
  },
};

/** Null when it is not there. */
function readTarget(ref: ProcessTargetRef, serverPids: readonly number[], context: ActionContext): PlanTarget | null {
  try {
    return { ...context.readFacts(ref, serverPids), ...readShares(ref.pid) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'process_not_found') {
      return null;
    }
    throw error;
  }
}

/** Children before their parents, so that no parent sees a child end and starts another. Each once. */
export function withDescendants(pids: readonly number[], rows: readonly { readonly pid: number; readonly ppid: number }[]): number[] {
  const children = Map.groupBy(rows, (row) => row.ppid);
  const ordered = new Set<number>();
  const entered = new Set<number>();
  const visit = (pid: number): void => {
    if (entered.has(pid)) {
      return;
    }
    entered.add(pid);
    for (const child of children.get(pid) ?? []) {
      visit(child.pid);
    }
    ordered.add(pid);
  };
  for (const pid of pids) {
    visit(pid);
  }
  return [...ordered];
}

function readShares(pid: number): Pick<ProcessPlanOutput['targets'][number], 'cpuAffinity' | 'ioClass' | 'ioLevel'> {
  const ioPriority = quiet(() => readIoPriority(pid));
  return { cpuAffinity: quiet(() => readAffinity(pid)) ?? [], ioClass: ioPriority?.class ?? 'none', ioLevel: ioPriority?.level ?? 0 };
}

/** Null when it went away a moment ago; running the plan will say so. */
function quiet<T>(reading: () => T): T | null {
  try {
    return reading();
  } catch {
    return null;
  }
}
