import type { ProcessReniceInput } from '@vigie/contract/agent';
import { readNice, setNice } from '../../kernel/index.ts';
import { type Check, integer, listOf, object } from '../../shape/index.ts';
import { checkTargets, mostTargets } from './shapes.ts';
import { requireOnePerTarget, runTunable, type Tunable, verifyTunable } from './tune.ts';

const checkNice = integer(-20, 19);
const checkNices = listOf(checkNice, 1, mostTargets);

const check: Check<ProcessReniceInput> = (value, path) => {
  const { targets, nice } = object({
    targets: checkTargets,
    nice: (given: unknown, at: string) => (Array.isArray(given) ? checkNices(given, at) : checkNice(given, at)),
  })(value, path);
  if (typeof nice !== 'number') {
    requireOnePerTarget(targets, nice);
  }
  return { targets, nice };
};

const tunable: Tunable<ProcessReniceInput, number> = {
  check,
  wanted: ({ nice }, index) => (typeof nice === 'number' ? nice : (nice[index] ?? 0)),
  set: setNice,
  read: readNice,
  equal: (one, other) => one === other,
  show: String,
};

export const runRenice = runTunable(tunable);
export const verifyRenice = verifyTunable(tunable);
