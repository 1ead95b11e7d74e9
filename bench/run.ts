/*
 * npm run bench [-- --write]: prints each budget with its value and its peer; exits 1 when one is missed.
 * --write also writes docs/reference/benchmarks.md.
 */
import { cpus, release, totalmem } from 'node:os';
import { root } from '../e2e/harness/vigie.ts';
import budgets from './budgets.json' with { type: 'json' };
import { benchCharts } from './charts/run.ts';
import { benchFleet } from './fleet/run.ts';
import { benchHistory } from './history/run.ts';
import { benchPage } from './page.ts';
import { benchPageTable } from './page-table/run.ts';
import { type BenchResult, type Budget, meets } from './result.ts';
import { benchSnapshot } from './snapshot/run.ts';
import { benchStore } from './store/run.ts';
import { benchSecondStart, benchSystem } from './system/run.ts';

const known: Readonly<Record<string, Budget>> = budgets;
const parts: Readonly<Record<string, () => BenchResult[] | Promise<BenchResult[]>>> = {
  snapshot: benchSnapshot,
  system: benchSystem,
  start: benchSecondStart,
  page: benchPage,
  'page-table': benchPageTable,
  charts: benchCharts,
  store: benchStore,
  history: benchHistory,
  fleet: benchFleet,
};

const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const results: BenchResult[] = [];
for (const [name, bench] of Object.entries(parts)) {
  if (asked.length === 0 || asked.includes(name)) {
    results.push(...(await bench()));
  }
}

const rows = results.map((result) => {
  const budget = known[result.name];
  if (!budget) {
    throw new Error(`${result.name} has no budget in bench/budgets.json`);
  }
  const bound = budget.most === undefined ? `≥ ${budget.least}` : `≤ ${budget.most}`;
  return {
    name: result.name,
    value: `${figure(result.value)} ${budget.unit}`,
    budget: `${bound} ${budget.unit}`,
    peer: result.peer ? `${result.peer.name} ${figure(result.peer.value)} ${budget.unit}` : '–',
    met: meets(budget, result.value) ? 'yes' : 'NO',
    how: result.how,
  };
});
const table = [
  '| What | Value | Budget | Beside | Met | How |',
  '| --- | --- | --- | --- | --- | --- |',
  ...rows.map((row) => `| ${Object.values(row).join(' | ')} |`),
].join('\n');
console.log(table);

if (process.argv.includes('--write')) {
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${(totalmem() / 1024 ** 3).toFixed(0)} GiB, Linux ${release()}, Bun ${Bun.version}`;
  const path = `${root}/docs/reference/benchmarks.md`;
  // What was measured by hand stands below, under headings of its own, and stays.
  const before = await Bun.file(path).text();
  const kept = before.includes('\n## ') ? before.slice(before.indexOf('\n## ')) : '';
  await Bun.write(
    path,
    `# Benchmarks\n\nMade by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${machine}. Every value and its peer come from the same run.\n\n${table}\n${kept}`,
  );
}
process.exit(rows.every((row) => row.met === 'yes') ? 0 : 1);

function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
