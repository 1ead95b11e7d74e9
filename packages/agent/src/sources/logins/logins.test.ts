import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHostTree } from '../../kernel/index.ts';
import { FakeClock } from '../../link/testing/scripted-server.ts';
import { openMarks } from '../../state/marks.ts';
import { createBootSource } from '../boot/index.ts';
import type { FoundEvent, FoundGap, Source } from '../index.ts';
import { createLoginSource } from './index.ts';
import { parseLoginRecords, recordBytes } from './parse.ts';

let root: string;
let wtmp: string;
let clock: FakeClock;
let events: FoundEvent[];
const running: Source[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vigie-logins-'));
  mkdirSync(join(root, 'var/log'), { recursive: true });
  wtmp = join(root, 'var/log/wtmp');
  clock = new FakeClock();
  events = [];
});
afterEach(() => {
  for (const source of running.splice(0)) {
    source.stop('the test ends');
  }
  rmSync(root, { recursive: true, force: true });
});

function buildRecord(type: number, user: string, terminal: string, seconds: number, address = ''): Buffer {
  const bytes = Buffer.alloc(recordBytes);
  bytes.writeInt16LE(type, 0);
  bytes.writeInt32LE(4312, 4);
  bytes.write(terminal, 8);
  bytes.write(user, 44);
  bytes.write(address, 76);
  if (process.arch === 'arm64') {
    bytes.writeBigInt64LE(BigInt(seconds), 344);
  } else {
    bytes.writeUInt32LE(seconds, 340);
  }
  return bytes;
}
const login = (user: string, terminal: string, seconds: number) => buildRecord(7, user, terminal, seconds, '192.0.2.9');
const logout = (terminal: string, seconds: number) => buildRecord(8, '', terminal, seconds);

function begin(): boolean {
  const source = createLoginSource({ clock, tree: openHostTree(root), marks: openMarks(join(root, 'marks.json')) });
  running.push(source);
  return source.start({ event: (event) => void events.push(event), gap: () => undefined });
}
const kinds = () => events.map((event) => `${event.kind} ${event.fields.user ?? ''}`.trim());

describe('logins', () => {
  test('of before the first life of the agent are no news; what follows is told, and whose session ended', () => {
    writeFileSync(wtmp, login('ada', 'pts/0', 100));
    expect(begin()).toBe(true);
    appendFileSync(wtmp, Buffer.concat([login('grace', 'pts/1', 200), logout('pts/0', 300)]));
    clock.advance(2000);
    expect(kinds()).toEqual(['login.opened grace', 'login.closed ada']);
    expect(events[0]).toMatchObject({ timeMs: 200_000, fields: { terminal: 'pts/1', address: '192.0.2.9', pid: 4312 } });
    expect(events[1]?.fields.durationMs).toBe(200_000);
  });

  test('of the time between two lives are told by the second, also when the file was rotated', () => {
    writeFileSync(wtmp, '');
    begin();
    running.pop()?.stop('');
    appendFileSync(wtmp, login('ada', 'pts/0', 100));
    begin();
    expect(kinds()).toEqual(['login.opened ada']);
    running.pop()?.stop('');
    renameSync(wtmp, `${wtmp}.1`);
    writeFileSync(wtmp, login('grace', 'pts/0', 200));
    begin();
    expect(kinds()).toEqual(['login.opened ada', 'login.opened grace']);
  });

  test('half a record waits for its other half; a shut-down ends every session', () => {
    writeFileSync(wtmp, '');
    begin();
    const record = login('ada', 'pts/0', 100);
    appendFileSync(wtmp, record.subarray(0, 100));
    clock.advance(2000);
    expect(events).toEqual([]);
    appendFileSync(wtmp, Buffer.concat([record.subarray(100), buildRecord(1, 'shutdown', '~', 150, '6.1.0'), logout('pts/0', 160)]));
    clock.advance(2000);
    expect(kinds()).toEqual(['login.opened ada', 'host.shutdown']);
  });

  test('a host without the file has none', () => {
    expect(begin()).toBe(false);
  });

  test('odd bytes are data: names of full length and no end', () => {
    const bytes = Buffer.alloc(recordBytes, 0xff);
    bytes.writeInt16LE(7, 0);
    expect(parseLoginRecords(bytes)[0]?.user).toHaveLength(32);
    expect(parseLoginRecords(Buffer.alloc(recordBytes - 1))).toEqual([]);
  });
});

test('another boot id than the last is a boot of the host; the same is only another life of the agent', () => {
  const marks = openMarks(join(root, 'marks.json'));
  mkdirSync(join(root, 'proc/sys/kernel/random'), { recursive: true });
  const boot = (id: string) => {
    writeFileSync(join(root, 'proc/sys/kernel/random/boot_id'), `${id}\n`);
    writeFileSync(join(root, 'proc/stat'), 'cpu 0\nbtime 900\n');
    const source = createBootSource({ clock, tree: openHostTree(root), marks, privileged: true });
    source.start({ event: (event) => void events.push(event), gap: () => undefined });
    source.stop('stopped');
  };
  boot('one');
  boot('one');
  expect(kinds()).toEqual(['agent.started', 'agent.stopped', 'agent.started', 'agent.stopped']);
  boot('two');
  expect(events[4]).toMatchObject({ kind: 'host.booted', timeMs: 900_000, fields: { bootId: 'two', previousBootId: 'one' } });
});

test('the time in which no agent ran is told as a gap, and whether the host was off', () => {
  const gaps: FoundGap[] = [];
  mkdirSync(join(root, 'proc/sys/kernel/random'), { recursive: true });
  writeFileSync(join(root, 'proc/stat'), 'cpu 0\nbtime 900\n');
  let nowMs = 1_000_000;
  /** One life of the agent, on a clock that ends with it: a killed one says nothing more. */
  const boot = (id: string, livesMs: number) => {
    writeFileSync(join(root, 'proc/sys/kernel/random/boot_id'), `${id}\n`);
    const own = new FakeClock();
    own.advance(nowMs - own.wallMs());
    const source = createBootSource({ clock: own, tree: openHostTree(root), marks: openMarks(join(root, 'marks.json')), privileged: true });
    source.start({ event: () => undefined, gap: (gap) => void gaps.push(gap) });
    own.advance(livesMs);
    nowMs += livesMs;
    return source;
  };
  boot('one', 34_000).stop('stopped');
  nowMs += 5_000;
  boot('one', 44_000);
  nowMs += 60_000;
  boot('one', 0).stop('stopped');
  nowMs += 3_600_000;
  boot('two', 0);
  expect(gaps).toEqual([
    { class: 'all', fromMs: 1_079_000, toMs: 1_143_000, count: null, reason: 'agent_away' },
    { class: 'all', fromMs: 1_143_000, toMs: 4_743_000, count: null, reason: 'host_down' },
  ]);
});
