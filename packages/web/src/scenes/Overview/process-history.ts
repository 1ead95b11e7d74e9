import { TimeColumns } from '../../components/charts/index.ts';
import type { ColourSlot } from '../../components/charts/time/index.ts';
import { createStore, type Store } from '../../lib/store.ts';

export interface Ranked {
  readonly name: string;
  readonly slot: ColourSlot;
}

interface Measured {
  readonly name: string;
  /** 100 is one core; null is not known. */
  readonly cpu_percent: number | null;
}

export const otherKey = 'other';
export const keyOf = (name: string): string => `name:${name}`;

const shown = 5;
const slots: readonly ColourSlot[] = [1, 2, 5, 4, 3];
/** Who is in the ranking stays unless another one is clearly ahead: bands that swap places cannot be read. */
const incumbentBonus = 1.5;
const rankEveryMs = 5000;
const judgedMs = 120_000;

/** CPU by program name, kept while the page is open: the server keeps no history of processes yet. */
export class ProcessHistory {
  readonly columns = new TimeColumns(1800);
  readonly ranked: Store<readonly Ranked[]> = createStore<readonly Ranked[]>([]);
  #rankedAtMs = Number.NEGATIVE_INFINITY;

  /** One message of the process table; one that is not newer is left out. */
  push(timeMs: number, rows: readonly Measured[]): void {
    if (timeMs <= (this.columns.lastTimeMs ?? Number.NEGATIVE_INFINITY)) {
      return;
    }
    const row: Record<string, number> = {};
    let total = 0;
    for (const { name, cpu_percent } of rows) {
      if (cpu_percent !== null && cpu_percent > 0) {
        row[keyOf(name)] = (row[keyOf(name)] ?? 0) + cpu_percent;
        total += cpu_percent;
      }
    }
    const ranked = this.ranked.get();
    for (const { name } of ranked) {
      row[keyOf(name)] ??= 0;
    }
    const rest = total - ranked.reduce((sum, { name }) => sum + (row[keyOf(name)] ?? 0), 0);
    this.columns.push(timeMs, { ...row, total, [otherKey]: Math.max(0, rest) });
    if (timeMs - this.#rankedAtMs >= rankEveryMs) {
      this.#rankedAtMs = timeMs;
      this.#rank(timeMs, Object.keys(row));
    }
  }

  #score(key: string, fromMs: number): number {
    const { times } = this.columns;
    const column = this.columns.column(key);
    let sum = 0;
    for (let index = times.length - 1; column && index >= 0 && (times[index] ?? 0) >= fromMs; index -= 1) {
      sum += column[index] || 0;
    }
    return sum;
  }

  #rank(nowMs: number, keys: readonly string[]): void {
    const before = this.ranked.get();
    const fromMs = nowMs - judgedMs;
    const candidates = [...new Set([...keys, ...before.map(({ name }) => keyOf(name))])].map((key) => {
      const name = key.slice(keyOf('').length);
      const bonus = before.some((one) => one.name === name) ? incumbentBonus : 1;
      return { name, score: this.#score(key, fromMs) * bonus };
    });
    const best = candidates
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1))
      .slice(0, shown)
      .map(({ name }) => name);
    if (best.length === before.length && best.every((name) => before.some((one) => one.name === name))) {
      return;
    }
    // A program keeps its colour and its place as long as it stays.
    const kept = before.filter(({ name }) => best.includes(name));
    const free = slots.filter((slot) => !kept.some((one) => one.slot === slot));
    const fresh = best
      .filter((name) => !kept.some((one) => one.name === name))
      .map((name, index) => ({ name, slot: free[index] ?? 8 }) as const);
    const ranked = [...kept, ...fresh];
    const parts = ranked.map(({ name }) => this.columns.column(keyOf(name)));
    const total = this.columns.column('total');
    this.columns.compute(otherKey, (index) =>
      Math.max(0, (total?.[index] ?? Number.NaN) - parts.reduce((sum, part) => sum + (part?.[index] || 0), 0)),
    );
    this.ranked.set(ranked);
  }
}
