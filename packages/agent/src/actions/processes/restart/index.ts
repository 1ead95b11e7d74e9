/*
 * Restarting a process: by its unit when systemd owns it, else by a relauncher that takes everything over before the old one
 * is asked to stop. Nothing is ever killed here, and what cannot be started again is not stopped.
 */
import { existsSync } from 'node:fs';
import {
  AppError,
  type ProcessPlanOutput,
  type ProcessRestartInput,
  type RestartOutput,
  text,
  type VerifyOutput,
} from '@vigie/contract/agent';
import { signalProcess } from '../../../kernel/index.ts';
import { type Check, integer, nullable, object, string } from '../../../shape/index.ts';
import { maskArguments } from '../../../snapshots/secrets.ts';
import { type ActionContext, type Handler, wait, waitUntil } from '../../context.ts';
import { checkPid, checkTarget } from '../shapes.ts';
import { explain, stateOf, type Target, withTarget } from '../target.ts';
import { chooseRestartMethod, type RestartMethod } from './method.ts';
import { type Origin, readOrigin, wordsOf } from './origin.ts';
import { prepareRelaunch } from './relauncher.ts';
import { restartArguments, restartUnit } from './systemctl.ts';

const stopMs = 10_000;
const settleMs = 1000;
const terminate = 15;
/** Made by systemd when it is process 1 (sd_booted(3)). */
const systemdMark = '/run/systemd/system';

const check: Check<ProcessRestartInput> = object({ target: checkTarget });
const checkOutput: Check<RestartOutput> = object({
  oldPid: checkPid,
  newPid: nullable(integer(1, 4_194_304)),
  unit: nullable(string(300)),
});

function requireOrigin(target: Target): Origin {
  const origin = readOrigin(target.pid);
  if (!origin) {
    throw new AppError('process_not_found');
  }
  if (origin.startTicks !== target.startTicks) {
    throw new AppError('process_changed');
  }
  return origin;
}

function choose(origin: Origin, { serverPids, privileged }: Pick<ActionContext, 'serverPids' | 'privileged'>): RestartMethod {
  const agent = readOrigin(process.pid);
  if (!agent) {
    throw new AppError('unavailable_here');
  }
  return chooseRestartMethod(origin, { agent, serverPids, privileged, systemd: existsSync(systemdMark) });
}

/** What a restart would be, for the plan. Changes nothing. */
export function planRestart(
  target: Target,
  around: Pick<ActionContext, 'serverPids' | 'privileged'>,
): NonNullable<ProcessPlanOutput['restart']> {
  const origin = requireOrigin(target);
  const method = choose(origin, around);
  return {
    possible: method.kind !== 'impossible',
    reason: method.kind === 'impossible' ? method.reason : method.note,
    unit: method.kind === 'unit' ? method.unit.name : null,
    argv: method.kind === 'unit' ? restartArguments(method.unit) : maskArguments(wordsOf(origin.argumentsBlock)),
    workingDirectory: origin.workingDirectory,
  };
}

export const runRestart: Handler<ProcessRestartInput, RestartOutput> = {
  check,
  async handle({ target }, context) {
    const method = choose(requireOrigin(target), context);
    switch (method.kind) {
      case 'impossible':
        throw new AppError('cannot_restart', { message: method.reason });
      case 'unit':
        return { oldPid: target.pid, newPid: await restartUnit(method.unit), unit: method.unit.name };
      case 'relaunch':
        return { oldPid: target.pid, newPid: await relaunch(target, context), unit: null };
      default:
        return method satisfies never;
    }
  },
};

async function relaunch(target: Target, { host, clock }: ActionContext): Promise<number> {
  const relauncher = await prepareRelaunch(target.pid, target.startTicks);
  try {
    withTarget(host, target, (handle) => signalProcess(handle, terminate));
  } catch (error) {
    relauncher.callOff();
    throw explain(error);
  }
  if (!(await waitUntil(clock, stopMs, () => stateOf(host, target) === 'ended'))) {
    relauncher.callOff();
    throw new AppError('action_failed', {
      message: text(
        'It was asked to stop and still runs after 10 s. It was not killed, and nothing was started.',
        'Il a été prié de s’arrêter et tourne encore après 10\u00a0s. Il n’a pas été tué, et rien n’a été lancé.',
      ),
    });
  }
  await relauncher.go();
  return relauncher.pid;
}

export const verifyRestart: Handler<RestartOutput, VerifyOutput> = {
  check: checkOutput,
  async handle({ newPid, unit }, { host, clock }) {
    const stat = newPid === null ? null : host.processes.stat(newPid);
    if (newPid === null || !stat) {
      return {
        verified: false,
        detail: unit
          ? text(`The unit ${unit} has no main process`, `L’unité ${unit} n’a pas de processus principal`)
          : text('The new process is not there', 'Le nouveau processus n’est pas là'),
      };
    }
    await wait(clock, settleMs);
    const verified = stateOf(host, { pid: newPid, startTicks: stat.startTicks }) !== 'ended';
    return {
      verified,
      detail: verified
        ? text(`Process ${newPid} runs`, `Le processus ${newPid} tourne`)
        : text(`Process ${newPid} ended at once`, `Le processus ${newPid} s’est terminé aussitôt`),
    };
  },
};
