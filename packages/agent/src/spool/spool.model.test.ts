import { describe, expect, test } from 'bun:test';
import type { MetricSeries } from '@vigie/contract/agent';
import { randomFrom } from '@vigie/testkit';
import { FakeClock } from '../link/testing/scripted-server.ts';
import { Spool } from './index.ts';
import { diskFull, MemoryFiles } from './testing/memory-files.ts';
import { Receiver } from './testing/receiver.ts';

const load: MetricSeries = { name: 'node_load1', labels: {}, kind: 'gauge' };

/** A spool with a receiver at its end, and what was put in. */
class Bed {
  files = new MemoryFiles();
  readonly clock = new FakeClock();
  readonly receiver = new Receiver();
  readonly pushed = { metric: 0, process: 0, login: 0 };
  /** Of what was pushed, what the spool says is on its disk. */
  readonly accepted = { process: new Set<number>(), login: new Set<number>() };
  private next = 1;
  private streams = 0;
  private readonly fresh = { process: [] as number[], login: [] as number[] };
  spool = this.open();

  open(): Spool {
    return new Spool({ files: this.files, clock: this.clock, maxBytes: 4 * 1024 * 1024, newStream: () => `stream-${++this.streams}` });
  }

  push(noun: 'metric' | 'process' | 'login'): void {
    const id = this.next++;
    this.pushed[noun]++;
    if (noun === 'metric') {
      this.spool.pushFrame({ timeMs: id, intervalMs: 1000, samples: [{ series: load, value: id }] });
      return;
    }
    this.spool.pushEvent({ timeMs: id, kind: noun === 'process' ? 'process.started' : 'login.opened', fields: { id } });
    this.fresh[noun].push(id);
  }

  settle(): void {
    this.spool.settle();
    for (const noun of ['process', 'login'] as const) {
      if (this.spool[noun === 'process' ? 'bulk' : 'kept'].unwritten === 0) {
        for (const id of this.fresh[noun].splice(0)) {
          this.accepted[noun].add(id);
        }
      }
    }
  }

  /** A new life on what is left. */
  reopen(files: MemoryFiles): void {
    this.files = files;
    this.fresh.process = [];
    this.fresh.login = [];
    this.receiver.cut();
    this.spool = this.open();
  }

  cut(): void {
    this.receiver.cut();
    for (const lane of [this.spool.kept, this.spool.bulk, this.spool.frames]) {
      lane.stepOver();
      lane.restart();
    }
  }

  finish(): void {
    this.files.fault = () => undefined;
    this.clock.advance(5000);
    this.settle();
    this.cut();
    this.receiver.drain(this.spool);
    this.receiver.acknowledgeAll(this.spool);
  }

  received(noun: 'process' | 'login'): Set<number> {
    const kind = noun === 'process' ? 'process.started' : 'login.opened';
    return new Set(this.receiver.events.filter((event) => event.kind === kind).map(({ timeMs }) => timeMs));
  }
}

describe('a refused call', () => {
  /** The same work each time; gives the number of calls it made of the file system. */
  function work(bed: Bed): void {
    for (let round = 0; round < 12; round++) {
      for (let index = 0; index < 700; index++) {
        bed.push(index % 50 === 0 ? 'login' : 'process');
        if (index % 100 === 0) {
          bed.push('metric');
          bed.settle();
        }
      }
      bed.clock.advance(1500);
      if (round % 4 === 3) {
        bed.receiver.drain(bed.spool, 500);
        bed.receiver.acknowledge(bed.spool, 300);
        bed.cut();
      }
    }
  }

  test.each(['ENOSPC', 'EIO'])('%s at any one call loses nothing and counts nothing twice', (code) => {
    const probe = new Bed();
    let total = 0;
    probe.files.fault = ({ number }) => {
      total = number;
    };
    work(probe);
    expect(total).toBeGreaterThan(50);
    const step = Math.max(1, Math.floor(total / 60));
    for (let at = 1; at <= total; at += step) {
      const bed = new Bed();
      bed.files.fault = ({ number, name }) => {
        if (number === at && name !== 'read') {
          throw Object.assign(diskFull(), { code });
        }
      };
      work(bed);
      bed.finish();
      const { receiver, pushed } = bed;
      const told = {
        at,
        metric: receiver.frames.length + receiver.lost('metric'),
        process: bed.received('process').size + receiver.lost('process'),
        login: bed.received('login').size,
      };
      expect(told).toEqual({ at, ...pushed });
    }
  });
});

describe('any sequence of work, kills and power failures', () => {
  test.each(Array.from({ length: 40 }, (_, index) => 1000 + index))('seed %d: what was accepted arrives, or is told as lost', (seed) => {
    const random = randomFrom(seed);
    const bed = new Bed();
    let powerFailed = false;
    let killed = false;
    let killedWhileFull = false;
    let full = false;
    for (let step = 0; step < 300; step++) {
      const dice = random();
      if (dice < 0.6) {
        const count = Math.floor(random() * 200);
        for (let index = 0; index < count; index++) {
          bed.push(random() < 0.05 ? 'login' : random() < 0.1 ? 'metric' : 'process');
        }
        bed.settle();
      } else if (dice < 0.75) {
        bed.clock.advance(Math.floor(random() * 3000));
      } else if (dice < 0.87) {
        bed.receiver.drain(bed.spool, Math.floor(random() * 400));
        bed.receiver.acknowledge(bed.spool, Math.floor(random() * 400));
      } else if (dice < 0.93) {
        bed.cut();
      } else if (dice < 0.96) {
        full = !full;
        bed.files.fault = ({ name }) => {
          if (full && (name === 'append' || name === 'replace' || name === 'sync')) {
            throw diskFull();
          }
        };
      } else if (seed % 4 === 0) {
        // A life without an end, whose counts must be exact.
        bed.clock.advance(10_000);
      } else if (dice < 0.985) {
        killed = true;
        killedWhileFull ||= full;
        full = false;
        bed.reopen(bed.files.kill());
      } else {
        powerFailed = true;
        full = false;
        bed.reopen(bed.files.crash(random));
      }
    }
    bed.finish();
    const { receiver } = bed;
    const lostLogins = [...bed.accepted.login].filter((id) => !bed.received('login').has(id));
    expect(lostLogins).toEqual([]);
    const received = bed.received('process');
    const missing = [...bed.accepted.process].filter((id) => !received.has(id)).length;
    if (!powerFailed && !killedWhileFull) {
      expect(missing).toBeLessThanOrEqual(receiver.lost('process'));
    }
    if (!powerFailed && !killed) {
      expect(received.size + receiver.lost('process')).toBe(bed.pushed.process);
      expect(receiver.frames.length + receiver.lost('metric')).toBe(bed.pushed.metric);
    }
    expect(new Set(receiver.frames.map(({ timeMs }) => timeMs)).size).toBe(receiver.frames.length);
  });
});
