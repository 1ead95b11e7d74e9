import type { ProcessDetailRow, ProcessFacts, ProcessSnapshot, ProcessTargetRef, SocketSnapshot } from '@vigie/contract/agent';
import type { Clock } from '../clock.ts';
import type { HostTree } from '../kernel/index.ts';
import type { Check } from '../shape/index.ts';

/** What actions need of the rest of the agent. */
export interface ActionContext {
  readonly host: HostTree;
  readonly clock: Clock;
  readonly allowedSignals: () => readonly string[];
  readonly serverPids: readonly number[];
  readonly privileged: boolean;
  /** Fresh and full. */
  readonly readProcesses: () => ProcessSnapshot;
  readonly readSockets: () => SocketSnapshot;
  /** Throws `process_not_found` or `process_changed`. */
  readonly readDetail: (ref: ProcessTargetRef) => ProcessDetailRow;
  /** Throws `process_not_found` or `process_changed`. */
  readonly readFacts: (ref: ProcessTargetRef, serverPids: readonly number[]) => ProcessFacts;
}

/** One verb of one command: how its input is checked, and what it does with it. */
export interface Handler<I, O> {
  readonly check: Check<I>;
  readonly handle: (input: I, context: ActionContext, signal: AbortSignal) => O | Promise<O>;
}

export function wait(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/** Asks again and again until it is so, at most for this long. Gives whether it was. */
export async function waitUntil(clock: Clock, longestMs: number, isSo: () => boolean, signal?: AbortSignal): Promise<boolean> {
  const stepMs = 50;
  const endMs = clock.monotonicMs() + longestMs;
  for (;;) {
    if (isSo()) {
      return true;
    }
    if (clock.monotonicMs() >= endMs || signal?.aborted) {
      return false;
    }
    await wait(clock, stepMs);
  }
}
