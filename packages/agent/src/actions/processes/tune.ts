import { AppError, type PerTargetOutput, text, type VerifyOutput } from '@vigie/contract/agent';
import type { Check } from '../../shape/index.ts';
import type { Handler } from '../context.ts';
import { forEachTarget, forEachThread, type Target, withTarget } from './target.ts';

/** A property of a process that can be set and read back: nice value, cores, I/O priority. */
export interface Tunable<I extends { readonly targets: readonly Target[] }, V> {
  readonly check: Check<I>;
  /** The value wanted for the target at this place. */
  readonly wanted: (input: I, index: number) => V;
  readonly set: (tid: number, value: V) => void;
  readonly read: (tid: number) => V;
  readonly equal: (one: V, other: V) => boolean;
  readonly show: (value: V) => string;
}

/** Sets it for every thread of every target. */
export function runTunable<I extends { readonly targets: readonly Target[] }, V>(tunable: Tunable<I, V>): Handler<I, PerTargetOutput> {
  return {
    check: tunable.check,
    handle: (input, { host }) =>
      forEachTarget(input.targets, (target, index) => {
        const value = tunable.wanted(input, index);
        forEachThread(host, target, (tid) => tunable.set(tid, value));
      }),
  };
}

/** Reads it back from the first thread of every target. */
export function verifyTunable<I extends { readonly targets: readonly Target[] }, V>(tunable: Tunable<I, V>): Handler<I, VerifyOutput> {
  return {
    check: tunable.check,
    handle: (input, { host }) => {
      const wrong: string[] = [];
      for (const [index, target] of input.targets.entries()) {
        const value = readOrNull(() => withTarget(host, target, () => tunable.read(target.pid)));
        if (value === null || !tunable.equal(value, tunable.wanted(input, index))) {
          wrong.push(`${target.pid} (${value === null ? '?' : tunable.show(value)})`);
        }
      }
      const list = wrong.join(', ');
      return wrong.length === 0
        ? { verified: true, detail: text('Read back: the values are as wanted', 'Relu\u00a0: les valeurs sont celles voulues') }
        : { verified: false, detail: text(`Other values were read back: ${list}`, `D’autres valeurs ont été relues\u00a0: ${list}`) };
    },
  };
}

/** Null when it cannot be read, because the process has gone. */
function readOrNull<V>(reading: () => V): V | null {
  try {
    return reading();
  } catch {
    // Told as an unknown value of this target.
    return null;
  }
}

/** One value for all, or a list with one for each target. */
export function requireOnePerTarget(targets: readonly unknown[], values: readonly unknown[]): void {
  if (values.length !== targets.length) {
    throw new AppError('invalid_input', {
      message: text('Give one value, or one for each process', 'Donnez une valeur, ou une par processus'),
    });
  }
}
