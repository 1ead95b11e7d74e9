import { describe, expect, test } from 'bun:test';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MetricSeries } from '@vigie/contract/agent';
import { FakeClock } from '../link/testing/scripted-server.ts';
import { openSpoolFiles, Spool, type SpooledFrame, type SpoolFiles } from './index.ts';
import { diskFull, MemoryFiles } from './testing/memory-files.ts';
import { Receiver } from './testing/receiver.ts';

const series: readonly MetricSeries[] = Array.from({ length: 20 }, (_, index) => ({
  name: `node_test_${index}`,
  labels: { device: `disk${index % 3}` },
  kind: index % 2 ? 'counter' : 'gauge',
}));
const frame = (timeMs: number): SpooledFrame => ({
  timeMs,
  intervalMs: 1000,
  samples: series.map((one, index) => ({ series: one, value: timeMs * index })),
});
const login = (timeMs: number) => ({ timeMs, kind: 'login.opened', severity: 'info' as const, fields: { user: `user${timeMs}` } });
const exec = (timeMs: number) => ({
  timeMs,
  kind: 'process.started',
  severity: 'info' as const,
  fields: { pid: timeMs, command: 'x'.repeat(80) },
});

function open(files: SpoolFiles, clock = new FakeClock(), maxBytes?: number) {
  return new Spool({ files, clock, ...(maxBytes === undefined ? {} : { maxBytes }) });
}

