import { AppError, text } from '@vigie/contract/agent';

const readyMs = 10_000;

/** A relauncher that holds everything it needs and waits. */
export interface Relauncher {
  /** The pid that the new process will have. */
  readonly pid: number;
  /** Starts it. Throws `action_failed` when the program could not be executed. */
  go(): Promise<void>;
  /** Nothing is started. */
  callOff(): void;
}

/**
 * In the one-file program the relauncher is the program itself with this word; in a checkout it is a file for Bun. Bun reads no
 * settings of the directory it stands in.
 */
function relauncherCommand(): string[] {
  const path = new URL('./relaunch-main.ts', import.meta.url).pathname;
  return path.startsWith('/$bunfs/')
    ? [process.execPath, 'agent-relaunch']
    : [process.execPath, '--config=/dev/null', '--no-env-file', '--smol', path];
}

/** Starts the relauncher and waits until it has taken everything over. Throws `cannot_restart` with what could not be. Nothing was stopped. */
export async function prepareRelaunch(pid: number, startTicks: number): Promise<Relauncher> {
  const child = Bun.spawn(relauncherCommand(), { cwd: '/', env: {}, stdin: 'pipe', stdout: 'pipe', stderr: 'ignore' });
  const lines = readLines(child.stdout);
  const callOff = () => {
    child.kill('SIGKILL');
  };
  const timer = setTimeout(callOff, readyMs);
  child.stdin.write(`${pid} ${startTicks}\n`);
  await child.stdin.flush();
  const answer = (await lines.next()).value ?? 'failed without a word';
  clearTimeout(timer);
  if (answer !== 'ready') {
    callOff();
    const why = answer.replace(/^failed /, '');
    throw new AppError('cannot_restart', {
      message: text(
        `This process cannot be restarted: ${why}. It was not stopped.`,
        `Ce processus ne peut pas être redémarré\u00a0: ${why}. Il n’a pas été arrêté.`,
      ),
    });
  }
  return {
    pid: child.pid,
    callOff,
    async go() {
      child.stdin.write('go\n');
      await child.stdin.end();
      // Its output closes when the program is executed; a word before that is a failure.
      const failure = (await lines.next()).value;
      child.unref();
      if (failure !== undefined) {
        const why = failure.replace(/^failed /, '');
        throw new AppError('action_failed', {
          message: text(
            `The process stopped, but could not be started again: ${why}`,
            `Le processus s’est arrêté, mais n’a pas pu être relancé\u00a0: ${why}`,
          ),
        });
      }
    },
  };
}

async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  return undefined;
}
