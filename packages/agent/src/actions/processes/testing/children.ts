import { AppError } from '@vigie/contract/agent';
import { systemClock } from '../../../clock.ts';
import { openHostTree } from '../../../kernel/index.ts';
import type { ActionContext, Handler } from '../../context.ts';
import type { Target } from '../target.ts';

/* Real child processes for the tests of actions. */

const host = openHostTree();

/** A context on this real host. What needs the snapshots of the agent is given by the test that needs it. */
export function buildContext(context: Partial<ActionContext> = {}): ActionContext {
  const missing = (): never => {
    throw new Error('this test gives no snapshot');
  };
  return {
    host,
    clock: systemClock,
    allowedSignals: () => ['TERM', 'KILL', 'INT', 'HUP', 'STOP', 'CONT'],
    serverPids: [],
    privileged: process.geteuid?.() === 0,
    readProcesses: missing,
    readSockets: missing,
    readDetail: missing,
    readFacts: missing,
    ...context,
  };
}

const started = new Set<number>();

export function startTicksOf(pid: number): number {
  const stat = host.processes.stat(pid);
  if (!stat) {
    throw new Error(`no process ${pid}`);
  }
  return stat.startTicks;
}

export function targetOf(pid: number): Target {
  return { pid, startTicks: startTicksOf(pid) };
}

/** A process that does nothing. It is killed by `endChildren`. */
export function startChild(
  command: readonly string[] = ['/usr/bin/sleep', '1000'],
  options: { readonly env?: Record<string, string> } = {},
) {
  const child = Bun.spawn([...command], { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore', ...options });
  started.add(child.pid);
  // The kernel lets the parent go on a moment before the new program has its command line.
  while (host.processes.read(child.pid, 'cmdline') === 0) {
    Bun.sleepSync(1);
  }
  return { child, target: targetOf(child.pid) };
}

/** Something else started it; it too is to be killed at the end. */
export function adopt(pid: number): void {
  started.add(pid);
}

export function endChildren(): void {
  for (const pid of started) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }
  started.clear();
}

/** As the dispatcher calls it: checked first. */
export async function call<I, O>(handler: Handler<I, O>, input: unknown, context: ActionContext = buildContext()): Promise<O> {
  return handler.handle(handler.check(input, 'input'), context, AbortSignal.timeout(20_000));
}

/** The code of the error it throws. */
export async function codeOf(doing: Promise<unknown>): Promise<string> {
  try {
    await doing;
    return 'no error';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

export async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries > 400) {
      throw new Error('it never came to be');
    }
    await Bun.sleep(25);
  }
}
