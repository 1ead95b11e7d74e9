import { describe, expect, it } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HostSchema, ProcessSchema, rolePermissions, SocketSchema } from '@vigie/contract';
import { type AgentMessage, MessageDecoder, MessageEncoder } from '@vigie/contract/agent';
import { buildFacts, buildFrame, buildProcessRow, buildSocketRow, fakeClock, MemoryAgent } from '@vigie/testkit';
import { openAuthority } from '../ca/index.ts';
import { Latest } from '../latest/index.ts';
import { createLive } from '../live/index.ts';
import { openVault } from '../platform/vault/index.ts';
import { AgentSession } from './session.ts';
import { checkMessage } from './shapes.ts';

/* VIGIE_FUZZ_SEED repeats a run, VIGIE_FUZZ_ROUNDS makes it longer. */
const seed = Number(process.env.VIGIE_FUZZ_SEED ?? 20_261_120);
const rounds = Number(process.env.VIGIE_FUZZ_ROUNDS ?? 30_000);

const timeoutMs = 30_000 + rounds;

type Random = () => number;

function randomOf(start: number): Random {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

const corpus: readonly AgentMessage[] = [
  { type: 'frame', body: buildFrame(Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`node_series_${index}`, index * 1.5]))) },
  { type: 'facts', body: buildFacts() },
  {
    type: 'processes',
    body: { timeMs: 1, intervalMs: 1000, full: true, rows: [buildProcessRow(), buildProcessRow({ pid: 2 })], gone: [2, 3] },
  },
  { type: 'processes', body: { timeMs: 2, intervalMs: 1000, full: false, rows: [buildProcessRow({ pid: 2 })], gone: [1], more: true } },
  { type: 'sockets', body: { timeMs: 1, full: true, rows: [buildSocketRow()], gone: ['tcp:1'], ownersHidden: true } },
  { type: 'result', body: { id: 'x', ok: true, output: { deep: [[[1]]] } } },
  { type: 'result', body: { id: 'x', ok: false, code: 'process_not_found', message: { en: 'a', fr: 'b' } } },
  { type: 'ping', body: { sentAtMs: 1 } },
  { type: 'pong', body: { sentAtMs: 1, peerTimeMs: 2 } },
  { type: 'goodbye', body: { reason: 'stopping' } },
];

/** Values that have broken programs, as JSON. */
const oddities = [
  ...['null', 'true', '{}', '[]', '[[]]', '""', '"__proto__"', '"\\ud800"', '"\\u0000\\u202e\\r\\n"', '"<img src=x onerror=alert(1)>"'],
  ...['0', '-0', '-1', '1.5', '1e308', '1e999', '9007199254740993', '-1e13', '253402300799999', '4194304', '65535'],
  ...[
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"toString":1,"length":-1}',
    `"${'x'.repeat(5000)}"`,
  ],
];

/** Changes bytes: the header, the varints of a frame, the inside of JSON. */
function mutateBytes(random: Random, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const mutated = bytes.slice();
  for (let change = Math.floor(random() * 6); change >= 0; change--) {
    mutated[Math.floor(random() * mutated.length)] = Math.floor(random() * 256);
  }
  return random() < 0.2 ? mutated.slice(0, Math.floor(random() * mutated.length)) : mutated;
}

