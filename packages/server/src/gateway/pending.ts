import { AppError, text } from '@vigie/contract';
import type { Command, CommandResult } from '@vigie/contract/agent';
import type { Timers } from '../platform/timers.ts';
import { checkOutput } from './outputs.ts';

/** The agent gives up first; this is for an agent that does not answer at all. */
const graceMs = 1000;
const mostPending = 256;

interface Waiting {
  readonly command: Command;
  readonly answer: Promise<unknown>;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: AppError) => void;
}

export interface PendingDeps {
  readonly timers: Timers;
  /** False when the network took nothing. */
  readonly send: (command: Command) => boolean;
  readonly report: (message: string) => void;
}

/**
 * Commands of one session that wait for their answer. A `run` that was sent and stays without one is `outcome_unknown`,
 * whatever happens to who asked; everything else is `host_unreachable`.
 */
export class PendingCommands {
  private readonly waiting = new Map<string, Waiting>();

  constructor(private readonly deps: PendingDeps) {}

  /** The same id twice is one question. Throws AppError. */
  ask(command: Command, signal?: AbortSignal): Promise<unknown> {
    const known = this.waiting.get(command.id);
    if (known) {
      return known.answer;
    }
    if (this.waiting.size >= mostPending || signal?.aborted) {
      return Promise.reject(new AppError('host_unreachable'));
    }
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const giveUp = (): void => this.fail(command.id);
    const callOff = this.deps.timers.after(command.timeoutMs + graceMs, giveUp);
    // A run that was sent goes on whatever becomes of its caller.
    const abort = command.verb === 'run' ? undefined : signal;
    abort?.addEventListener('abort', giveUp, { once: true });
    const done = (): void => {
      callOff();
      abort?.removeEventListener('abort', giveUp);
      this.waiting.delete(command.id);
    };
    this.waiting.set(command.id, {
      command,
      answer: promise,
      resolve: (output) => {
        done();
        resolve(output);
      },
      reject: (error) => {
        done();
        reject(error);
      },
    });
    if (!this.deps.send(command)) {
      this.waiting.get(command.id)?.reject(new AppError('host_unreachable'));
    }
    return promise;
  }

  /** An answer that nobody waits for any more is left behind. */
  settle(result: CommandResult): void {
    const waiting = this.waiting.get(result.id);
    if (!waiting) {
      return;
    }
    if (!result.ok) {
      waiting.reject(new AppError(result.code, { message: result.message }));
      return;
    }
    try {
      waiting.resolve(checkOutput(waiting.command, result.output));
    } catch (cause) {
      this.deps.report(cause instanceof Error ? cause.message : String(cause));
      waiting.reject(unusable(waiting.command, cause));
    }
  }

  failAll(): void {
    for (const id of [...this.waiting.keys()]) {
      this.fail(id);
    }
  }

  private fail(id: string): void {
    const waiting = this.waiting.get(id);
    waiting?.reject(new AppError(waiting.command.verb === 'run' ? 'outcome_unknown' : 'host_unreachable'));
  }
}

function unusable({ verb }: Command, cause: unknown): AppError {
  const message =
    verb === 'run'
      ? text(
          'The host answered something that is no answer: whether it ran is not known. It was not run again',
          'L’hôte a répondu quelque chose d’inutilisable : on ignore si c’est exécuté. Rien n’a été relancé',
        )
      : text('The host answered something that is no answer', 'L’hôte a répondu quelque chose d’inutilisable');
  return new AppError(verb === 'run' ? 'outcome_unknown' : 'action_failed', { message, cause });
}
