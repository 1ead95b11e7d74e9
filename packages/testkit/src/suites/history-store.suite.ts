import { afterEach, describe, expect, it } from 'bun:test';
import { randomFrom } from '../random.ts';
import { HistoryModel } from './history-store.model.ts';

export interface SuiteRecord {
  readonly timeMs: number;
  readonly key: boolean;
  readonly body: string;
}

/** What a store of host states must do, whatever it is made of: the port of the server, seen from outside. */
export interface HistoryStoreUnderTest {
  append(hostId: string, record: SuiteRecord): void;
  read(hostId: string, fromMs: number, toMs: number): Iterable<SuiteRecord>;
  keptFrom(hostId: string): number | null;
  flush(): void;
  retain(keepMs: number): void;
  maintain(nowMs: number): boolean;
  check(): Promise<{ readonly problems: readonly unknown[] }>;
  close(): Promise<void>;
}

export interface HistoryStorePlace {
  /** Opens what is there; again after a close. */
  open(now: () => number): HistoryStoreUnderTest;
  remove(): void;
}

const start = Date.UTC(2026, 10, 20, 8);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export function historyStoreSuite(name: string, newPlace: () => HistoryStorePlace): void {
  describe(`the history of host states: ${name}`, () => {
    const ends: (() => unknown)[] = [];
    afterEach(async () => {
      for (const end of ends.splice(0).reverse()) {
        await end();
      }
    });

    function begin() {
      const place = newPlace();
      const clock = { nowMs: start };
      let store = place.open(() => clock.nowMs);
      ends.push(place.remove, () => store.close());
      const settle = (): void => {
        store.flush();
        for (let steps = 0; store.maintain(clock.nowMs); steps++) {
          expect(steps).toBeLessThan(10_000);
        }
      };
      const reopen = async (): Promise<void> => {
        await store.close();
        store = place.open(() => clock.nowMs);
      };
      const bodies = (hostId: string, fromMs: number, toMs = fromMs): string[] =>
        [...store.read(hostId, fromMs, toMs)].map(({ body }) => body);
      const put = (hostId: string, timeMs: number, body: string, key = false): void => {
        clock.nowMs = Math.max(clock.nowMs, timeMs);
        store.append(hostId, { timeMs, key, body: JSON.stringify(body) });
      };
      return { clock, settle, reopen, bodies, put, store: () => store };
    }

    it('gives what leads to a moment: the last key before it, and what follows up to it', () => {
      const { put, bodies } = begin();
      put('a', start, 'first key', true);
      put('a', start + minute, 'change');
      put('a', start + hour, 'second key', true);
      put('a', start + hour + minute, 'later');
      expect(bodies('a', start + 2 * minute)).toEqual(['"first key"', '"change"']);
      expect(bodies('a', start + hour)).toEqual(['"second key"']);
      expect(bodies('a', start + 2 * minute, start + day)).toEqual(['"first key"', '"change"', '"second key"', '"later"']);
    });

    it('gives nothing of before the first key, and nothing of a host it does not know', () => {
      const { put, bodies, store } = begin();
      put('a', start, 'change without a key');
      put('a', start + minute, 'key', true);
      expect(bodies('a', start + 30_000)).toEqual([]);
      expect(bodies('a', start - day)).toEqual([]);
      expect(bodies('b', start + minute)).toEqual([]);
      expect(store().keptFrom('a')).toBe(start + minute);
      expect(store().keptFrom('b')).toBeNull();
    });

    it('answers the same after housekeeping and after a restart', async () => {
      const { put, bodies, settle, reopen, store } = begin();
      for (let index = 0; index < 5; index++) {
        put('a', start + index * hour, `key ${index}`, true);
        put('a', start + index * hour + minute, `change ${index}`);
      }
      const answers = () => [start, start + 3 * hour - 1, start + 4.5 * hour].map((moment) => bodies('a', moment));
      const before = answers();
      settle();
      expect(answers()).toEqual(before);
      await reopen();
      expect(answers()).toEqual(before);
      expect((await store().check()).problems).toEqual([]);
    });

    it('keeps two hosts apart', () => {
      const { put, bodies, settle } = begin();
      for (const moment of [0, hour, 2 * hour]) {
        put('a', start + moment, `a ${moment}`, true);
        put('b', start + moment + 1, `b ${moment}`, true);
      }
      settle();
      expect(bodies('a', start + hour + 1)).toEqual([`"a ${hour}"`]);
      expect(bodies('b', start + hour + 1)).toEqual([`"b ${hour}"`]);
    });

    it('keeps the history of a host that has gone silent, and goes on with it when it returns', () => {
      const { put, bodies, settle, clock } = begin();
      put('a', start, 'key', true);
      put('a', start + minute, 'the last word');
      clock.nowMs = start + day;
      settle();
      expect(bodies('a', start + 5 * hour)).toEqual(['"key"', '"the last word"']);
      put('a', start + day, 'returned', true);
      expect(bodies('a', start + day)).toEqual(['"returned"']);
    });

    it('forgets what is older than asked, by the clock of the server, and nothing else', () => {
      const { put, bodies, settle, store, clock } = begin();
      const farAhead = start + 1000 * day;
      put('wrong clock', farAhead, 'key', true);
      put('wrong clock', farAhead + hour, 'next key', true);
      clock.nowMs = start;
      for (let index = 0; index < 10; index++) {
        store().append('a', { timeMs: start + index * hour, key: true, body: `${index}` });
        clock.nowMs = start + index * hour;
        settle();
      }
      store().retain(3 * hour);
      settle();
      expect(bodies('a', start + 2 * hour)).toEqual([]);
      expect(bodies('a', start + 8 * hour)).toEqual(['8']);
      expect(bodies('wrong clock', farAhead)).toEqual([]);
    });

    it('forgets nothing by a clock that has just jumped ahead', () => {
      const { put, bodies, settle, clock } = begin();
      for (const moment of [0, hour, 2 * hour]) {
        put('a', start + moment, `${moment}`, true);
        settle();
      }
      clock.nowMs = start + 400 * day;
      settle();
      expect(bodies('a', start)).toEqual(['"0"']);
      for (let passed = 0; passed <= 70; passed += 10) {
        clock.nowMs = start + 400 * day + passed * minute;
        settle();
      }
      expect(bodies('a', start)).toEqual([]);
    });

    it('answers as a simple list does, through random work', async () => {
      const seed = Number(process.env.VIGIE_HISTORY_SEED ?? 20_261_120);
      console.log(`history store: seed ${seed}`);
      const random = randomFrom(seed);
      const { bodies, settle, reopen, store, clock } = begin();
      const model = new HistoryModel();
      const hosts = ['a', 'b', 'c'];
      const pick = (): string => hosts[Math.floor(random() * hosts.length)] as string;
      for (let step = 0; step < 1500; step++) {
        clock.nowMs += Math.floor(random() * 4 * minute);
        const hostId = pick();
        const chance = random();
        if (chance < 0.85) {
          const record = { timeMs: clock.nowMs, key: random() < 0.1, body: `{"step":${step}}` };
          store().append(hostId, record);
          model.append(hostId, record);
        } else if (chance < 0.9) {
          settle();
        } else if (chance < 0.91) {
          await reopen();
        } else {
          const fromMs = start + Math.floor(random() * (clock.nowMs - start));
          const toMs = random() < 0.5 ? fromMs : fromMs + Math.floor(random() * 5 * hour);
          expect([seed, step, hostId, ...bodies(hostId, fromMs, toMs)]).toEqual([seed, step, hostId, ...model.read(hostId, fromMs, toMs)]);
        }
      }
    });
  });
}
