import type { ProcessIoPriorityInput } from '@vigie/contract/agent';
import { type IoPriority, ioClasses, readIoPriority, setIoPriority } from '../../kernel/index.ts';
import { type Check, integer, listOf, object, oneOf } from '../../shape/index.ts';
import { checkTargets, mostTargets } from './shapes.ts';
import { requireOnePerTarget, runTunable, type Tunable, verifyTunable } from './tune.ts';

interface Input extends ProcessIoPriorityInput {
  readonly priority: readonly IoPriority[];
}

const checkPriority: Check<IoPriority> = object({ class: oneOf(ioClasses), level: integer(0, 7) });
const checkPriorities = listOf(checkPriority, 1, mostTargets);

/** Afterwards there is a priority for each target. */
const check: Check<Input> = (value, path) => {
  const { targets, priority } = object({
    targets: checkTargets,
    priority: (given: unknown, at: string) => (Array.isArray(given) ? checkPriorities(given, at) : checkPriority(given, at)),
  })(value, path);
  const list = Array.isArray(priority) ? priority : targets.map(() => priority);
  requireOnePerTarget(targets, list);
  return { targets, priority: list };
};

/** Only realtime and best-effort have levels. */
function hasLevel(priority: IoPriority): boolean {
  return priority.class === 'realtime' || priority.class === 'best-effort';
}

const tunable: Tunable<Input, IoPriority> = {
  check,
  wanted: ({ priority }, index) => priority[index] ?? { class: 'none', level: 0 },
  set: setIoPriority,
  read: readIoPriority,
  equal: (one, other) => one.class === other.class && (!hasLevel(other) || one.level === other.level),
  show: (priority) => (hasLevel(priority) ? `${priority.class} ${priority.level}` : priority.class),
};

export const runIoPriority = runTunable(tunable);
export const verifyIoPriority = verifyTunable(tunable);