/** Changes values and members, and leaves JSON that can be read. */
function mutateJson(random: Random, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  let json = new TextDecoder().decode(bytes.subarray(1));
  for (let change = Math.floor(random() * 3); change >= 0; change--) {
    const values = [...json.matchAll(/(?<=[:[,])(?:"(?:[^"\\]|\\.)*"|-?\d[\d.e+-]*|true|false|null)(?=[,\]}])/g)];
    const value = values.length === 0 ? undefined : pick(random, values);
    if (value) {
      json = json.slice(0, value.index) + pick(random, oddities) + json.slice(value.index + value[0].length);
    }
    if (random() < 0.2) {
      json = json.replace(
        '{',
        `{"${pick(random, ['__proto__', 'constructor', 'role', 'rows', 'full', 'pid'])}":${pick(random, oddities)},`,
      );
    }
  }
  return Uint8Array.from([bytes[0] as number, ...new TextEncoder().encode(json)]);
}

function mutant(random: Random, originals: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const original = pick(random, originals);
  return original[0] !== 5 && random() < 0.6 ? mutateJson(random, original) : mutateBytes(random, original);
}

const originals = corpus.map((message) => new MessageEncoder().encode(message));

describe(`messages that were tampered with (seed ${seed})`, () => {
  it(
    `are taken or refused, ${rounds} of them, and nothing else happens`,
    () => {
      const random = randomOf(seed);
      const before = Object.getOwnPropertyNames(Object.prototype).join();
      let refused = 0;
      for (let round = 0; round < rounds; round++) {
        try {
          checkMessage(new MessageDecoder().decode(mutant(random, originals)));
        } catch (error) {
          refused++;
          if (!(error instanceof Error) || error.name !== 'MalformedMessage') {
            throw new Error(`round ${round}: ${String(error)}`, { cause: error });
          }
        }
      }
      expect([refused > rounds / 4, refused < (rounds * 9) / 10]).toEqual([true, true]);
      expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
    },
    timeoutMs,
  );

  it(
    'leave a server whose hosts, rows and pages are whole, and end no other session',
    async () => {
      const random = randomOf(seed + 1);
      const clock = fakeClock(Date.now());
      const folder = mkdtempSync(join(tmpdir(), 'vigie-fuzz-'));
      const authority = await openAuthority({ directory: folder, vault: openVault({ directory: folder }), now: clock.now });
      const identities = await Promise.all(['h', 'other'].map(async (hostId) => ({ hostId, ...(await authority.issueAgentPair(hostId)) })));
      rmSync(folder, { recursive: true, force: true });
      const broken: unknown[] = [];
      const reports: string[] = [];
      const latest = new Latest(
        { now: clock.now, timers: clock, report: (message) => void reports.push(message), remember: () => undefined },
        identities.map(({ hostId }) => ({ id: hostId, local: hostId === 'h', name: hostId, facts: null, agentVersion: null })),
      );
      const enter = (index: number) => {
        const agent = new MemoryAgent();
        const deps = { authority: authority.certificate, now: clock.now, timers: clock, isKnownHost: () => true, sink: latest };
        agent.attach(
          new AgentSession({ ...deps, config: { allowedSignals: [] }, report: (message) => void reports.push(message) }, agent.wire),
        );
        return agent.enter(identities[index] as (typeof identities)[number]);
      };
      const live = createLive({
        hosts: latest,
        redeem: () => ({
          kind: 'user',
          id: 'u',
          name: 'u',
          email: null,
          role: 'owner',
          permissions: rolePermissions.owner,
          language: 'en',
          address: null,
          door: 'page',
          organizationId: 'o',
        }),
        stillValid: () => Promise.resolve(true),
        isAllowedOrigin: () => true,
        onAudit: () => () => undefined,
        report: (error) => void broken.push(error),
        now: clock.now,
        timers: clock,
      });
      const wire = { bufferedBytes: 0, send: checkPageMessage, close: (_code: number, reason: string) => void broken.push(reason) };
      const page = live.connect(wire);
      live.receive(page, '{"type":"hello","ticket":"t"}');
      for (const [id, topic] of ['hosts', 'metrics', 'processes', 'sockets'].entries()) {
        live.receive(page, JSON.stringify({ type: 'subscribe', id, topic }));
      }
      const bystander = await enter(1);
      let offender = await enter(0);
      let ended = 0;
      for (let round = 0; round < rounds / 10; round++) {
        offender.sendBytes(mutant(random, originals));
        clock.advance(1100);
        if (offender.inbox.ended !== null) {
          ended++;
          offender = await enter(0);
        }
      }
      expect(broken).toEqual([]);
      expect(reports.filter((report) => report.includes('broke') || report.includes('could not be taken in'))).toEqual([]);
      expect([ended > 0, bystander.inbox.ended, latest.require('other').state]).toEqual([true, null, 'late']);
      live.stop();
      latest.stop();
    },
    timeoutMs,
  );
});

/** What a page is told must be what the contract says, whatever the host sent. */
function checkPageMessage(text: string): void {
  const message = JSON.parse(text) as {
    readonly topic?: string;
    readonly payload?: { readonly rows?: unknown[]; readonly items?: unknown[] };
  };
  const schemas = { processes: ProcessSchema, sockets: SocketSchema, hosts: HostSchema };
  const schema = schemas[message.topic as keyof typeof schemas];
  for (const row of message.payload?.rows ?? message.payload?.items ?? []) {
    schema?.parse(row);
  }
}