describe('the spool', () => {
  test('gives frames back with every value after the agent was killed, and lets go of what is acknowledged', () => {
    const files = new MemoryFiles();
    const clock = new FakeClock();
    const spool = open(files, clock);
    for (let timeMs = 1; timeMs <= 1000; timeMs++) {
      spool.pushFrame(frame(timeMs));
      clock.advance(1000);
    }
    const left = files.kill();
    const next = open(left);
    const receiver = new Receiver();
    receiver.drain(next);
    expect(receiver.frames.map((one) => one.timeMs)).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
    expect(receiver.frames[500]).toMatchObject(frame(501));
    receiver.acknowledgeAll(next);
    next.close();
    expect(left.list()).toEqual([]);
  });

  test('writes nothing of a frame that was acknowledged at once', () => {
    const files = new MemoryFiles();
    const clock = new FakeClock();
    const spool = open(files, clock);
    const receiver = new Receiver();
    for (let timeMs = 1; timeMs <= 10; timeMs++) {
      spool.pushFrame(frame(timeMs));
      receiver.drain(spool);
      receiver.acknowledgeAll(spool);
      clock.advance(1000);
    }
    expect(files.list()).toEqual([]);
  });

  test('has on the disk what the power may fail on: events that matter at once, frames within 100 ms', () => {
    const files = new MemoryFiles();
    const clock = new FakeClock();
    const spool = open(files, clock);
    spool.pushEvent(login(1));
    spool.settle();
    spool.pushFrame(frame(2));
    clock.advance(100);
    const receiver = new Receiver();
    receiver.drain(open(files.crash(() => 0)));
    expect(receiver.events.map(({ kind }) => kind)).toEqual(['login.opened']);
    expect(receiver.frames.map(({ timeMs }) => timeMs)).toEqual([2]);
  });

  test('keeps seventy-two hours of frames and a million events in less than its limit', () => {
    const files = new MemoryFiles();
    const clock = new FakeClock();
    const spool = open(files, clock);
    // A hundredth of each, and a hundredth of the limit.
    for (let index = 0; index < 260; index++) {
      spool.pushFrame({ ...frame(index), samples: Array.from({ length: 10 }, () => frame(index).samples).flat() });
      clock.advance(10_000);
    }
    for (let index = 0; index < 10_000; index++) {
      spool.pushEvent(exec(index));
    }
    spool.settle();
    expect(spool.bytes).toBeLessThan(5.12e6);
    expect(spool.counts).toMatchObject({ droppedFrames: 0, droppedEvents: 0 });
  });

  test('when full thins frames first, then leaves out the many events, never a login; everything is counted', () => {
    const files = new MemoryFiles();
    const clock = new FakeClock();
    const spool = open(files, clock, 5 * 1024 * 1024);
    const sent = { frames: 20_000, execs: 60_000, logins: 2000 };
    for (let index = 0; index < sent.execs; index++) {
      spool.pushEvent(exec(index));
      if (index % 3 === 0) {
        spool.pushFrame(frame(index / 3));
        clock.advance(100);
      }
      if (index % 30 === 0) {
        spool.pushEvent(login(index));
      }
      spool.settle();
    }
    expect(spool.bytes).toBeLessThan(6 * 1024 * 1024);
    const receiver = new Receiver();
    receiver.drain(spool);
    expect(receiver.frames.length + receiver.lost('metric')).toBe(sent.frames);
    expect(receiver.events.filter(({ kind }) => kind === 'process.started').length + receiver.lost('process')).toBe(sent.execs);
    expect(receiver.events.filter(({ kind }) => kind === 'login.opened').length).toBe(sent.logins);
    expect(receiver.lost('metric')).toBeGreaterThan(0);
    expect(receiver.lost('process')).toBeGreaterThan(0);
    // What is left of the frames still reaches from the beginning to the end.
    expect(receiver.frames[0]?.timeMs).toBeLessThan(100);
    expect(receiver.frames.at(-1)?.timeMs).toBe(sent.frames - 1);
    expect(spool.counts.droppedFrames).toBe(receiver.lost('metric'));
  });

  test('goes on when the disk is full from the start, and tells what memory could not hold', () => {
    const files = new MemoryFiles();
    files.fault = ({ name }) => {
      if (name === 'append') {
        throw diskFull();
      }
    };
    const clock = new FakeClock();
    const spool = open(files, clock);
    for (let index = 0; index < 30_000; index++) {
      spool.pushEvent(exec(index));
      spool.settle();
    }
    for (let index = 0; index < 2000; index++) {
      spool.pushFrame(frame(index));
      clock.advance(1000);
    }
    spool.pushEvent(login(1));
    spool.settle();
    const receiver = new Receiver();
    receiver.drain(spool);
    expect(receiver.events.filter(({ kind }) => kind === 'process.started').length + receiver.lost('process')).toBe(30_000);
    expect(receiver.frames.length + receiver.lost('metric')).toBe(2000);
    expect(receiver.events.some(({ kind }) => kind === 'login.opened')).toBe(true);
  });

  test('tells a damaged file as a loss, and reads the others', () => {
    const files = new MemoryFiles();
    const clock = new FakeClock();
    const spool = open(files, clock);
    for (let index = 0; index < 30_000; index++) {
      spool.pushEvent(exec(index));
      spool.settle();
    }
    const left = files.kill();
    const names = left.list().filter((name) => name.startsWith('bulk'));
    expect(names.length).toBeGreaterThan(2);
    const first = left.read(names[0] as string);
    first[first.length >> 1] = (first[first.length >> 1] ?? 0) ^ 0xff;
    left.replace(names[0] as string, first);
    const receiver = new Receiver();
    receiver.drain(open(left));
    expect(receiver.losses.filter(({ reason }) => reason === 'spool_damaged')).toHaveLength(1);
    expect(receiver.events.at(-1)?.fields.pid).toBe(29_999);
  });

  test('tells when what a damaged file held was written, also when nothing of it can be read', () => {
    const files = new MemoryFiles();
    const clock = new FakeClock();
    const spool = open(files, clock);
    for (let index = 0; index < 30_000; index++) {
      files.nowMs = clock.wallMs();
      spool.pushEvent(exec(index));
      spool.settle();
      clock.advance(100);
    }
    const left = files.kill();
    const names = left
      .list()
      .filter((name) => name.startsWith('bulk'))
      .toSorted();
    const times = names.map((name) => left.writtenMs(name));
    for (const name of names) {
      left.nowMs = left.writtenMs(name);
      left.replace(name, new Uint8Array(100));
    }
    const receiver = new Receiver();
    receiver.drain(open(left, clock));
    const spans = receiver.losses.filter(({ reason }) => reason === 'spool_damaged').map(({ fromMs, toMs }) => [fromMs, toMs]);
    expect(spans).toEqual(times.map((toMs, index) => [times[index - 1] ?? toMs, toMs]));
  });

  test('works on real files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'vigie-spool-'));
    try {
      const clock = new FakeClock();
      const spool = open(openSpoolFiles(folder), clock);
      spool.pushEvent(login(1));
      spool.pushEvent(exec(2));
      spool.settle();
      spool.pushFrame(frame(3));
      clock.advance(100);
      const next = open(openSpoolFiles(folder));
      const receiver = new Receiver();
      receiver.drain(next);
      expect(receiver.events.map(({ timeMs }) => timeMs)).toEqual([1, 2]);
      expect(receiver.frames).toEqual([frame(3)]);
      receiver.acknowledgeAll(next);
      next.close();
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
