import { describe, expect, it } from 'bun:test';
import { createChartGroup } from './group.ts';
import { type EventMark, markAt, placeMarks } from './marks.ts';

const mark = (timeMs: number, severity: EventMark['severity'], text: string, count = 1): EventMark => ({ timeMs, severity, count, text });
const window = { fromMs: 0, toMs: 1000 };

describe('placeMarks', () => {
  it('leaves out what is not in view', () => {
    expect(placeMarks([mark(-1, 'info', 'before'), mark(1001, 'info', 'after')], window, 500)).toEqual([]);
  });

  it('makes one of those that would cover each other, at the worst of them, and counts all', () => {
    const placed = placeMarks([mark(104, 'critical', 'killed', 2), mark(100, 'info', 'login'), mark(500, 'warning', 'down')], window, 1000);
    expect(placed.map(({ x, severity, count, text }) => ({ x, severity, count, text }))).toEqual([
      { x: 104, severity: 'critical', count: 3, text: 'login · killed' },
      { x: 500, severity: 'warning', count: 1, text: 'down' },
    ]);
  });

  it('says how many words it folds', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((text, index) => mark(index, 'info', text));
    expect(placeMarks(five, window, 1000)[0]?.text).toBe('a · b · c · +2');
  });
});

describe('markAt', () => {
  it('finds the nearest within reach of a hand, and nothing further off', () => {
    const placed = placeMarks([mark(100, 'info', 'one'), mark(110, 'info', 'two')], window, 1000);
    expect(markAt(placed, 106)?.text).toBe('two');
    expect(markAt(placed, 130)).toBeNull();
  });
});

describe('the marks of a group', () => {
  it('are reached one by one, from the newest, and are told with the values', () => {
    const group = createChartGroup();
    group.view.set({ ...window, unknownFromMs: null });
    group.marks.set([mark(300, 'warning', 'nginx stopped'), mark(700, 'info', 'login')]);
    group.join({ times: () => [], describe: () => 'CPU: 3 %' });
    group.stepMark(-1);
    expect(group.crosshair.get()).toBe(700);
    group.stepMark(-1);
    expect(group.crosshair.get()).toBe(300);
    expect(group.describe(300)).toBe('nginx stopped. CPU: 3 %');
    group.stepMark(-1);
    expect(group.crosshair.get()).toBe(300);
    expect(group.describe(500)).toBe('CPU: 3 %');
  });
});
