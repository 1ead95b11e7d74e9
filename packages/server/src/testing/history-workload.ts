import { SqliteHistoryStore } from '../storage/history/index.ts';

/*
 * A writer of host states that is killed by its test: `bun history-workload.ts PATH FROM`. It prints the number of each record
 * once it was flushed. A number is the body of its record; every seventh is a key.
 */
export const historyStart = Date.UTC(2026, 10, 20, 8);
export const historyRecords = 3000;

export const historyTime = (number: number): number => historyStart + number * 10_000;

if (import.meta.main) {
  const [path = '', from = '1'] = process.argv.slice(2);
  const clock = { nowMs: historyStart };
  const store = new SqliteHistoryStore({ path, now: () => clock.nowMs, keepMs: () => Number.MAX_SAFE_INTEGER });
  for (let number = Number(from); number <= historyRecords; number++) {
    clock.nowMs = historyTime(number);
    store.append('h', { timeMs: clock.nowMs, key: number % 7 === 1 || number === Number(from), body: String(number) });
    if (number % 3 === 0) {
      store.flush();
      process.stdout.write(`${number}\n`);
      store.maintain(clock.nowMs);
      await Bun.sleep(0);
    }
  }
  await store.close();
}
