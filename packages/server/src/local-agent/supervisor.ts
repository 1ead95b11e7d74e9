import type { Subprocess } from 'bun';
import { systemTimers, type Timers } from '../platform/timers.ts';

export interface SupervisorDeps {
  /** Program and arguments of the agent. */
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly report: (message: string) => void;
  /** The system's when absent. */
  readonly timers?: Timers;
}

export interface Supervisor {
  /** Null while it is not running. */
  readonly pid: number | null;
  /** Asks the agent to stop, makes it after five seconds, and does not start it again. May be called twice. */
  stop(): Promise<void>;
}

const shortestWaitMs = 1_000;
const longestWaitMs = 30_000;
/** An agent that lived this long was well: the next wait is short again. */
const wellAfterMs = 60_000;
const killAfterMs = 5_000;

/**
 * Keeps an agent running as a child. The child holds the reading end of a pipe whose other end is ours, so it stops when
 * this process is gone, however it went.
 */
export function superviseAgent(deps: SupervisorDeps): Supervisor {
  const timers = deps.timers ?? systemTimers;
  let stopping = false;
  let waitMs = shortestWaitMs;
  let child: Subprocess<'pipe', 'ignore', 'inherit'> | null = null;
  let wake: (() => void) | null = null;

  const running = keepRunning();

  async function keepRunning(): Promise<void> {
    while (!stopping) {
      const startedAt = timers.monotonicMs();
      const ended = await runOnce();
      if (stopping) {
        return;
      }
      waitMs = timers.monotonicMs() - startedAt >= wellAfterMs ? shortestWaitMs : waitMs;
      deps.report(`the local agent ended (${ended}); it is started again in ${waitMs / 1000} s`);
      await pause(waitMs);
      waitMs = Math.min(longestWaitMs, waitMs * 2);
    }
  }

  async function runOnce(): Promise<string> {
    try {
      child = Bun.spawn([...deps.argv], {
        cwd: '/',
        env: { ...deps.environment },
        stdin: 'pipe',
        stdout: 'ignore',
        stderr: 'inherit',
      });
      await child.exited;
      return child.signalCode === null ? `code ${child.exitCode}` : String(child.signalCode);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      child = null;
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const callOff = timers.after(ms, resolve);
      wake = () => {
        callOff();
        resolve();
      };
    });
  }

  return {
    get pid() {
      return child?.pid ?? null;
    },
    stop: async () => {
      stopping = true;
      wake?.();
      const last = child;
      last?.kill('SIGTERM');
      const callOff = timers.after(killAfterMs, () => last?.kill('SIGKILL'));
      await running;
      callOff();
    },
  };
}
