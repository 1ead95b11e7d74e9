import { afterEach, describe, expect, it } from 'bun:test';
import type { Command, Frame, Watch } from '@vigie/contract/agent';
import { buildFacts } from '@vigie/testkit';
import type { AgentLink } from '../gateway/index.ts';
import { buildProcessRow } from '../testing/builders.ts';
import { Latest } from './index.ts';

const made: Latest[] = [];
afterEach(() => {
  for (const latest of made.splice(0)) {
    latest.stop();
  }
});

function bed() {
  const time = { ms: 1_795_000_000_000 };
  const watches: Watch[] = [];
  const commands: Omit<Command, 'id'>[] = [];
  const answers: unknown[] = [];
  const link: AgentLink = {
    hostId: 'h',
    setWatch: (watch) => void watches.push(watch),
    command: async (command) => {
      commands.push(command);
      await Promise.resolve();
      return answers.shift();
    },
    close: () => undefined,
  };
  const latest = new Latest({ now: () => time.ms, report: () => undefined, remember: () => undefined }, [
    { id: 'h', local: true, name: 'h', facts: null, agentVersion: null },
  ]);
  made.push(latest);
  const open = () =>
    latest.opened(link, {
      protocol: 1,
      agentVersion: '0.1.0',
      hostId: 'h',
      certificate: '',
      signature: '',
      agentTimeMs: 0,
      facts: buildFacts(),
    });
  return { time, watches, commands, answers, link, latest, open };
}

function frame(timeMs: number, samples: Record<string, number>): Frame {
  return {
    sequence: 1,
    timeMs,
    intervalMs: 1000,
    samples: Object.entries(samples).map(([name, value]) => ({ series: { name, labels: {}, kind: 'gauge' }, value })),
  };
}

describe('the newest state of a host', () => {
  it('is unknown before the first session and down after the last, never up by itself', () => {
    const { latest, link, open } = bed();
    expect(latest.require('local').state).toBe('unknown');
    open();
    expect(latest.require('local').state).toBe('up');
    latest.closed(link, 'cut', false);
    expect(latest.require('local').state).toBe('down');
    expect(() => latest.require('another')).toThrow('Host not found');
  });

  it('applies differences: changed rows replace, gone rows go, a full snapshot starts anew', () => {
    const { latest, open } = bed();
    open();
    const take = (full: boolean, pids: number[], gone: number[]) =>
      latest.takeProcesses('h', {
        timeMs: 1,
        intervalMs: 1000,
        full,
        rows: pids.map((pid) => buildProcessRow({ pid, nice: full ? 0 : 5 })),
        gone,
      });
    const now = () => [...(latest.processes('h')?.rows.values() ?? [])].map((row) => [row.pid, row.nice]);
    take(true, [1, 2, 3], []);
    take(false, [2], [3]);
    expect(now()).toEqual([
      [1, 0],
      [2, 5],
    ]);
    take(false, [1], [1]);
    expect(now()).toEqual([
      [2, 5],
      [1, 5],
    ]);
    take(true, [9], []);
    expect(now()).toEqual([[9, 0]]);
  });

  it('shows a gap where a series was not measured, and tells pages when the list of series changes', () => {
    const { latest } = bed();
    const told: (number | undefined)[] = [];
    latest.subscribe((change) => change.kind === 'metrics' && told.push(change.payload.series?.length));
    void latest.frame('h', frame(1000, { a: 1, b: 2 }));
    void latest.frame('h', frame(2000, { a: 3 }));
    void latest.frame('h', frame(3000, { a: 4, c: Number.NaN }));
    void latest.frame('h', frame(2500, { a: 99 }));
    expect(told).toEqual([2, undefined, 3]);
    expect(latest.metrics('h', {})).toMatchObject({
      times: [1000, 2000, 3000],
      values: [
        [1, 3, 4],
        [2, null, null],
        [null, null, null],
      ],
    });
    expect(latest.metrics('h', { namePrefix: 'a', sinceMs: 1000 })).toMatchObject({ times: [2000, 3000], values: [[3, 4]] });
  });

  it('keeps the newest frames only', () => {
    const { latest } = bed();
    for (let index = 1; index <= 2000; index++) {
      void latest.frame('h', frame(index * 1000, { a: index }));
    }
    const recent = latest.metrics('h', {});
    expect([recent.times.length, recent.times[0], recent.values[0]?.[0], recent.values[0]?.at(-1)]).toEqual([900, 1_101_000, 1101, 2000]);
  });

  it('asks the host once for many who want fresh rows at the same time, and not at all when they are fresh', async () => {
    const { latest, commands, answers, open, time } = bed();
    open();
    answers.push({ timeMs: time.ms, intervalMs: 0, full: true, rows: [buildProcessRow()], gone: [] });
    await Promise.all([latest.refresh('h', 'processes', 1000), latest.refresh('h', 'processes', 1000)]);
    await latest.refresh('h', 'processes', 1000);
    expect(commands.map(({ name }) => name)).toEqual(['process.snapshot']);
    time.ms += 1001;
    answers.push({ timeMs: time.ms, intervalMs: 1000, full: true, rows: [], gone: [] });
    await latest.refresh('h', 'processes', 1000);
    expect(commands.length).toBe(2);
  });

  it('lets the fastest wish win, and tells the agent only what changes', () => {
    const { latest, watches, open } = bed();
    open();
    const slow = latest.watch('h', 'metrics', 5000);
    const fast = latest.watch('h', 'metrics', 10);
    latest.watch('h', 'metrics', 2000);
    latest.watch('h', 'processes', 20_000);
    fast();
    fast();
    slow();
    expect(watches.map((watch) => watch.metricsMs)).toEqual([5000, 1000]);
  });
});
