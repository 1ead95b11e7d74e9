import { describe, expect, it } from 'bun:test';
import { AppError } from '@vigie/contract';
import { sql } from 'kysely';
import { buildProcessRow } from '../testing/builders.ts';
import { createFakeHosts } from '../testing/fake-hosts.ts';
import { refusalOf } from '../testing/refusal.ts';
import { anonymous, buildActor, createTestRunner } from '../testing/test-runner.ts';
import { recoverActions } from './recover.ts';
import type { Actor } from './types.ts';

const token = buildActor({ kind: 'token', id: 'token-1', name: 'ci', email: null, door: 'api' });

async function setUp(options: { readonly verifyWaitMs?: number } = {}) {
  const hosts = createFakeHosts({ processes: [buildProcessRow({ pid: 50 }), buildProcessRow({ pid: 51 })] });
  const test = await createTestRunner({ hosts, ...options });
  const signal = (actor: Actor = token, pid = 50, name = 'STOP') => test.runner.call(actor, 'process.signal', { pid, signal: name });
  const actions = () => test.db.selectFrom('action').selectAll().execute();
  const runs = () => hosts.calls.filter((call) => call.verb === 'run').length;
  return { ...test, hosts, signal, actions, runs };
}

describe('who may call what', () => {
  it('knows only the operations of the catalogue', async () => {
    const test = await setUp();
    for (const id of ['', 'process.burn', 'constructor', '__proto__', 'toString', 'process.list ', 'PROCESS.LIST']) {
      expect((await refusalOf(test.runner.call(token, id, {}))).code).toBe('not_found');
    }
  });

  it('opens nothing to nobody but what is public', async () => {
    const test = await setUp();
    for (const id of [
      'process.list',
      'process.get',
      'process.signal',
      'host.list',
      'metric.recent',
      'socket.list',
      'audit.list',
      'action.undo',
      'preferences.get',
      'token.create',
    ]) {
      expect((await refusalOf(test.runner.call(anonymous, id, {}))).code).toBe('unauthenticated');
    }
    expect(await test.db.selectFrom('audit_entry').selectAll().execute()).toEqual([]);
  });

  it('refuses a viewer and records it, with what was tried', async () => {
    const test = await setUp();
    const viewer = buildActor({ role: 'viewer' });
    const refusal = await refusalOf(test.signal(viewer, 50, 'KILL'));
    expect(refusal.code).toBe('permission_denied');
    expect(refusal.text.fr).toContain('process.signal');
    const [entry] = (await test.audit.list({ organizationId: viewer.organizationId, limit: 10 })).records;
    expect(entry).toMatchObject({
      action: 'COMMAND_REFUSED',
      state: 'refused',
      success: false,
      user: 'ada@example.org',
      hostId: 'host-1',
      hostName: 'db-02',
    });
    expect(entry?.command).toBe('process.signal pid=50 signal=KILL');
    expect(test.hosts.calls).toEqual([]);
  });

  it('refuses permission before it looks at the input', async () => {
    const test = await setUp();
    expect((await refusalOf(test.runner.call(buildActor({ role: 'viewer' }), 'process.signal', { pid: 'x' }))).code).toBe(
      'permission_denied',
    );
  });

  it('records a flood of refusals without being flooded, and says how many were left out', async () => {
    const test = await setUp();
    const viewer = buildActor({ role: 'viewer' });
    for (let count = 0; count < 100; count += 1) {
      await refusalOf(test.signal(viewer));
    }
    expect(await test.db.selectFrom('audit_entry').select('id').execute()).toHaveLength(30);
    test.time.ms += 60_000;
    await refusalOf(test.signal(viewer));
    const [newest] = (await test.audit.list({ organizationId: viewer.organizationId, limit: 1 })).records;
    expect(newest?.result?.en).toContain('and 70 more');
  });
});

