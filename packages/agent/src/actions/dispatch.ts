import { AppError, type Command, type CommandResult, text } from '@vigie/contract/agent';
import type { Log } from '../log.ts';
import type { CommandJournal } from '../state/index.ts';
import type { ActionContext, Handler } from './context.ts';

const mostAtOnce = 16;

/** Handlers by command name, then by verb. */
export type Handlers = ReadonlyMap<string, ReadonlyMap<string, Handler<unknown, unknown>>>;

export interface DispatcherDeps {
  readonly handlers: Handlers;
  readonly context: ActionContext;
  readonly journal: CommandJournal;
  readonly log: Log;
  /**
   * Told when a command has changed something, `soon`, since its effect may take a moment; and when it was verified, `now`, so
   * that the server knows the new state before it hears that it is so.
   */
  readonly changed: (when: 'now' | 'soon') => void;
}

/** Runs commands: checks them, keeps them few, runs what changes something once ever. Never throws; every command gets a result. */
export class Dispatcher {
  private running = 0;

  constructor(private readonly deps: DispatcherDeps) {}

  async dispatch(command: Command): Promise<CommandResult> {
    try {
      if (command.verb === 'run') {
        return await this.runOnce(command);
      }
      const output = await this.prepare(command)();
      if (command.verb === 'verify') {
        this.deps.changed('now');
      }
      return { id: command.id, ok: true, output };
    } catch (error) {
      return this.failure(command, error);
    }
  }

  private async runOnce(command: Command): Promise<CommandResult> {
    const { journal } = this.deps;
    const past = journal.past(command.id);
    if (past.kind === 'ended') {
      return past.result;
    }
    if (past.kind === 'begun') {
      throw new AppError('outcome_unknown', {
        message: text(
          'This command had already begun; it was not run again',
          'Cette commande avait déjà commencé\u202f; elle n’a pas été relancée',
        ),
      });
    }
    const perform = this.prepare(command);
    this.begin(command.id);
    let result: CommandResult;
    try {
      result = { id: command.id, ok: true, output: await perform() };
    } catch (error) {
      result = this.failure(command, error);
    }
    this.end(command.id, result);
    this.deps.changed('soon');
    return result;
  }

  private begin(id: string): void {
    try {
      this.deps.journal.begin(id);
    } catch (error) {
      throw new AppError('storage_full', {
        message: text(
          'The host cannot write down that it begins, so it did nothing',
          'L’hôte ne peut pas noter qu’il commence, il n’a donc rien fait',
        ),
        cause: error,
      });
    }
  }

  private end(id: string, result: CommandResult): void {
    try {
      this.deps.journal.end(id, result);
    } catch (error) {
      this.deps.log('error', 'the result of a command could not be written down', { id, error });
    }
  }

  /** Everything that can be refused is refused here, before an id is written down. */
  private prepare(command: Command): () => Promise<unknown> {
    const handler = this.deps.handlers.get(command.name)?.get(command.verb);
    if (!handler) {
      throw new AppError('unavailable_here', {
        message: text(
          `This agent does not know the command ${command.name} (${command.verb})`,
          `Cet agent ne connaît pas la commande ${command.name} (${command.verb})`,
        ),
      });
    }
    const input = handler.check(command.input, 'input');
    if (this.running >= mostAtOnce) {
      throw new AppError('too_many_requests');
    }
    return async () => {
      this.running++;
      try {
        return await handler.handle(input, this.deps.context, AbortSignal.timeout(command.timeoutMs));
      } finally {
        this.running--;
      }
    };
  }

  private failure(command: Command, error: unknown): CommandResult {
    const known = error instanceof AppError ? error : new AppError('internal', { cause: error });
    if (known.code === 'internal') {
      this.deps.log('error', 'a command failed', { name: command.name, verb: command.verb, error: known.cause });
    }
    return { id: command.id, ok: false, code: known.code, message: known.text };
  }
}
