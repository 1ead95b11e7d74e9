// Shared by the npm scripts. Plain Node 20: it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const bun = join(root, 'node_modules', 'bun', 'bin', 'bun.exe');
const npm = 'npm';

/** Runs a program to its end with this terminal; ends this script with its code when it fails. */
export function runOrExit(program, argv, options = {}) {
  const { status, error } = spawnSync(program, argv, { cwd: root, stdio: 'inherit', ...options });
  if (error) {
    console.error(`${program}: ${error.message}`);
    process.exit(1);
  }
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}

/** Installs the dependencies when they are missing or older than the lock file. */
export function ensureInstalled() {
  const stamp = join(root, 'node_modules', '.vigie-lock');
  const lock = hashOf([join(root, 'package-lock.json')]);
  if (existsSync(bun) && readStamp(stamp) === lock) {
    return;
  }
  console.log('Installing (once) / Installation (une fois) …');
  // Not `npm ci`: it refuses a lock file without the builds of tools for platforms that a registry may not carry.
  runOrExit(npm, ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

/** Builds the page when its sources have changed since the last build. */
export function ensurePage() {
  const stamp = join(root, 'packages', 'web', 'dist', '.sources');
  const sources = filesBelow(['packages/web', 'packages/contract/src'].map((folder) => join(root, folder)));
  const state = hashOf(sources);
  if (existsSync(join(root, 'packages', 'web', 'dist', 'index.html')) && readStamp(stamp) === state) {
    return;
  }
  console.log('Building the page / Construction de la page …');
  // Whoever asks, tests included, gets the page as it is shipped.
  runOrExit(npm, ['run', 'build', '--silent', '-w', '@vigie/web'], { env: { ...process.env, NODE_ENV: 'production' } });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, state);
}

/** Starts a program that lives as long as this script, and hands signals on. Gives its exit code. */
export function runUntilExit(program, argv, options = {}) {
  const child = spawn(program, argv, { cwd: root, stdio: 'inherit', ...options });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // The terminal sends SIGINT to the whole group already; a second one would mean "at once" to the server.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)));
  }
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0))));
}

function filesBelow(folders) {
  const files = [];
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (['node_modules', 'dist', 'testing'].includes(entry.name)) {
        continue;
      }
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        visit(path);
      } else if (!/\.test\.tsx?$/.test(entry.name)) {
        files.push(path);
      }
    }
  };
  folders.forEach(visit);
  return files.sort();
}

/** Content decides, not time: a fresh clone has new times and the same content. */
function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(relative(root, file));
    hash.update(String(statSync(file).size));
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

function readStamp(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
