import type { ProcessAffinityInput } from '@vigie/contract/agent';
import { readAffinity, setAffinity } from '../../kernel/index.ts';
import { type Check, integer, listOf, object } from '../../shape/index.ts';
import { checkTargets, mostTargets } from './shapes.ts';
import { requireOnePerTarget, runTunable, type Tunable, verifyTunable } from './tune.ts';

interface Input extends ProcessAffinityInput {
  readonly cpus: readonly (readonly number[])[];
}

const checkCpus = listOf(integer(0, 8191), 1, 8192);
const checkLists = listOf(checkCpus, 1, mostTargets);

/** Afterwards there is a list for each target, ascending and each core once. */
const check: Check<Input> = (value, path) => {
  const { targets, cpus } = object({
    targets: checkTargets,
    cpus: (given: unknown, at: string) =>
      Array.isArray(given) && Array.isArray(given[0]) ? checkLists(given, at) : [checkCpus(given, at)],
  })(value, path);
  const [common] = cpus;
  const lists = cpus.length === 1 && common ? targets.map(() => common) : cpus;
  requireOnePerTarget(targets, lists);
  return { targets, cpus: lists.map((list) => [...new Set(list)].sort((a, b) => a - b)) };
};

const tunable: Tunable<Input, readonly number[]> = {
  check,
  wanted: ({ cpus }, index) => cpus[index] ?? [],
  set: setAffinity,
  read: readAffinity,
  equal: (one, other) => one.join() === other.join(),
  show: (cpus) => cpus.join(' '),
};

export const runAffinity = runTunable(tunable);
export const verifyAffinity = verifyTunable(tunable);
