import { createContext, useContext } from 'react';
import { createStore, type Store } from '../../../lib/store.ts';
import type { GapNote } from './gap-notes.ts';
import { type EventMark, stepMark } from './marks.ts';
import type { Window } from './plot-data.ts';

/** The time every chart of a page shows. */
export interface View extends Window {
  /** From here to the right edge nothing is known; null while frames arrive. */
  readonly unknownFromMs: number | null;
}

/** What a chart tells its group. */
export interface GroupMember {
  /** Milliseconds of the points it draws, ascending. */
  times(): ArrayLike<number>;
  /** Title and values at a moment, in words. */
  describe(atMs: number): string;
}

/** A stretch of time somebody took on a chart: by drawing over it, or by moving the window. */
export interface Chosen extends Window {
  readonly how: 'zoom' | 'pan';
}

/** The charts of one page: one window, one crosshair. Charts follow these stores outside React. */
export interface ChartGroup {
  readonly view: Store<View | null>;
  /** Milliseconds since 1970; null is the newest. */
  readonly crosshair: Store<number | null>;
  /** What was taken last; the scene that follows it sets the view. */
  readonly chosen: Store<Chosen | null>;
  /** The moment that was clicked last; the scene that follows it goes there. */
  readonly picked: Store<number | null>;
  /** True while a hand moves the window: it stays where the hand puts it. */
  readonly held: Store<boolean>;
  /** What happened, on the axis of every chart. */
  readonly marks: Store<readonly EventMark[]>;
  /** Why pieces of the time in view are empty. */
  readonly notes: Store<readonly GapNote[]>;
  join(member: GroupMember): () => void;
  /** Moves the crosshair by points of the first chart; null when it left at the right: live again. */
  step(by: number): void;
  /** Moves the crosshair to the next mark, or the one before; it stays where there is none. */
  stepMark(by: 1 | -1): void;
  /** What happened at a moment, and what all charts say of it. */
  describe(atMs: number): string;
}

/** The time `by` points from `atMs`; null past the newest. From nothing, back from the newest. */
export function stepFrom(times: ArrayLike<number>, window: Window, atMs: number | null, by: number): number | null {
  const inside: number[] = [];
  for (let index = 0; index < times.length; index += 1) {
    const time = times[index] ?? 0;
    if (time >= window.fromMs && time <= window.toMs) {
      inside.push(time);
    }
  }
  if (inside.length === 0) {
    return null;
  }
  if (atMs === null) {
    return by < 0 ? (inside[Math.max(0, inside.length - 1 + by)] ?? null) : null;
  }
  let nearest = 0;
  for (const [index, time] of inside.entries()) {
    if (Math.abs(time - atMs) <= Math.abs((inside[nearest] ?? 0) - atMs)) {
      nearest = index;
    }
  }
  return nearest + by >= inside.length ? null : (inside[Math.max(0, nearest + by)] ?? null);
}

export function createChartGroup(): ChartGroup {
  const view = createStore<View | null>(null);
  const crosshair = createStore<number | null>(null);
  const chosen = createStore<Chosen | null>(null);
  const picked = createStore<number | null>(null);
  const held = createStore(false);
  const marks = createStore<readonly EventMark[]>([]);
  const notes = createStore<readonly GapNote[]>([]);
  const members = new Set<GroupMember>();
  return {
    view,
    crosshair,
    chosen,
    picked,
    held,
    marks,
    notes,
    join(member) {
      members.add(member);
      return () => {
        members.delete(member);
      };
    },
    step(by) {
      const window = view.get();
      const [first] = members;
      if (window && first) {
        crosshair.set(stepFrom(first.times(), window, crosshair.get(), by));
      }
    },
    stepMark(by) {
      const window = view.get();
      const atMs = window && stepMark(marks.get(), window, crosshair.get(), by);
      if (atMs !== null) {
        crosshair.set(atMs);
      }
    },
    describe: (atMs) =>
      [
        ...marks
          .get()
          .filter(({ timeMs }) => timeMs === atMs)
          .map(({ text }) => text),
        ...[...members].map((member) => member.describe(atMs)),
      ].join('. '),
  };
}

const Context = createContext<ChartGroup | null>(null);

export const ChartGroupProvider = Context.Provider;

export function useChartGroup(): ChartGroup {
  const group = useContext(Context);
  if (!group) {
    throw new Error('a chart stands outside a ChartGroupProvider');
  }
  return group;
}
