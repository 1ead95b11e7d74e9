import type { ProcessDetailRow, ProcessSnapshot, ProcessTargetRef, SocketSnapshot } from '@vigie/contract/agent';
import { type Check, object, optional } from '../../shape/index.ts';
import type { Handler } from '../context.ts';
import { checkPid, checkStartTicks } from './shapes.ts';

const checkNothing: Check<Record<string, never>> = object({});
const checkRef: Check<ProcessTargetRef> = object({ pid: checkPid, startTicks: optional(checkStartTicks) });

export const readProcessSnapshot: Handler<Record<string, never>, ProcessSnapshot> = {
  check: checkNothing,
  handle: (_input, context) => context.readProcesses(),
};

export const readSocketSnapshot: Handler<Record<string, never>, SocketSnapshot> = {
  check: checkNothing,
  handle: (_input, context) => context.readSockets(),
};

export const readDetail: Handler<ProcessTargetRef, ProcessDetailRow> = {
  check: checkRef,
  handle: (ref, context) => context.readDetail(ref),
};
