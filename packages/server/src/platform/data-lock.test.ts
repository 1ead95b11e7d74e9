import { afterEach, beforeEach, expect, it } from 'bun:test';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataDirectory } from './data-lock.ts';
import { StartError } from './start-error.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vigie-lock-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Another process that takes the lock, says so, and holds it until its input ends. */
async function otherServer() {
  const code = `const { lockDataDirectory } = await import(${JSON.stringify(join(import.meta.dir, 'data-lock.ts'))});
    try { lockDataDirectory(${JSON.stringify(directory)}); console.log('locked'); } catch (error) { console.log(error.text.fr); process.exit(1); }
    for await (const _ of Bun.stdin.stream()) {}`;
  const child = Bun.spawn([process.execPath, '-e', code], { stdin: 'pipe', stdout: 'pipe', stderr: 'inherit' });
  const { value } = await child.stdout.getReader().read();
  return { child, said: new TextDecoder().decode(value).trim() };
}

it('belongs to one server, and names it to the next', async () => {
  const { child, said } = await otherServer();
  expect(said).toBe('locked');
  expect(() => lockDataDirectory(directory)).toThrow(`process ${child.pid}`);
  child.kill('SIGKILL');
  await child.exited;
  // Nothing of a killed server stands in the way.
  lockDataDirectory(directory)();
});

it('is told in French too, and is free again after an orderly stop', async () => {
  const release = lockDataDirectory(directory);
  const refused = await otherServer();
  expect(refused.said).toContain(`(processus ${process.pid})`);
  await refused.child.exited;
  release();
  const { child, said } = await otherServer();
  expect(said).toBe('locked');
  child.kill();
  await child.exited;
});

it('is closed to other people of the machine', () => {
  const release = lockDataDirectory(directory);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  release();
});

it('says why a directory cannot be used', () => {
  expect(() => lockDataDirectory('/dev/null/vigie')).toThrow(StartError);
});
