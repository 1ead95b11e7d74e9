import { expect, test } from 'bun:test';
import type { Process } from '@vigie/contract';
import { ProcessHistory } from './history.ts';

const row = (pid: number, cpu: number | null, start = 1) => ({ pid, start_ticks: start, cpu_percent: cpu, memory_rss: 100 }) as Process;
const table = (...rows: Process[]) => rows;
const cpuOf = (history: ProcessHistory, pid: number, start = 1) => [
  ...(history.columnsOf({ pid, start_ticks: start }).column('cpu') ?? []),
];

test('a process that does not change holds its value at every tick', () => {
  const history = new ProcessHistory();
  const still = row(7, 3);
  history.record(1000, table(still));
  history.record(2000, table(still));
  history.record(2000, table(row(7, 99)));
  history.record(3000, table(row(7, 8)));
  expect(cpuOf(history, 7)).toEqual([3, 3, 8]);
});

test('a process begins where it was first seen, and another start is another process', () => {
  const history = new ProcessHistory();
  history.record(1000, table(row(1, 0)));
  history.record(2000, table(row(1, 0), row(7, 5)));
  expect(cpuOf(history, 7)).toEqual([5]);
  history.record(3000, table(row(1, 0), row(7, 6, 2)));
  expect(cpuOf(history, 7)).toEqual([]);
  expect(cpuOf(history, 7, 2)).toEqual([6]);
});

test('what is not known is no data, and what ended is forgotten', () => {
  const history = new ProcessHistory();
  history.record(1000, table(row(7, null)));
  expect(Number.isNaN(cpuOf(history, 7)[0])).toBe(true);
  history.record(2000, table());
  expect(cpuOf(history, 7)).toEqual([]);
});

test('after an hour the older half goes and the value before still holds', () => {
  const history = new ProcessHistory();
  const still = row(7, 4);
  for (let second = 1; second <= 3602; second += 1) {
    history.record(second * 1000, table(still));
  }
  const columns = history.columnsOf({ pid: 7, start_ticks: 1 });
  expect(columns.length).toBeLessThan(3602);
  expect(columns.length).toBeGreaterThan(1700);
  expect(columns.last('cpu')).toBe(4);
});
