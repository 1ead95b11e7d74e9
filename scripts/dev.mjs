// npm run dev: server and agent restart on change, the page reloads by itself on http://127.0.0.1:5173.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bun, ensureInstalled, root } from './lib.mjs';

ensureInstalled();
const env = { VIGIE_DATA_DIR: join(root, 'data'), VIGIE_ALLOWED_HOSTS: '127.0.0.1:5173,localhost:5173', ...process.env };
const children = [
  spawn(bun, ['--watch', '--no-clear-screen', 'packages/vigie/src/main.ts', 'server', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env,
  }),
  spawn(bun, ['run', '--bun', 'vite', '--host', '127.0.0.1', '--port', '5173'], {
    cwd: join(root, 'packages', 'web'),
    stdio: 'inherit',
    env,
  }),
];
let stopping = false;
function stop(code) {
  if (stopping) {
    return;
  }
  stopping = true;
  for (const child of children) {
    child.kill('SIGTERM');
  }
  // A program that is just being started again by --watch may miss the first word.
  setTimeout(() => {
    for (const child of children) {
      child.kill('SIGKILL');
    }
    process.exit(code);
  }, 5000).unref();
  void Promise.all(
    children.map((child) => new Promise((resolve) => (child.exitCode === null ? child.on('exit', resolve) : resolve()))),
  ).then(() => process.exit(code));
}
for (const child of children) {
  child.on('exit', (code) => stop(code ?? 1));
}
process.on('SIGINT', () => stop(0));
process.on('SIGTERM', () => stop(0));
