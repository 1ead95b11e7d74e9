import { describe, expect, it } from 'bun:test';
import type { OperationId, Plan } from '@vigie/contract';
import { buildProcessRow } from '../testing/builders.ts';
import { createFakeHosts } from '../testing/fake-hosts.ts';
import { refusalOf } from '../testing/refusal.ts';
import { buildActor, createTestRunner } from '../testing/test-runner.ts';

const token = buildActor({ kind: 'token', id: 'token-1', name: 'ci', email: null });

/** A valid input of every operation on a host, to break one member of. */
const valid = {
  'process.list': {},
  'process.get': { pid: 50 },
  'process.signal': { pid: 50, signal: 'TERM' },
  'process.renice': { pid: 50, nice: 5 },
  'process.affinity': { pid: 50, cpus: [0] },
  'process.ioprio': { pid: 50, class: 'idle' },
  'process.restart': { pid: 50 },
  'socket.list': {},
  'host.get': {},
  'metric.recent': {},
  'audit.list': {},
  'action.undo': { id: 'x' },
} satisfies Partial<Record<OperationId, object>>;

const wrong: Readonly<Record<string, readonly unknown[]>> = {
  pid: [
    'abc',
    '',
    ' ',
    0,
    -1,
    1.5,
    4_194_305,
    1e308,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    true,
    null,
    [50],
    { pid: 50 },
    '50;id',
    '$(id)',
    '50\n',
    '0x32',
    '٥٠',
  ],
  start_ticks: [-1, 1.5, true, null, 'x', [1]],
  host: [5, null, '', '../..', 'a b', '$(id)', 'local\u0000', 'x'.repeat(65)],
  signal: [15, null, '', 'NOPE', 'TERM;KILL', ['TERM'], '-9', 'SIGSIGTERM', 'T'.repeat(17)],
  nice: ['5', -21, 20, 1.5, null, true, [5], 1e308],
  cpus: [[], [-1], [1024], ['0'], '0', [0.5], null, Array.from({ length: 1025 }, () => 0)],
  class: ['', 'fast', 2, null, ['idle']],
  level: [-1, 8, '4', 1.5, null],
  tree: ['true', 1, null],
  targets: [
    [],
    'all',
    {},
    [50],
    [{ pid: '50' }],
    [{ pid: 0 }],
    [{ pid: 50, role: 'owner' }],
    Array.from({ length: 501 }, () => ({ pid: 50 })),
  ],
  id: ['', 5, null, 'x'.repeat(65), ['x']],
  limit: [0, -1, 'ten', 1.5, 1e9, true, []],
  offset: [-1, 'x', true],
  sort: ['size', 5, null],
  order: ['up', 1],
  format: ['xml', 1],
  q: [5, [], 'x'.repeat(501)],
  since_ms: [-1, 'yesterday', true],
};

const members: Readonly<Record<keyof typeof valid, readonly string[]>> = {
  'process.list': ['host', 'q', 'sort', 'order', 'limit', 'offset', 'format'],
  'process.get': ['host', 'pid'],
  'process.signal': ['host', 'pid', 'start_ticks', 'signal', 'tree'],
  'process.renice': ['host', 'pid', 'start_ticks', 'nice'],
  'process.affinity': ['host', 'pid', 'start_ticks', 'cpus'],
  'process.ioprio': ['host', 'pid', 'start_ticks', 'class', 'level'],
  'process.restart': ['host', 'pid', 'start_ticks'],
  'socket.list': ['host', 'q', 'pid', 'limit', 'offset', 'format'],
  'host.get': ['host'],
  'metric.recent': ['host', 'since_ms'],
  'audit.list': ['q', 'limit', 'format'],
  'action.undo': ['id'],
};

async function setUp() {
  const hosts = createFakeHosts({ processes: [buildProcessRow({ pid: 1, name: 'systemd' }), buildProcessRow({ pid: 50 })] });
  return createTestRunner({ hosts });
}

describe('bad input', () => {
  for (const operation of Object.keys(valid) as (keyof typeof valid)[]) {
    it(`is refused by ${operation} as invalid, before any host is asked`, async () => {
      const { runner, hosts } = await setUp();
      for (const member of members[operation]) {
        for (const value of wrong[member] ?? []) {
          const refusal = await refusalOf(runner.call(token, operation, { ...valid[operation], [member]: value }));
          expect([member, value, refusal.code]).toEqual([member, value, 'invalid_input']);
          expect(refusal.details.length).toBeGreaterThan(0);
          for (const detail of refusal.details) {
            expect(detail.message.en.length > 0 && detail.message.fr.length > 0).toBe(true);
          }
        }
      }
      for (const input of [5, 'x', [], true]) {
        expect((await refusalOf(runner.call(token, operation, input))).code).toBe('invalid_input');
      }
      expect(hosts.calls).toEqual([]);
    });
  }

  for (const operation of ['process.signal', 'process.renice', 'process.affinity', 'process.ioprio'] as const) {
    it(`is refused by ${operation} as a list of targets`, async () => {
      const { runner, hosts } = await setUp();
      const { pid: _pid, ...others } = valid[operation];
      for (const targets of wrong.targets ?? []) {
        expect((await refusalOf(runner.call(token, operation, { ...others, targets }))).code).toBe('invalid_input');
      }
      expect(hosts.calls).toEqual([]);
    });
  }

  for (const operation of ['process.signal', 'process.renice', 'process.affinity', 'process.ioprio', 'process.restart'] as const) {
    it(`process 1 is critical for ${operation}: a token needs the hash, and nothing runs`, async () => {
      const { runner, hosts } = await setUp();
      const refusal = await refusalOf(runner.call(token, operation, { ...valid[operation], pid: 1 }));
      expect(refusal.code).toBe('confirmation_required');
      const plan = refusal.data.plan as Plan;
      expect([plan.risk, plan.reasons[0]?.code]).toEqual(['critical', 'is_init']);
      expect(hosts.calls.some((call) => call.verb === 'run')).toBe(false);
    });

    it(`an unknown pid is not found by ${operation}`, async () => {
      const { runner } = await setUp();
      expect((await refusalOf(runner.call(token, operation, { ...valid[operation], pid: 4_194_304 }))).code).toBe('process_not_found');
    });

    it(`another user’s process without rights is refused by ${operation}`, async () => {
      const { runner, hosts } = await setUp();
      hosts.state.facts.set(50, { permitted: false, user: 'root' });
      expect((await refusalOf(runner.call(token, operation, valid[operation]))).code).toBe('access_denied');
      expect(hosts.calls.some((call) => call.verb === 'run')).toBe(false);
    });
  }

  it('leaves Object.prototype as it was', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort();
    const { runner } = await setUp();
    for (const operation of Object.keys(valid)) {
      const hostile: unknown = JSON.parse('{"__proto__":{"role":"owner"},"constructor":{"prototype":{"role":"owner"}},"pid":50,"id":"x"}');
      await runner.call(token, operation, hostile).catch(() => undefined);
    }
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
    expect(Reflect.get({}, 'role')).toBeUndefined();
  });
});
