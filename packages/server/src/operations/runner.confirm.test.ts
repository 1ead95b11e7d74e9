import { describe, expect, it } from 'bun:test';
import type { AppError, Plan, RiskLevel } from '@vigie/contract';
import { buildProcessRow } from '../testing/builders.ts';
import { createFakeHosts } from '../testing/fake-hosts.ts';
import { refusalOf } from '../testing/refusal.ts';
import { buildActor, createTestRunner } from '../testing/test-runner.ts';
import { planLifeMs } from './plan.ts';
import type { Actor, CallOptions } from './types.ts';

const person = buildActor();
const token = buildActor({ kind: 'token', id: 'token-1', name: 'ci', email: null, door: 'api' });
const others: readonly Actor[] = [
  buildActor({ id: 'user-2', email: 'eve@example.org' }),
  buildActor({ kind: 'token', id: 'user-1' }),
  buildActor({ organizationId: 'organization-2' }),
];

async function setUp() {
  const hosts = createFakeHosts({
    processes: [
      buildProcessRow({ pid: 1, name: 'systemd' }),
      buildProcessRow({ pid: 50 }),
      buildProcessRow({ pid: 51 }),
      buildProcessRow({ pid: 52 }),
    ],
  });
  hosts.state.facts.set(51, { role: 'database', clients: ['192.0.2.7', '192.0.2.8'] });
  const test = await createTestRunner({ hosts });
  const call = (actor: Actor, input: unknown, options?: CallOptions) => test.runner.call(actor, 'process.signal', input, options);
  const offered = async (actor: Actor, input: unknown): Promise<Plan> => {
    const outcome = await call(actor, input, { dryRun: true });
    if (outcome.kind !== 'plan') {
      throw new Error('expected a plan');
    }
    return outcome.plan;
  };
  const runs = () => hosts.calls.filter((item) => item.verb === 'run').length;
  return { ...test, hosts, call, offered, runs };
}

function planIn(error: AppError): Plan {
  return error.data.plan as Plan;
}

