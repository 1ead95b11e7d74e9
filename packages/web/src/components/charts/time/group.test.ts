import { describe, expect, it } from 'bun:test';
import { createChartGroup, stepFrom } from './group.ts';

const times = [0, 10, 20, 30, 40];
const window = { fromMs: 10, toMs: 40 };

describe('stepFrom', () => {
  it.each<[string, number | null, number, number | null]>([
    ['goes back from the newest', null, -1, 30],
    ['stays at the newest when asked forward', null, 1, null],
    ['goes back one', 30, -1, 20],
    ['stops at the left edge', 20, -10, 10],
    ['is live again past the newest', 40, 1, null],
    ['takes the nearest point', 27, 1, 40],
  ])('%s', (_name, at, by, expected) => {
    expect(stepFrom(times, window, at, by)).toBe(expected);
  });

  it('has nowhere to go without points', () => {
    expect(stepFrom([], window, null, -1)).toBeNull();
  });
});

describe('a group of charts', () => {
  it('moves one crosshair for all', () => {
    const group = createChartGroup();
    group.view.set({ ...window, unknownFromMs: null });
    const leave = group.join({ times: () => times, describe: (at) => `CPU ${at}` });
    group.join({ times: () => times, describe: (at) => `Memory ${at}` });
    group.step(-1);
    expect(group.crosshair.get()).toBe(30);
    expect(group.describe(30)).toBe('CPU 30. Memory 30');
    leave();
    expect(group.describe(30)).toBe('Memory 30');
  });
});
