import { type OperationOutput, type OperationParsed, text } from '@vigie/contract';
import type { ActionHandler } from '../../operations/types.ts';
import { factsOf, type ProcessActionDeps, type ProcessPlanFacts, readFacts, refsOf } from './facts.ts';
import { bulkRun } from './results.ts';
import { commonText, tuneDraft, valuePerTarget } from './tune.ts';

const waitMs = 10_000;

interface IoPriority {
  readonly class: string;
  readonly level: number;
}

export function createProcessIoPriority(deps: ProcessActionDeps): ActionHandler<'process.ioprio'> {
  return {
    async plan(input, context) {
      const facts = await readFacts(deps, 'process.ioprio', input, context);
      const values = priorities(facts, input);
      const next = new Map(facts.targets.map((target, index) => [target.pid, formatPriority(values[index] ?? input)]));
      return tuneDraft(facts, {
        operation: 'process.ioprio',
        verb: text('Set the I/O priority of', 'Régler la priorité d’E/S de'),
        value: commonText(values.map(formatPriority)),
        now: (target) => formatPriority({ class: target.ioClass, level: target.ioLevel }),
        next: (target) => next.get(target.pid) ?? '',
        runs: (target) =>
          `ioprio_set(every thread of ${target.pid}, ${next.get(target.pid)}) only if start time is still ${target.startTicks}`,
        undo: {
          id: 'process.ioprio',
          input: {
            host: facts.host.id,
            class: facts.targets[0]?.ioClass ?? 'none',
            level: facts.targets[0]?.ioLevel ?? 0,
            targets: facts.targets.map((target) => ({
              pid: target.pid,
              start_ticks: target.startTicks,
              class: target.ioClass,
              level: target.ioLevel,
            })),
          },
        },
      });
    },

    async run(input, draft, context) {
      const facts = factsOf(draft);
      const answer = await deps.hosts.command(
        facts.host.id,
        'run',
        'process.ioprio',
        { targets: refsOf(facts), priority: priorities(facts, input) },
        { id: context.actionId, timeoutMs: waitMs, signal: context.signal },
      );
      const value = formatPriority(input);
      return bulkRun(
        facts,
        answer,
        context.actor.language,
        (who) => text(`I/O priority of ${who.en} set to ${value}`, `priorité d’E/S de ${who.fr} réglée à ${value}`),
        (output): OperationOutput<'process.ioprio'> => ({ ...output, class: input.class, level: input.level }),
      );
    },

    async verify(input, draft, _output, context) {
      const facts = factsOf(draft);
      return deps.hosts.command(
        facts.host.id,
        'verify',
        'process.ioprio',
        { targets: refsOf(facts), priority: priorities(facts, input) },
        { timeoutMs: waitMs, signal: context.signal },
      );
    },
  };
}

function priorities(facts: ProcessPlanFacts, input: OperationParsed<'process.ioprio'>): readonly IoPriority[] {
  const common: IoPriority = { class: input.class, level: input.level };
  return valuePerTarget(facts, input.targets, common, (index) => {
    const own = input.targets?.[index];
    return { class: own?.class ?? input.class, level: own?.level ?? input.level };
  });
}

/** Only realtime and best-effort have levels. */
function formatPriority(priority: IoPriority): string {
  return priority.class === 'realtime' || priority.class === 'best-effort' ? `${priority.class} ${priority.level}` : priority.class;
}