describe('the confirmation policy', () => {
  // Risk of TERM: 50 is an ordinary process, 51 a database with clients, 1 is init.
  const cases: [who: string, actor: Actor, pid: number, risk: RiskLevel, outcome: 'runs' | 'hash' | 'hash and password'][] = [
    ['a person', person, 50, 'medium', 'hash'],
    ['a person', person, 51, 'high', 'hash'],
    ['a person', person, 1, 'critical', 'hash and password'],
    ['a token', token, 50, 'medium', 'runs'],
    ['a token', token, 51, 'high', 'hash'],
    ['a token', token, 1, 'critical', 'hash'],
  ];
  for (const [who, actor, pid, risk, outcome] of cases) {
    it(`asks ${who} with a ${risk} action for: ${outcome}`, async () => {
      const test = await setUp();
      const input = { pid, signal: 'TERM' };
      if (outcome === 'runs') {
        expect((await test.call(actor, input)).kind).toBe('result');
        expect(test.runs()).toBe(1);
        return;
      }
      const refusal = await refusalOf(test.call(actor, input));
      expect(refusal.code).toBe('confirmation_required');
      const plan = planIn(refusal);
      expect(plan.risk).toBe(risk);
      expect(plan.needsPassword).toBe(outcome === 'hash and password');
      expect(test.runs()).toBe(0);
      if (outcome === 'hash and password') {
        const asked = await refusalOf(test.call(actor, input, { confirm: plan.hash }));
        expect(asked.code).toBe('password_required');
        expect(planIn(asked)).toEqual(plan);
        expect((await refusalOf(test.call(actor, input, { confirm: plan.hash, password: 'wrong' }))).code).toBe('wrong_credentials');
        expect(test.runs()).toBe(0);
      }
      const done = await test.call(actor, input, { confirm: plan.hash, password: 'right' });
      expect(done.kind).toBe('result');
      expect(test.runs()).toBe(1);
    });
  }

  it('never changes anything by planning', async () => {
    const test = await setUp();
    await test.offered(person, { pid: 50, signal: 'KILL' });
    await test.offered(token, { pid: 50, signal: 'KILL' });
    expect(test.runs()).toBe(0);
    expect(test.hosts.state.processes.size).toBe(4);
    expect(await test.db.selectFrom('action').selectAll().execute()).toEqual([]);
  });

  it('runs a low action of a person at once, and plans it when asked', async () => {
    const test = await setUp();
    test.hosts.state.restart = { possible: true, reason: null, unit: null, argv: ['x'], workingDirectory: '/' };
    const plan = await test.offered(person, { pid: 50, signal: 'TERM' });
    expect(plan.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a plan’s hash', () => {
  it('runs exactly once', async () => {
    const test = await setUp();
    const plan = await test.offered(person, { pid: 50, signal: 'STOP' });
    await test.call(person, { pid: 50, signal: 'STOP' }, { confirm: plan.hash });
    expect((await refusalOf(test.call(person, { pid: 50, signal: 'STOP' }, { confirm: plan.hash }))).code).toBe('plan_used');
    expect(test.runs()).toBe(1);
  });

  it('is won by one of many confirmations at the same time', async () => {
    const test = await setUp();
    const plan = await test.offered(person, { pid: 50, signal: 'STOP' });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => test.call(person, { pid: 50, signal: 'STOP' }, { confirm: plan.hash })),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map((outcome) => (outcome.reason as AppError).code);
    expect(refused).toEqual(Array.from({ length: 7 }, () => 'plan_used' as const));
    expect(test.runs()).toBe(1);
    expect(await test.db.selectFrom('action').select('id').execute()).toHaveLength(1);
  });

  it('belongs to one person of one organization', async () => {
    const test = await setUp();
    const plan = await test.offered(person, { pid: 50, signal: 'TERM' });
    for (const other of others) {
      expect((await refusalOf(test.call(other, { pid: 50, signal: 'TERM' }, { confirm: plan.hash }))).code).toBe('plan_not_found');
    }
    expect(test.runs()).toBe(0);
    expect((await test.call(person, { pid: 50, signal: 'TERM' }, { confirm: plan.hash })).kind).toBe('result');
  });

  it('expires after five minutes, not before', async () => {
    const test = await setUp();
    const early = await test.offered(person, { pid: 50, signal: 'STOP' });
    const late = await test.offered(person, { pid: 50, signal: 'CONT' });
    test.time.ms += planLifeMs - 1;
    await test.call(person, { pid: 50, signal: 'STOP' }, { confirm: early.hash });
    test.time.ms += 1;
    expect((await refusalOf(test.call(person, { pid: 50, signal: 'CONT' }, { confirm: late.hash }))).code).toBe('plan_expired');
    expect(test.runs()).toBe(1);
  });

  const shown = { pid: 50, signal: 'TERM' };
  const changed: [what: string, input: unknown][] = [
    ['another signal', { pid: 50, signal: 'KILL' }],
    ['another process', { pid: 52, signal: 'TERM' }],
    ['one more process', { targets: [{ pid: 50 }, { pid: 52 }], signal: 'TERM' }],
    ['its descendants too', { pid: 50, signal: 'TERM', tree: true }],
    ['the same process by another member', { targets: [{ pid: 50 }], signal: 'TERM' }],
  ];
  for (const [what, input] of changed) {
    it(`does not cover ${what}: the new plan is shown`, async () => {
      const test = await setUp();
      const plan = await test.offered(person, shown);
      const refusal = await refusalOf(test.call(person, input, { confirm: plan.hash }));
      expect(refusal.code).toBe('plan_changed');
      const next = planIn(refusal);
      expect(next.hash).not.toBe(plan.hash);
      expect(test.runs()).toBe(0);
      expect((await test.call(person, input, { confirm: next.hash })).kind).toBe('result');
    });
  }

  it('does not cover another operation', async () => {
    const test = await setUp();
    const plan = await test.offered(person, shown);
    const refusal = await refusalOf(test.runner.call(person, 'process.renice', { pid: 50, nice: 5 }, { confirm: plan.hash }));
    expect(refusal.code).toBe('plan_changed');
    expect(planIn(refusal).operation).toBe('process.renice');
    expect(test.runs()).toBe(0);
  });

  it('does not cover a process that took the pid meanwhile', async () => {
    const test = await setUp();
    const plan = await test.offered(person, shown);
    test.hosts.state.processes.set(50, buildProcessRow({ pid: 50, startTicks: 999_999, name: 'postgres' }));
    const refusal = await refusalOf(test.call(person, shown, { confirm: plan.hash }));
    expect(refusal.code).toBe('plan_changed');
    expect(planIn(refusal).targets[0]?.start_ticks).toBe(999_999);
    expect(test.runs()).toBe(0);
  });

  it('does not cover a risk that has grown', async () => {
    const test = await setUp();
    const plan = await test.offered(person, shown);
    test.hosts.state.facts.set(50, { clients: ['192.0.2.9'] });
    const refusal = await refusalOf(test.call(person, shown, { confirm: plan.hash }));
    expect(refusal.code).toBe('plan_changed');
    expect(planIn(refusal).risk).toBe('high');
  });

  it('holds when only figures moved', async () => {
    const test = await setUp();
    const plan = await test.offered(person, shown);
    test.hosts.state.processes.set(50, buildProcessRow({ pid: 50, cpuCores: 2, rssBytes: 5 }));
    expect((await test.call(person, shown, { confirm: plan.hash })).kind).toBe('result');
  });

  it('is nothing one can guess or make', async () => {
    const test = await setUp();
    const [one, two] = [await test.offered(person, shown), await test.offered(person, shown)];
    expect(one.hash).not.toBe(two.hash);
    for (const hash of ['', '0'.repeat(64), one.hash.toUpperCase(), `${one.hash} `, one.hash.slice(0, 63), "' OR 1=1 --"]) {
      expect((await refusalOf(test.call(person, shown, { confirm: hash }))).code).toBe('plan_not_found');
    }
  });

  it('is kept for the newest two hundred plans of a person', async () => {
    const test = await setUp();
    const first = await test.offered(person, shown);
    for (let count = 0; count < 200; count += 1) {
      test.time.ms += 1;
      await test.offered(person, shown);
    }
    expect(await test.db.selectFrom('plan').select('hash').execute()).toHaveLength(200);
    expect((await refusalOf(test.call(person, shown, { confirm: first.hash }))).code).toBe('plan_not_found');
  });
});

describe('the password asked for again', () => {
  it('may be wrong five times in a quarter of an hour, also when tried at once', async () => {
    const test = await setUp();
    const input = { pid: 1, signal: 'TERM' };
    const plan = await test.offered(person, input);
    const tries = await Promise.all(
      Array.from({ length: 9 }, () => refusalOf(test.call(person, input, { confirm: plan.hash, password: 'guess' }))),
    );
    expect(tries.map((refusal) => refusal.code).filter((code) => code === 'wrong_credentials')).toHaveLength(5);
    expect((await refusalOf(test.call(person, input, { confirm: plan.hash, password: 'right' }))).code).toBe('too_many_requests');
    test.time.ms += 15 * 60_000;
    const next = await test.offered(person, input);
    expect((await test.call(person, input, { confirm: next.hash, password: 'right' })).kind).toBe('result');
  });

  it('does not stand in the database or the trail', async () => {
    const test = await setUp();
    const input = { pid: 1, signal: 'TERM' };
    const plan = await test.offered(person, input);
    await refusalOf(test.call(person, input, { confirm: plan.hash, password: 'canary-password' }));
    const everything = JSON.stringify([
      await test.db.selectFrom('plan').selectAll().execute(),
      await test.db.selectFrom('action').selectAll().execute(),
      await test.db.selectFrom('audit_entry').selectAll().execute(),
    ]);
    expect(everything).not.toContain('canary-password');
    expect(everything).toContain('COMMAND_REFUSED');
  });
});
