import { AppError, type OperationOutput, type OperationParsed, text } from '@vigie/contract';
import type { ActionHandler } from '../../operations/types.ts';
import { factsOf, type ProcessActionDeps, type ProcessPlanFacts, readFacts, refsOf } from './facts.ts';
import { bulkRun } from './results.ts';
import { commonText, type Tuning, tuneDraft, valuePerTarget } from './tune.ts';

const waitMs = 10_000;

export function createProcessAffinity(deps: ProcessActionDeps): ActionHandler<'process.affinity'> {
  return {
    async plan(input, context) {
      const facts = await readFacts(deps, 'process.affinity', input, context);
      refuseUnknownCores(facts, input);
      const values = coreLists(facts, input);
      const next = new Map(facts.targets.map((target, index) => [target.pid, formatCores(values[index] ?? [])]));
      return tuneDraft(facts, {
        operation: 'process.affinity',
        verb: text('Choose the cores of', 'Choisir les cœurs de'),
        value: commonText(values.map(formatCores)),
        now: (target) => formatCores(target.cpuAffinity),
        next: (target) => next.get(target.pid) ?? '',
        runs: (target) =>
          `sched_setaffinity(every thread of ${target.pid}, ${next.get(target.pid)}) only if start time is still ${target.startTicks}`,
        undo: undoOf(facts),
      });
    },

    async run(input, draft, context) {
      const facts = factsOf(draft);
      const answer = await deps.hosts.command(
        facts.host.id,
        'run',
        'process.affinity',
        { targets: refsOf(facts), cpus: coreLists(facts, input) },
        { id: context.actionId, timeoutMs: waitMs, signal: context.signal },
      );
      const cpus = sortedCores(input.cpus);
      return bulkRun(
        facts,
        answer,
        context.actor.language,
        (who) => text(`${who.en} may run on ${formatCores(cpus)}`, `${who.fr} peut tourner sur ${formatCores(cpus)}`),
        (output): OperationOutput<'process.affinity'> => ({ ...output, cpus }),
      );
    },

    async verify(input, draft, _output, context) {
      const facts = factsOf(draft);
      return deps.hosts.command(
        facts.host.id,
        'verify',
        'process.affinity',
        { targets: refsOf(facts), cpus: coreLists(facts, input) },
        { timeoutMs: waitMs, signal: context.signal },
      );
    },
  };
}

function undoOf(facts: ProcessPlanFacts): Tuning['undo'] {
  const [first] = facts.targets;
  if (!first || facts.targets.some((target) => target.cpuAffinity.length === 0)) {
    return null;
  }
  return {
    id: 'process.affinity',
    input: {
      host: facts.host.id,
      cpus: first.cpuAffinity,
      targets: facts.targets.map((target) => ({ pid: target.pid, start_ticks: target.startTicks, cpus: target.cpuAffinity })),
    },
  };
}

function coreLists(facts: ProcessPlanFacts, input: OperationParsed<'process.affinity'>): readonly (readonly number[])[] {
  return valuePerTarget(facts, input.targets, sortedCores(input.cpus), (index) => sortedCores(input.targets?.[index]?.cpus ?? input.cpus));
}

function refuseUnknownCores(facts: ProcessPlanFacts, input: OperationParsed<'process.affinity'>): void {
  const last = facts.cpuCount - 1;
  const lists = [
    { path: 'cpus', cpus: input.cpus },
    ...(input.targets ?? []).map((target, index) => ({ path: `targets.${index}.cpus`, cpus: target.cpus ?? [] })),
  ];
  const wrong = lists.filter(({ cpus }) => cpus.some((cpu) => cpu > last));
  if (wrong.length > 0) {
    const message = text(`this host has the cores 0 to ${last}`, `cet hôte a les cœurs 0 à ${last}`);
    throw new AppError('invalid_input', { details: wrong.map(({ path }) => ({ path, message })) });
  }
}

function sortedCores(cpus: readonly number[]): number[] {
  return [...new Set(cpus)].sort((left, right) => left - right);
}

/** `cpu 0-3,6`, as the kernel writes lists. */
function formatCores(cpus: readonly number[]): string {
  const ranges: { from: number; to: number }[] = [];
  for (const cpu of sortedCores(cpus)) {
    const last = ranges.at(-1);
    if (last && last.to === cpu - 1) {
      last.to = cpu;
    } else {
      ranges.push({ from: cpu, to: cpu });
    }
  }
  return `cpu ${ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(',')}`;
}
