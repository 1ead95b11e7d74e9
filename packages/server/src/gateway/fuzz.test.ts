import { describe, expect, it } from 'bun:test';
import { type AgentMessage, MessageDecoder, MessageEncoder } from '@vigie/contract/agent';
import { buildFacts } from '@vigie/testkit';
import { checkMessage } from './shapes.ts';

const seed = Number(process.env.VIGIE_FUZZ_SEED ?? 20261120);
const rounds = Number(process.env.VIGIE_FUZZ_ROUNDS ?? 30_000);

function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

const series = Array.from({ length: 20 }, (_, index) => ({
  name: `node_series_${index}`,
  labels: { device: `sd${index}` },
  kind: 'counter' as const,
}));
const row = {
  pid: 1,
  startTicks: 1,
  startedAtMs: 1,
  ppid: 0,
  name: 'a',
  exe: null,
  uid: 0,
  user: 'root',
  state: 'S',
  cpuCores: null,
  cpuSeconds: 0,
  rssBytes: 1,
  sharedBytes: 1,
  virtualBytes: 1,
  swapBytes: 0,
  uniqueBytes: null,
  nice: 0,
  priority: 20,
  threads: 1,
  cmdline: ['a', '<img src=x onerror=alert(1)>'],
  openFiles: 1,
  readBytesPerSecond: 0,
  writeBytesPerSecond: 0,
  unit: null,
  container: null,
  kernel: false,
  deleted: false,
  hidden: [],
};
const corpus: AgentMessage[] = [
  {
    type: 'frame',
    body: {
      sequence: 1,
      timeMs: 1_795_000_000_000,
      intervalMs: 1000,
      samples: series.map((one, index) => ({ series: one, value: index * 1.5 })),
    },
  },
  { type: 'facts', body: buildFacts() },
  { type: 'processes', body: { timeMs: 1, intervalMs: 1000, full: true, rows: [row], gone: [2, 3] } },
  { type: 'result', body: { id: 'x', ok: true, output: { deep: [[[1]]] } } },
  { type: 'pong', body: { sentAtMs: 1, peerTimeMs: 2 } },
];

describe('the decoder', () => {
  it(`takes or refuses ${rounds} mutated messages and never does anything else (seed ${seed})`, () => {
    const random = randomOf(seed);
    const originals = corpus.map((message) => new MessageEncoder().encode(message));
    const before = Object.getOwnPropertyNames(Object.prototype).join();
    let refused = 0;
    for (let round = 0; round < rounds; round++) {
      const bytes = (originals[Math.floor(random() * originals.length)] as Uint8Array).slice();
      for (let change = Math.floor(random() * 6); change >= 0; change--) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      const cut = random() < 0.2 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes;
      try {
        checkMessage(new MessageDecoder().decode(cut));
      } catch (error) {
        refused++;
        expect([round, (error as Error).name]).toEqual([round, (error as Error).name === 'AppError' ? 'AppError' : 'MalformedMessage']);
      }
    }
    expect(refused).toBeGreaterThan(rounds / 4);
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
  });
});
