import { join } from 'node:path';
import { root } from './vigie.ts';

/** Makes the one file of this checkout and gives its path. Throws with what the build printed. */
export function compileProgram(): string {
  const made = Bun.spawnSync(['node', join(root, 'scripts/compile.mjs')], { cwd: root, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' });
  if (made.exitCode !== 0) {
    throw new Error(`the program does not compile:\n${made.stdout.toString().slice(-2000)}\n${made.stderr.toString().slice(-2000)}`);
  }
  return join(root, 'dist', 'vigie');
}
