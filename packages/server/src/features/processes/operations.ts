import type { ActionHandler, QueryHandler } from '../../operations/types.ts';
import { createProcessAffinity } from './affinity.ts';
import type { ProcessActionDeps } from './facts.ts';
import { createProcessGet } from './get.ts';
import { createProcessIoPriority } from './io-priority.ts';
import { createProcessList } from './list.ts';
import { createProcessRenice } from './renice.ts';
import { createProcessRestart } from './restart.ts';
import { createProcessSignal } from './signal.ts';

export interface ProcessHandlers {
  readonly 'process.list': QueryHandler<'process.list'>;
  readonly 'process.get': QueryHandler<'process.get'>;
  readonly 'process.signal': ActionHandler<'process.signal'>;
  readonly 'process.renice': ActionHandler<'process.renice'>;
  readonly 'process.affinity': ActionHandler<'process.affinity'>;
  readonly 'process.ioprio': ActionHandler<'process.ioprio'>;
  readonly 'process.restart': ActionHandler<'process.restart'>;
}

export function createProcessHandlers(deps: ProcessActionDeps): ProcessHandlers {
  return {
    'process.list': createProcessList(deps),
    'process.get': createProcessGet(deps),
    'process.signal': createProcessSignal(deps),
    'process.renice': createProcessRenice(deps),
    'process.affinity': createProcessAffinity(deps),
    'process.ioprio': createProcessIoPriority(deps),
    'process.restart': createProcessRestart(deps),
  };
}
