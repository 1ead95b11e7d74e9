import { AppError, text } from '@vigie/contract/agent';
import type { OwningUnit } from './unit.ts';

const program = '/usr/bin/systemctl';
const restartMs = 100_000;

/** `--machine` is how root speaks to the manager of a user. */
function managerArguments(unit: OwningUnit): string[] {
  if (unit.managerUid === null) {
    return ['--system'];
  }
  return process.geteuid?.() === 0 ? ['--user', `--machine=${unit.managerUid}@.host`] : ['--user'];
}

/** Exactly what is executed to restart a unit. */
export function restartArguments(unit: OwningUnit): string[] {
  return [program, ...managerArguments(unit), '--no-ask-password', '--no-pager', 'restart', '--', unit.name];
}

interface Answer {
  readonly exitCode: number;
  readonly output: string;
  readonly error: string;
}

async function execute(command: readonly string[]): Promise<Answer> {
  const uid = process.geteuid?.() ?? 0;
  const child = Bun.spawn([...command], {
    cwd: '/',
    env: { LC_ALL: 'C.UTF-8', SYSTEMD_COLORS: '0', XDG_RUNTIME_DIR: `/run/user/${uid}` },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    timeout: restartMs,
    killSignal: 'SIGKILL',
  });
  const [output, error, exitCode] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return { exitCode, output, error };
}

/** Restarts the unit and gives its new main process; null when it has none. Throws `action_failed` with what systemd said. */
export async function restartUnit(unit: OwningUnit): Promise<number | null> {
  const { exitCode, error } = await execute(restartArguments(unit));
  if (exitCode !== 0) {
    const why = error.trim().slice(0, 500) || `systemctl ended with ${exitCode}`;
    throw new AppError('action_failed', {
      message: text(`systemd did not restart ${unit.name}: ${why}`, `systemd n’a pas redémarré ${unit.name}\u00a0: ${why}`),
    });
  }
  return readMainPid(unit);
}

async function readMainPid(unit: OwningUnit): Promise<number | null> {
  const { output } = await execute([
    program,
    ...managerArguments(unit),
    '--no-pager',
    'show',
    '--property=MainPID',
    '--value',
    '--',
    unit.name,
  ]);
  const pid = Number(output.trim());
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}
