import { AppError, type OperationOutput, type PlanTarget, type Text, text } from '@vigie/contract';
import { printable } from '../../operations/printable.ts';
import type { ActionHandler, PlanDraft } from '../../operations/types.ts';
import { commandTargets, factsOf, type ProcessActionDeps, type ProcessPlanFacts, planTargets, readFacts, refsOf } from './facts.ts';
import { stopImpact } from './impact.ts';
import { onHost, whoOf } from './words.ts';

/** systemd may take its time to stop a unit; the agent itself gives up after 100 s. */
const runWaitMs = 110_000;
const verifyWaitMs = 15_000;

export function createProcessRestart(deps: ProcessActionDeps): ActionHandler<'process.restart'> {
  return {
    async plan(input, context) {
      const facts = await readFacts(deps, 'process.restart', input, context);
      const way = requireWay(facts);
      const [who, where] = [whoOf(facts), onHost(facts)];
      const what = way.unit === null ? who : text(printable(way.unit), printable(way.unit));
      return {
        title: text(`Restart ${what.en} ${where.en}`, `Redémarrer ${what.fr} ${where.fr}`),
        button: way.unit === null ? text('Restart 1 process', 'Redémarrer 1 processus') : text('Restart 1 unit', 'Redémarrer 1 unité'),
        destructive: true,
        host: { id: facts.host.id, name: facts.host.name },
        targets: [...unitTargets(way.unit), ...planTargets(facts)],
        facts,
        impact: [...noteOf(way), ...stopImpact(facts)],
        undo: {
          possible: false,
          text: text(
            'Cannot be undone: what the old process held in memory is gone',
            'Ne s’annule pas : ce que l’ancien processus avait en mémoire est perdu',
          ),
        },
        runs: runsOf(facts, way),
        verifies: [text('the new process still runs a moment later', 'le nouveau processus tourne encore un instant plus tard')],
        command: `process.restart ${commandTargets(facts)}${way.unit === null ? '' : ` unit ${printable(way.unit)}`}`,
      };
    },

    async run(_input, draft, context) {
      const facts = factsOf(draft);
      const [target] = refsOf(facts);
      if (!target) {
        throw new AppError('process_not_found');
      }
      const answer = await deps.hosts.command(
        facts.host.id,
        'run',
        'process.restart',
        { target },
        { id: context.actionId, timeoutMs: runWaitMs, signal: context.signal },
      );
      const output: OperationOutput<'process.restart'> = { ok: true, old_pid: answer.oldPid, new_pid: answer.newPid, unit: answer.unit };
      return { output, result: resultOf(answer.oldPid, answer.newPid, answer.unit), success: true };
    },

    async verify(_input, draft, output, context) {
      const facts = factsOf(draft);
      return deps.hosts.command(
        facts.host.id,
        'verify',
        'process.restart',
        { oldPid: output.old_pid, newPid: output.new_pid, unit: output.unit },
        { timeoutMs: verifyWaitMs, signal: context.signal },
      );
    },
  };
}

type Way = NonNullable<ProcessPlanFacts['restart']>;

/** Says why a restart cannot be done before anything is stopped. */
function requireWay(facts: ProcessPlanFacts): Way {
  const way = facts.restart;
  if (way?.possible) {
    return way;
  }
  const reason = way?.reason ?? null;
  throw new AppError(
    'cannot_restart',
    reason ? { message: text(`Cannot be restarted: ${reason.en}`, `Ne peut pas être redémarré : ${reason.fr}`) } : {},
  );
}

/** What a person should know before, when it can be done: that the whole unit goes, that a terminal is lost. */
function noteOf(way: Way): PlanDraft['impact'] {
  return way.reason === null ? [] : [{ code: 'restart_note', text: text(way.reason.en, way.reason.fr) }];
}

function unitTargets(unit: string | null): readonly PlanTarget[] {
  return unit === null ? [] : [{ kind: 'unit', id: unit, label: unit }];
}

function runsOf(facts: ProcessPlanFacts, way: Way): readonly string[] {
  if (way.unit !== null) {
    return [`execve(${JSON.stringify(way.argv)})`];
  }
  const [target] = facts.targets;
  return [
    `pidfd_send_signal(${target?.pid}, SIGTERM) only if start time is still ${target?.startTicks}; wait for its end 10 s, never SIGKILL`,
    `execve(${JSON.stringify(way.argv)}) in ${JSON.stringify(way.workingDirectory)} with the same environment, user, groups and limits`,
  ];
}

function resultOf(oldPid: number, newPid: number | null, unit: string | null): Text {
  const now = newPid === null ? text('', '') : text(`, now ${newPid}`, `, maintenant ${newPid}`);
  return unit === null
    ? text(`${oldPid} restarted${now.en}`, `${oldPid} redémarré${now.fr}`)
    : text(`${printable(unit)} restarted (was ${oldPid}${now.en})`, `${printable(unit)} redémarrée (était ${oldPid}${now.fr})`);
}
