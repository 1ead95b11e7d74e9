// npm test: installs, checks types and style, runs all tests. `npm test -- path` runs the tests below a path.
import { spawn } from 'node:child_process';
import { bun, ensureInstalled, ensurePage, root, runOrExit } from './lib.mjs';

const paths = process.argv.slice(2);
ensureInstalled();
if (paths.length === 0) {
  runOrExit(process.execPath, ['scripts/check.mjs']);
  ensurePage();
}
const result = await runTests(paths.length > 0 ? paths : ['packages', 'bench', 'scripts', 'e2e']);
console.log(`\n${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`);
process.exit(result.code);

/** Runs `bun test` and counts; every skipped test has said its reason in its name. */
function runTests(where) {
  return new Promise((resolve) => {
    const child = spawn(
      bun,
      ['test', '--timeout', '60000', ...where.map((path) => (path.startsWith('.') || path.startsWith('/') ? path : `./${path}`))],
      { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let tail = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        process.stderr.write(chunk);
        tail = (tail + chunk).slice(-4000);
      });
    }
    child.on('exit', (code) => {
      const count = (word) => Number(new RegExp(`^\\s*(\\d+) ${word}$`, 'm').exec(tail)?.[1] ?? 0);
      const counted = { passed: count('pass'), failed: count('fail'), skipped: count('skip') };
      // No test at all is a failure, and so is a runner that died.
      const failed = code === 0 && counted.passed > 0 ? counted.failed : Math.max(1, counted.failed);
      resolve({ ...counted, failed, code: failed === 0 ? 0 : 1 });
    });
  });
}
