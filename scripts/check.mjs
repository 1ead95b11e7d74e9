// npm run check: types, lint and format, import rules, cycles, unused code and dependencies, texts, docs ↔ code.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bun, ensureInstalled, root } from './lib.mjs';

ensureInstalled();
const bin = (name) => join(root, 'node_modules', '.bin', name);
const steps = [
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['types of the page', bin('tsc'), ['-p', 'packages/web/tsconfig.json']],
  ['lint and format', bin('biome'), ['check', '.']],
  ['import rules and cycles', bun, ['scripts/check/imports.ts']],
  ['no shell, no secrets, no foreign names', bun, ['scripts/check/sources.ts']],
  ['French typography', bun, ['scripts/check/texts.ts']],
  ['generated files', bun, ['scripts/check/generated.ts']],
  ['documents and code', bun, ['scripts/check/documents.ts']],
  ['unused code and dependencies', bin('knip'), ['--no-progress']],
];
let failed = 0;
for (const [name, program, argv] of steps) {
  const started = Date.now();
  const { status } = spawnSync(program, argv, { cwd: root, stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  failed += status === 0 ? 0 : 1;
}
process.exit(failed === 0 ? 0 : 1);
