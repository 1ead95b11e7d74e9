import { type Check, integer, listOf, object } from '../../shape/index.ts';
import type { Target } from './target.ts';

export const mostTargets = 500;
export const checkPid = integer(1, 4_194_304);
export const checkStartTicks = integer(0, Number.MAX_SAFE_INTEGER);
export const checkTarget: Check<Target> = object({ pid: checkPid, startTicks: checkStartTicks });
export const checkTargets: Check<Target[]> = listOf(checkTarget, 1, mostTargets);
