import { AppError, type OperationOutput, text } from '@vigie/contract';
import type { ActionHandler, PlanDraft } from '../../operations/types.ts';
import { commandTargets, factsOf, type ProcessActionDeps, type ProcessPlanFacts, planTargets, readFacts, refsOf } from './facts.ts';
import { stopImpact } from './impact.ts';
import { bulkRun } from './results.ts';
import { countOf, isDestructive, onHost, signalWords, whoOf } from './words.ts';

const runWaitMs = 15_000;
const verifyWaitMs = 10_000;

export function createProcessSignal(deps: ProcessActionDeps): ActionHandler<'process.signal'> {
  return {
    async plan(input, context) {
      requireAllowed(deps.allowedSignals, input.signal);
      const facts = await readFacts(deps, 'process.signal', input, context);
      const { verb, verifies } = signalWords(input.signal);
      const [who, count, where] = [whoOf(facts), countOf(facts.targets.length), onHost(facts)];
      return {
        title: text(`${verb.en} ${who.en} ${where.en}`, `${verb.fr} ${who.fr} ${where.fr}`),
        button: text(`${verb.en} ${count.en}`, `${verb.fr} ${count.fr}`),
        destructive: isDestructive(input.signal),
        host: { id: facts.host.id, name: facts.host.name },
        targets: planTargets(facts),
        facts,
        impact: stopImpact(facts),
        undo: undoOf(input.signal, facts),
        runs: facts.targets.map(
          (target) => `pidfd_send_signal(${target.pid}, SIG${input.signal}) only if start time is still ${target.startTicks}`,
        ),
        verifies: [verifies],
        command: `process.signal ${input.signal} ${commandTargets(facts)}`,
      };
    },

    async run(input, draft, context) {
      const facts = factsOf(draft);
      const answer = await deps.hosts.command(
        facts.host.id,
        'run',
        'process.signal',
        { targets: refsOf(facts), signal: input.signal },
        { id: context.actionId, timeoutMs: runWaitMs, signal: context.signal },
      );
      return bulkRun(
        facts,
        answer,
        context.actor.language,
        (who) => text(`SIG${input.signal} sent to ${who.en}`, `SIG${input.signal} envoyé à ${who.fr}`),
        (output): OperationOutput<'process.signal'> => ({ ...output, signal: input.signal }),
      );
    },

    async verify(input, draft, _output, context) {
      const facts = factsOf(draft);
      return deps.hosts.command(
        facts.host.id,
        'verify',
        'process.signal',
        { targets: refsOf(facts), signal: input.signal },
        { timeoutMs: verifyWaitMs, signal: context.signal },
      );
    },
  };
}

function requireAllowed(allowed: readonly string[], signal: string): void {
  if (allowed.includes(signal)) {
    return;
  }
  const list = allowed.join(', ');
  throw new AppError('signal_not_allowed', {
    message: text(
      `The signal ${signal} is not in the allowed list (${list})`,
      `Le signal ${signal} n’est pas dans la liste autorisée (${list})`,
    ),
  });
}

const stoppedWords = ['stopped', 'T'];

function undoOf(signal: string, facts: ProcessPlanFacts): PlanDraft['undo'] {
  // Only what this action changes is taken back: a process that was already paused stays so.
  if (signal === 'STOP') {
    return opposite('CONT', facts, (status) => !stoppedWords.includes(status), text('continue them (CONT)', 'les reprendre (CONT)'));
  }
  if (signal === 'CONT') {
    return opposite(
      'STOP',
      facts,
      (status) => stoppedWords.includes(status),
      text('pause them again (STOP)', 'les remettre en pause (STOP)'),
    );
  }
  return {
    possible: false,
    text: isDestructive(signal)
      ? text(
          'Cannot be undone: what ended does not come back, and unsaved work is lost',
          'Ne s’annule pas : ce qui est terminé ne revient pas, le travail non enregistré est perdu',
        )
      : text('Cannot be undone: a signal that was sent is not taken back', 'Ne s’annule pas : un signal envoyé ne se reprend pas'),
  };
}

function opposite(
  signal: 'CONT' | 'STOP',
  facts: ProcessPlanFacts,
  changes: (status: string) => boolean,
  how: PlanDraft['undo']['text'],
): PlanDraft['undo'] {
  const targets = facts.targets
    .filter((target) => changes(target.status))
    .map((target) => ({ pid: target.pid, start_ticks: target.startTicks }));
  if (targets.length === 0) {
    return {
      possible: false,
      text: text('Nothing to undo: they are already in this state', 'Rien à annuler : ils sont déjà dans cet état'),
    };
  }
  return {
    possible: true,
    text: text(`Can be undone: ${how.en}`, `S’annule : ${how.fr}`),
    operation: { id: 'process.signal', input: { host: facts.host.id, targets, signal } },
  };
}
