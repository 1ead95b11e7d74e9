import type { ProcessFacts } from '../operations/processes.risk.ts';

/*
 * What each command of the link takes and gives. Plain types: the server has validated the input with the
 * operation's schema, and the agent checks again what it is about to do with it.
 */

export interface ProcessTargetRef {
  readonly pid: number;
  /** Absent when the caller named only a pid: `plan` then answers with what has it now. `run` always has it. */
  readonly startTicks?: number | undefined;
}

export interface ProcessPlanInput {
  readonly targets: readonly ProcessTargetRef[];
  /** Also every descendant, children first. */
  readonly tree?: boolean;
  readonly operation: 'process.signal' | 'process.renice' | 'process.affinity' | 'process.ioprio' | 'process.restart';
  /** Pids of the server, so that the agent can mark them. */
  readonly serverPids: readonly number[];
}

export interface ProcessPlanOutput {
  /** In the order in which they will be acted on; `tree` expanded. */
  readonly targets: readonly (ProcessFacts & {
    readonly cpuAffinity: readonly number[];
    readonly ioClass: string;
    readonly ioLevel: number;
  })[];
  readonly missing: readonly number[];
  readonly cpuCount: number;
  /** For `process.restart`: how it would be done, or why it cannot be. */
  readonly restart?: {
    readonly possible: boolean;
    readonly reason: { readonly en: string; readonly fr: string } | null;
    readonly unit: string | null;
    /** Exactly what is executed: the process's own words, or the call of systemctl for a unit. */
    readonly argv: readonly string[];
    readonly workingDirectory: string | null;
  };
}

export interface ProcessSignalInput {
  readonly targets: readonly Required<ProcessTargetRef>[];
  readonly signal: string;
}
export interface ProcessReniceInput {
  readonly targets: readonly Required<ProcessTargetRef>[];
  readonly nice: readonly number[] | number;
}
export interface ProcessAffinityInput {
  readonly targets: readonly Required<ProcessTargetRef>[];
  /** One list for all, or a list per target (undo). */
  readonly cpus: readonly number[] | readonly (readonly number[])[];
}
export interface ProcessIoPriorityInput {
  readonly targets: readonly Required<ProcessTargetRef>[];
  readonly priority: { readonly class: string; readonly level: number } | readonly { readonly class: string; readonly level: number }[];
}
export interface ProcessRestartInput {
  readonly target: Required<ProcessTargetRef>;
}

/** A result per target, in the order asked. */
export interface PerTargetOutput {
  readonly results: readonly {
    readonly pid: number;
    readonly ok: boolean;
    readonly code: string | null;
    readonly error: { readonly en: string; readonly fr: string } | null;
  }[];
}
export interface RestartOutput {
  readonly oldPid: number;
  readonly newPid: number | null;
  readonly unit: string | null;
}
/** What `verify` saw, a few moments after. */
export interface VerifyOutput {
  readonly verified: boolean;
  readonly detail: { readonly en: string; readonly fr: string };
}

/** Commands by name: `read` gives output at once; `plan`, `run`, `verify` belong to actions. */
export interface AgentCommands {
  'process.snapshot': { read: { input: Record<string, never>; output: import('./snapshot.ts').ProcessSnapshot } };
  'socket.snapshot': { read: { input: Record<string, never>; output: import('./snapshot.ts').SocketSnapshot } };
  'process.detail': { read: { input: ProcessTargetRef; output: import('./detail.ts').ProcessDetailRow } };
  'process.plan': { plan: { input: ProcessPlanInput; output: ProcessPlanOutput } };
  'process.signal': {
    run: { input: ProcessSignalInput; output: PerTargetOutput };
    verify: { input: ProcessSignalInput; output: VerifyOutput };
  };
  'process.renice': {
    run: { input: ProcessReniceInput; output: PerTargetOutput };
    verify: { input: ProcessReniceInput; output: VerifyOutput };
  };
  'process.affinity': {
    run: { input: ProcessAffinityInput; output: PerTargetOutput };
    verify: { input: ProcessAffinityInput; output: VerifyOutput };
  };
  'process.ioprio': {
    run: { input: ProcessIoPriorityInput; output: PerTargetOutput };
    verify: { input: ProcessIoPriorityInput; output: VerifyOutput };
  };
  'process.restart': { run: { input: ProcessRestartInput; output: RestartOutput }; verify: { input: RestartOutput; output: VerifyOutput } };
}
