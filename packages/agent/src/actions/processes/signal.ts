import {
  AppError,
  type PerTargetOutput,
  type ProcessSignalInput,
  signalNames,
  signalNumber,
  text,
  type VerifyOutput,
} from '@vigie/contract/agent';
import { signalProcess } from '../../kernel/index.ts';
import { type Check, object, oneOf } from '../../shape/index.ts';
import { type Handler, waitUntil } from '../context.ts';
import { checkTargets } from './shapes.ts';
import { forEachTarget, stateOf, withTarget } from './target.ts';

const verifyMs = 5000;
/** Signals after which a program is expected to be gone. Others it may answer as it likes (a daemon reloads on HUP). */
const ending = new Set(['TERM', 'KILL', 'INT', 'QUIT', 'ABRT', 'SEGV', 'BUS', 'ILL', 'FPE', 'SYS', 'XCPU', 'XFSZ']);

const check: Check<ProcessSignalInput & { readonly signal: (typeof signalNames)[number] }> = object({
  targets: checkTargets,
  signal: oneOf(signalNames),
});

export const runSignal: Handler<ReturnType<typeof check>, PerTargetOutput> = {
  check,
  handle({ targets, signal }, { host, allowedSignals }) {
    if (!allowedSignals().includes(signal)) {
      throw new AppError('signal_not_allowed', {
        message: text(`The signal ${signal} is not in the allowed list`, `Le signal ${signal} n’est pas dans la liste autorisée`),
      });
    }
    return forEachTarget(targets, (target) => {
      if (stateOf(host, target) === 'ended' && host.processes.stat(target.pid)?.startTicks === target.startTicks) {
        throw new AppError('process_not_found', {
          message: text(
            'It has already ended and waits for its parent to notice',
            'Il est déjà terminé et attend que son parent le remarque',
          ),
        });
      }
      withTarget(host, target, (handle) => signalProcess(handle, signalNumber(signal)));
    });
  },
};

export const verifySignal: Handler<ReturnType<typeof check>, VerifyOutput> = {
  check,
  async handle({ targets, signal }, { host, clock }, abort) {
    const wrong = () => targets.filter((target) => !isAsExpected(signal, stateOf(host, target)));
    const verified = await waitUntil(clock, verifyMs, () => wrong().length === 0, abort);
    const pids = wrong()
      .map((target) => target.pid)
      .join(', ');
    return { verified, detail: verified ? success(signal) : failure(signal, pids) };
  },
};

function isAsExpected(signal: string, state: ReturnType<typeof stateOf>): boolean {
  if (ending.has(signal)) {
    return state === 'ended';
  }
  if (signal === 'STOP') {
    return state === 'stopped' || state === 'ended';
  }
  return signal !== 'CONT' || state !== 'stopped';
}

function success(signal: string) {
  if (ending.has(signal)) {
    return text('The processes are gone', 'Les processus ont disparu');
  }
  switch (signal) {
    case 'STOP':
      return text('The processes are paused', 'Les processus sont en pause');
    case 'CONT':
      return text('The processes are no longer paused', 'Les processus ne sont plus en pause');
    default:
      return text(
        'The signal was delivered; what a program does with it is its own choice',
        'Le signal a été remis\u202f; ce qu’un programme en fait lui appartient',
      );
  }
}

function failure(signal: string, pids: string) {
  if (ending.has(signal)) {
    return text(`Still there after 5 s: ${pids}`, `Toujours là après 5\u00a0s\u00a0: ${pids}`);
  }
  return signal === 'STOP'
    ? text(`Not paused: ${pids}`, `Pas en pause\u00a0: ${pids}`)
    : text(`Still paused: ${pids}`, `Toujours en pause\u00a0: ${pids}`);
}
