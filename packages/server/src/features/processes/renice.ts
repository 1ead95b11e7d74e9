import { type OperationOutput, type OperationParsed, text } from '@vigie/contract';
import type { ActionHandler } from '../../operations/types.ts';
import { factsOf, type ProcessActionDeps, type ProcessPlanFacts, readFacts, refsOf } from './facts.ts';
import { bulkRun } from './results.ts';
import { commonText, tuneDraft, valuePerTarget } from './tune.ts';

const waitMs = 10_000;

export function createProcessRenice(deps: ProcessActionDeps): ActionHandler<'process.renice'> {
  return {
    async plan(input, context) {
      const facts = await readFacts(deps, 'process.renice', input, context);
      const values = niceValues(facts, input);
      const next = new Map(facts.targets.map((target, index) => [target.pid, values[index] ?? input.nice]));
      return tuneDraft(facts, {
        operation: 'process.renice',
        verb: text('Set the priority of', 'Régler la priorité de'),
        value: commonText(values.map(String)),
        now: (target) => `nice ${target.nice}`,
        next: (target) => `nice ${next.get(target.pid)}`,
        runs: (target) =>
          `setpriority(every thread of ${target.pid}, ${next.get(target.pid)}) only if start time is still ${target.startTicks}`,
        undo: {
          id: 'process.renice',
          input: {
            host: facts.host.id,
            nice: facts.targets[0]?.nice ?? 0,
            targets: facts.targets.map((target) => ({ pid: target.pid, start_ticks: target.startTicks, nice: target.nice })),
          },
        },
      });
    },

    async run(input, draft, context) {
      const facts = factsOf(draft);
      const answer = await deps.hosts.command(
        facts.host.id,
        'run',
        'process.renice',
        { targets: refsOf(facts), nice: niceValues(facts, input) },
        { id: context.actionId, timeoutMs: waitMs, signal: context.signal },
      );
      return bulkRun(
        facts,
        answer,
        context.actor.language,
        (who) => text(`priority of ${who.en} set to ${input.nice}`, `priorité de ${who.fr} réglée à ${input.nice}`),
        (output): OperationOutput<'process.renice'> => ({ ...output, nice: input.nice }),
      );
    },

    async verify(input, draft, _output, context) {
      const facts = factsOf(draft);
      return deps.hosts.command(
        facts.host.id,
        'verify',
        'process.renice',
        { targets: refsOf(facts), nice: niceValues(facts, input) },
        { timeoutMs: waitMs, signal: context.signal },
      );
    },
  };
}

function niceValues(facts: ProcessPlanFacts, input: OperationParsed<'process.renice'>): readonly number[] {
  return valuePerTarget(facts, input.targets, input.nice, (index) => input.targets?.[index]?.nice ?? input.nice);
}
