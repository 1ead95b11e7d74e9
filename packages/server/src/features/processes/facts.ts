import { AppError, type Host, type PlanTarget, type ProcessActionFacts, text } from '@vigie/contract';
import type { ProcessPlanInput, ProcessPlanOutput, ProcessTargetRef } from '@vigie/contract/agent';
import type { Hosts } from '../../latest/port.ts';
import { printable } from '../../operations/printable.ts';
import type { OperationContext, PlanDraft } from '../../operations/types.ts';

export interface ProcessActionDeps {
  readonly hosts: Hosts;
  /** Pids of this server, so that a plan can say that it would stop Vigie itself. */
  readonly serverPids: readonly number[];
  /** Signals that may be sent, by name without SIG. */
  readonly allowedSignals: readonly string[];
}

export type TargetFacts = ProcessPlanOutput['targets'][number];

/** What every plan on processes is made from; it travels in the draft from plan to run. */
export interface ProcessPlanFacts extends ProcessActionFacts {
  readonly host: Host;
  readonly targets: readonly TargetFacts[];
  /** Named, but already gone when the plan was made. */
  readonly missing: readonly number[];
  readonly restart: NonNullable<ProcessPlanOutput['restart']> | null;
}

interface TargetedInput {
  readonly host: string;
  readonly pid?: number | undefined;
  readonly start_ticks?: number | undefined;
  readonly targets?: readonly { readonly pid: number; readonly start_ticks?: number | undefined }[] | undefined;
  readonly tree?: boolean | undefined;
}

const planWaitMs = 5_000;

/**
 * Asks the host what the named processes are now. Throws `process_not_found` when none is there, `process_changed`
 * when another process has the pid, `access_denied` when one of them belongs to somebody the agent may not act for.
 */
export async function readFacts(
  deps: ProcessActionDeps,
  operation: ProcessPlanInput['operation'],
  input: TargetedInput,
  context: OperationContext,
): Promise<ProcessPlanFacts> {
  const host = deps.hosts.require(input.host);
  const targets = namedTargets(input);
  const answer = await deps.hosts.command(
    host.id,
    'plan',
    'process.plan',
    { targets, tree: input.tree ?? false, operation, serverPids: host.local ? deps.serverPids : [] },
    { timeoutMs: planWaitMs, signal: context.signal },
  );
  refuseChanged(deps.hosts, host, targets, answer);
  if (answer.targets.length === 0) {
    throw new AppError('process_not_found');
  }
  refuseForbidden(host, answer.targets);
  return {
    host,
    targets: answer.targets,
    missing: answer.missing,
    cpuCount: answer.cpuCount,
    restart: answer.restart ?? null,
    viaUnit: typeof answer.restart?.unit === 'string',
  };
}

/** The facts that `readFacts` put into a draft of this feature. */
export function factsOf(draft: PlanDraft): ProcessPlanFacts {
  return draft.facts as ProcessPlanFacts;
}

export function refsOf(facts: ProcessPlanFacts): readonly Required<ProcessTargetRef>[] {
  return facts.targets.map((target) => ({ pid: target.pid, startTicks: target.startTicks }));
}

export function planTargets(facts: ProcessPlanFacts): readonly PlanTarget[] {
  return facts.targets.map((target) => ({
    kind: 'process',
    id: `${target.pid}@${target.startTicks}`,
    pid: target.pid,
    start_ticks: target.startTicks,
    startedAt: new Date(target.startedAtMs).toISOString(),
    user: target.user,
    label: target.command === '' ? target.name : target.command,
  }));
}

/** `4312 (sleep), 4313 (nginx) +8`, for the audit trail. */
export function commandTargets(facts: ProcessPlanFacts): string {
  const named = facts.targets.slice(0, 5).map(nameOf);
  const others = facts.targets.length - named.length;
  return `${named.join(', ')}${others > 0 ? ` +${others}` : ''}`;
}

export function nameOf(target: Pick<TargetFacts, 'pid' | 'name'>): string {
  return `${target.pid} (${printable(target.name)})`;
}

/** A process named twice is one target. */
function namedTargets(input: TargetedInput): readonly ProcessTargetRef[] {
  const named = input.targets ?? (input.pid === undefined ? [] : [{ pid: input.pid, start_ticks: input.start_ticks }]);
  const byPid = new Map<number, ProcessTargetRef>();
  for (const target of named) {
    const known = byPid.get(target.pid);
    if (known?.startTicks !== undefined && target.start_ticks !== undefined && known.startTicks !== target.start_ticks) {
      throw new AppError('process_changed');
    }
    byPid.set(target.pid, { pid: target.pid, startTicks: target.start_ticks ?? known?.startTicks });
  }
  return [...byPid.values()];
}

function refuseChanged(hosts: Hosts, host: Host, wanted: readonly ProcessTargetRef[], answer: ProcessPlanOutput): void {
  const latest = hosts.processes(host.id)?.rows;
  for (const { pid, startTicks } of wanted) {
    const found = answer.targets.find((target) => target.pid === pid);
    const seen = found?.startTicks ?? (answer.missing.includes(pid) ? latest?.get(pid)?.startTicks : undefined);
    if (startTicks !== undefined && seen !== undefined && seen !== startTicks) {
      throw new AppError('process_changed');
    }
  }
}

function refuseForbidden(host: Host, targets: readonly TargetFacts[]): void {
  const forbidden = targets.filter((target) => !target.permitted);
  const [first] = forbidden;
  if (!first) {
    return;
  }
  const agent = host.agentUser ?? '?';
  throw new AppError('access_denied', {
    message: text(
      `Access denied by the system: ${nameOf(first)} belongs to ${printable(first.user)}, and the agent runs as ${printable(agent)}`,
      `Accès refusé par le système : ${nameOf(first)} appartient à ${printable(first.user)}, et l’agent tourne sous ${printable(agent)}`,
    ),
    data: { pids: forbidden.map((target) => target.pid) },
  });
}
