import { describe, expect, it } from 'bun:test';
import { type ActionReceipt, AppError, type OperationId, type Plan } from '@vigie/contract';
import { recoverActions } from '../../operations/recover.ts';
import type { Actor } from '../../operations/types.ts';
import { buildProcessRow } from '../../testing/builders.ts';
import { createFakeHosts } from '../../testing/fake-hosts.ts';
import { refusalOf } from '../../testing/refusal.ts';
import { buildActor, createTestRunner } from '../../testing/test-runner.ts';

const token = buildActor({ kind: 'token', id: 'token-1', name: 'ci', email: null });

async function setUp() {
  const hosts = createFakeHosts({
    processes: [buildProcessRow({ pid: 50, nice: 0 }), buildProcessRow({ pid: 51, nice: 7 }), buildProcessRow({ pid: 52, state: 'T' })],
  });
  const test = await createTestRunner({ hosts });
  const act = async (operation: OperationId, input: unknown, actor: Actor = token): Promise<ActionReceipt> => {
    const outcome = await test.runner.call(actor, operation, input);
    if (outcome.kind !== 'result') {
      throw new Error('expected a result');
    }
    return (outcome.output as { action: ActionReceipt }).action;
  };
  const undo = (id: string, actor: Actor = token) => act('action.undo', { id }, actor);
  const entry = async (id: string) => test.audit.get(id);
  return { ...test, hosts, act, undo, entry };
}

describe('undo', () => {
  it('gives every process its own old priority back', async () => {
    const test = await setUp();
    const done = await test.act('process.renice', { targets: [{ pid: 50 }, { pid: 51 }], nice: 12 });
    expect(done.undoable).toBe(true);
    const undone = await test.undo(done.id);
    expect([test.hosts.state.processes.get(50)?.nice, test.hosts.state.processes.get(51)?.nice]).toEqual([0, 7]);
    expect(await test.entry(done.id)).toMatchObject({ state: 'undone', undoable: false, undoneBy: undone.id, success: true });
    expect(await test.entry(undone.id)).toMatchObject({ operation: 'action.undo', undoOf: done.id, state: 'verified', risk: 'medium' });
  });

  it('gives cores and I/O priority back', async () => {
    const test = await setUp();
    const cores = await test.act('process.affinity', { pid: 50, cpus: [1] });
    expect(test.hosts.state.facts.get(50)?.cpuAffinity).toEqual([1]);
    await test.undo(cores.id);
    expect(test.hosts.state.facts.get(50)?.cpuAffinity).toEqual([0, 1, 2, 3]);
    const io = await test.act('process.ioprio', { pid: 50, class: 'idle' });
    await test.undo(io.id);
    expect(test.hosts.state.facts.get(50)?.ioClass).toBe('none');
  });

  it('continues what was paused, and leaves what was paused before', async () => {
    const test = await setUp();
    const done = await test.act('process.signal', { targets: [{ pid: 50 }, { pid: 52 }], signal: 'STOP' });
    await test.undo(done.id);
    expect([test.hosts.state.processes.get(50)?.state, test.hosts.state.processes.get(52)?.state]).toEqual(['S', 'T']);
  });

  it('can itself be undone, and each only once', async () => {
    const test = await setUp();
    const done = await test.act('process.renice', { pid: 50, nice: 12 });
    const undone = await test.undo(done.id);
    expect((await refusalOf(test.undo(done.id))).text.en).toBe('This action was already undone');
    await test.undo(undone.id);
    expect(test.hosts.state.processes.get(50)?.nice).toBe(12);
  });

  it('is won by one of two at the same time', async () => {
    const test = await setUp();
    const done = await test.act('process.renice', { pid: 50, nice: 12 });
    const outcomes = await Promise.allSettled([test.undo(done.id), test.undo(done.id), test.undo(done.id)]);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(test.hosts.calls.filter((call) => call.verb === 'run')).toHaveLength(2);
  });

  it('is refused for what cannot be undone, is not known, or is another organization’s', async () => {
    const test = await setUp();
    const killed = await test.act('process.signal', { pid: 51, signal: 'TERM' });
    expect(killed.undoable).toBe(false);
    expect((await refusalOf(test.undo(killed.id))).code).toBe('cannot_undo');
    expect((await refusalOf(test.undo('nothing'))).code).toBe('action_not_found');
    const done = await test.act('process.renice', { pid: 50, nice: 12 });
    expect((await refusalOf(test.undo(done.id, { ...token, organizationId: 'organization-2' }))).code).toBe('action_not_found');
  });

  it('asks for the permission of what it runs', async () => {
    const test = await setUp();
    const done = await test.act('process.renice', { pid: 50, nice: 12 });
    expect((await refusalOf(test.undo(done.id, buildActor({ role: 'viewer' })))).code).toBe('permission_denied');
    expect(test.hosts.state.processes.get(50)?.nice).toBe(12);
  });

  it('has the risk of what it runs, and is confirmed like it', async () => {
    const test = await setUp();
    const done = await test.act('process.signal', { pid: 50, signal: 'STOP' });
    test.hosts.state.facts.set(50, { role: 'sshd' });
    const person = buildActor({ language: 'fr' });
    const refusal = await refusalOf(test.undo(done.id, person));
    expect(refusal.code).toBe('confirmation_required');
    const plan = refusal.data.plan as Plan;
    expect(plan).toMatchObject({
      operation: 'action.undo',
      title: 'Annuler : Reprendre sleep (50) sur db-02',
      risk: 'high',
      button: 'Annuler',
    });
    await test.runner.call(person, 'action.undo', { id: done.id }, { confirm: plan.hash });
    expect(test.hosts.state.processes.get(50)?.state).toBe('S');
  });

  it('never reaches another process that has the pid now', async () => {
    const test = await setUp();
    const done = await test.act('process.renice', { pid: 50, nice: 12 });
    test.hosts.state.processes.set(50, buildProcessRow({ pid: 50, startTicks: 999_999, nice: 3 }));
    expect((await refusalOf(test.undo(done.id))).code).toBe('process_changed');
    expect(test.hosts.state.processes.get(50)?.nice).toBe(3);
  });

  it('may be tried again when it certainly did not happen, and not when nobody knows', async () => {
    const test = await setUp();
    const done = await test.act('process.renice', { pid: 50, nice: 12 });
    test.hosts.fail('run', new AppError('host_unreachable'));
    expect((await refusalOf(test.undo(done.id))).code).toBe('host_unreachable');
    expect((await test.entry(done.id))?.undoable).toBe(true);
    test.hosts.fail('run', new AppError('outcome_unknown'), true);
    expect((await refusalOf(test.undo(done.id))).code).toBe('outcome_unknown');
    expect((await test.entry(done.id))?.undoable).toBe(false);
    test.hosts.fail('run', null);
    expect((await refusalOf(test.undo(done.id))).code).toBe('cannot_undo');
  });

  it('may be tried again after a crash before it was sent', async () => {
    const test = await setUp();
    const done = await test.act('process.renice', { pid: 50, nice: 12 });
    const undone = await test.undo(done.id);
    await test.db.updateTable('action').set({ state: 'confirmed' }).where('id', '=', undone.id).execute();
    await test.db.updateTable('action').set({ state: 'verified' }).where('id', '=', done.id).execute();
    await recoverActions(test.db, test.time.ms);
    expect((await test.entry(done.id))?.undoable).toBe(true);
  });
});