describe('the life of an action', () => {
  it('is stored before each step: running stands in the database while it runs', async () => {
    const test = await setUp();
    const gate = Promise.withResolvers<void>();
    test.hosts.hold('run', gate.promise);
    const entries: (string | null)[] = [];
    test.audit.onEntry((record) => entries.push(record.state));
    const call = test.signal();
    while (test.runs() === 0) {
      await Bun.sleep(0);
    }
    expect((await test.actions()).map((row) => row.state)).toEqual(['running']);
    expect((await test.db.selectFrom('audit_entry').selectAll().execute()).map((row) => row.action)).toEqual(['COMMAND_EXECUTED']);
    gate.resolve();
    const outcome = await call;
    expect(outcome).toMatchObject({
      kind: 'result',
      output: { ok: true, pid: 50, signal: 'STOP', action: { state: 'verified', verified: true, undoable: true, risk: 'medium' } },
    });
    expect((await test.actions())[0]).toMatchObject({ state: 'verified', verified: 1, error_code: null });
    expect(entries).toEqual(['running', 'verified']);
  });

  it('sends the id of the action to the host, which runs it once', async () => {
    const test = await setUp();
    await test.signal();
    const [action] = await test.actions();
    expect(test.hosts.calls.find((call) => call.verb === 'run')?.id).toBe(action?.id);
  });

  it('runs nothing when its record cannot be stored (G16)', async () => {
    for (const trigger of ['audit_entry', 'action']) {
      const test = await setUp();
      await sql`create trigger broken before insert on ${sql.table(trigger)} begin select raise(abort, 'no more'); end`.execute(test.db);
      expect((await refusalOf(test.signal())).code).toBe('internal');
      expect(test.runs()).toBe(0);
      expect(await test.actions()).toEqual([]);
      expect(await test.db.selectFrom('audit_entry').selectAll().execute()).toEqual([]);
    }
  });

  it('runs nothing when the step cannot be stored', async () => {
    const test = await setUp();
    await sql`create trigger broken before update on action when new.state = 'running' begin select raise(abort, 'no more'); end`.execute(
      test.db,
    );
    expect((await refusalOf(test.signal())).code).toBe('internal');
    expect(test.runs()).toBe(0);
  });

  it('says that the disk is full when it is', async () => {
    const test = await setUp();
    await sql`pragma max_page_count = 1`.execute(test.db);
    await sql`pragma page_size`.execute(test.db);
    let code = '';
    for (let count = 0; count < 2_000 && code === ''; count += 1) {
      code = await test.signal(token, 50, count % 2 ? 'CONT' : 'STOP').then(
        () => '',
        (error: AppError) => error.code,
      );
    }
    expect(code).toBe('storage_full');
  });

  it('gives the result of what has happened even when its end cannot be stored', async () => {
    const test = await setUp();
    await sql`create trigger broken before update on action when new.state = 'succeeded' begin select raise(abort, 'no more'); end`.execute(
      test.db,
    );
    expect(await test.signal()).toMatchObject({ output: { ok: true, action: { verified: null, undoable: false } } });
    expect(test.reports).toHaveLength(1);
    expect((await test.actions())[0]?.state).toBe('running');
    await recoverActions(test.db, test.time.ms);
    expect((await test.actions())[0]?.state).toBe('unknown');
  });

  it('is unknown when the link broke, and is not run again', async () => {
    const test = await setUp();
    test.hosts.fail('run', new AppError('outcome_unknown'), true);
    expect((await refusalOf(test.signal())).code).toBe('outcome_unknown');
    expect((await test.actions())[0]).toMatchObject({ state: 'unknown', error_code: 'outcome_unknown', undo_operation: null });
    expect(test.runs()).toBe(1);
  });

  it('is unknown when something unexpected broke after it was sent', async () => {
    const test = await setUp();
    test.hosts.fail('run', new TypeError('bug'));
    expect((await refusalOf(test.signal())).code).toBe('outcome_unknown');
    expect((await test.actions())[0]?.state).toBe('unknown');
  });

  it('has failed, with the reason, when the host refused it', async () => {
    const test = await setUp();
    test.hosts.fail('run', new AppError('host_unreachable'));
    expect((await refusalOf(test.signal())).code).toBe('host_unreachable');
    expect((await test.actions())[0]).toMatchObject({ state: 'failed', error_code: 'host_unreachable', result_fr: 'L’hôte ne répond pas' });
  });

  it('that the host refused while it ran is one record, not two', async () => {
    const test = await setUp();
    test.hosts.fail('run', new AppError('access_denied'));
    expect((await refusalOf(test.signal())).code).toBe('access_denied');
    const { records } = await test.audit.list({ organizationId: token.organizationId, limit: 10 });
    expect(records.map((record) => [record.action, record.state])).toEqual([['COMMAND_EXECUTED', 'failed']]);
  });

  it('is not recorded as an action when the host cannot even plan it', async () => {
    const test = await setUp();
    test.hosts.fail('plan', new AppError('host_unreachable'));
    expect((await refusalOf(test.signal())).code).toBe('host_unreachable');
    expect(await test.actions()).toEqual([]);
  });

  it('does not keep its caller waiting for a slow verification, and stores it when it comes', async () => {
    const test = await setUp({ verifyWaitMs: 1 });
    const gate = Promise.withResolvers<void>();
    test.hosts.hold('verify', gate.promise);
    const seen: (string | null)[] = [];
    test.audit.onEntry((record) => seen.push(record.state));
    expect(await test.signal()).toMatchObject({ output: { action: { state: 'succeeded', verified: null } } });
    gate.resolve();
    while (!seen.includes('verified')) {
      await Bun.sleep(0);
    }
    expect((await test.actions())[0]).toMatchObject({ state: 'verified', verified: 1 });
  });

  it('stays succeeded when the verification fails or sees that it did not work', async () => {
    const test = await setUp();
    test.hosts.fail('verify', new AppError('host_unreachable'));
    expect(await test.signal()).toMatchObject({ output: { action: { state: 'succeeded', verified: null } } });
    expect(test.reports).toHaveLength(1);
    test.hosts.fail('verify', null);
    expect(await test.signal(token, 51, 'HUP')).toMatchObject({ output: { action: { state: 'succeeded', verified: false } } });
  });

  it('is brought to its end although its caller has gone', async () => {
    const test = await setUp();
    const gate = Promise.withResolvers<void>();
    test.hosts.hold('run', gate.promise);
    const caller = new AbortController();
    const call = test.runner.call(token, 'process.signal', { pid: 50, signal: 'STOP' }, { signal: caller.signal });
    while (test.runs() === 0) {
      await Bun.sleep(0);
    }
    caller.abort();
    gate.resolve();
    await call;
    expect((await test.actions())[0]?.state).toBe('verified');
  });
});

describe('after a crash', () => {
  const cases: [left: string, found: string][] = [
    ['planned', 'failed'],
    ['confirmed', 'failed'],
    ['dispatched', 'unknown'],
    ['running', 'unknown'],
    ['succeeded', 'succeeded'],
    ['failed', 'failed'],
    ['unknown', 'unknown'],
    ['verified', 'verified'],
    ['undone', 'undone'],
  ];
  for (const [left, found] of cases) {
    it(`an action left ${left} is ${found}, and nothing runs`, async () => {
      const test = await setUp();
      await test.signal();
      await test.db.updateTable('action').set({ state: left }).execute();
      const before = test.hosts.calls.length;
      const counts = await recoverActions(test.db, test.time.ms);
      expect((await test.actions())[0]?.state).toBe(found);
      expect(counts).toEqual({
        unknown: left === 'dispatched' || left === 'running' ? 1 : 0,
        failed: left === 'planned' || left === 'confirmed' ? 1 : 0,
      });
      expect(test.hosts.calls.length).toBe(before);
      const [entry] = (await test.audit.list({ organizationId: token.organizationId, limit: 1 })).records;
      expect(entry?.success).toBe(found === 'unknown' ? null : found !== 'failed');
    });
  }
});
