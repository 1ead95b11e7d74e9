import { describe, expect, it } from 'bun:test';
import { AppError, catalogue, type OperationId, type Plan } from '@vigie/contract';
import { buildProcessRow } from '../../testing/builders.ts';
import { createFakeHosts } from '../../testing/fake-hosts.ts';
import { refusalOf } from '../../testing/refusal.ts';
import { buildActor, createTestRunner } from '../../testing/test-runner.ts';

const token = buildActor({ kind: 'token', id: 'token-1', name: 'ci', email: null });

async function setUp() {
  const hosts = createFakeHosts({
    processes: [
      buildProcessRow({ pid: 50 }),
      buildProcessRow({ pid: 51, ppid: 50, nice: 5 }),
      buildProcessRow({ pid: 52, ppid: 50 }),
      buildProcessRow({ pid: 60, name: 'nginx', unit: 'nginx.service', user: 'root' }),
    ],
  });
  const test = await createTestRunner({ hosts });
  const call = (operation: OperationId, input: unknown) => test.runner.call(token, operation, input);
  const output = async (operation: OperationId, input: unknown): Promise<unknown> => {
    const outcome = await call(operation, input);
    if (outcome.kind !== 'result') {
      throw new Error('expected a result');
    }
    const { action, ...own } = outcome.output as Record<string, unknown>;
    expect(action).toBeDefined();
    expect(catalogue[operation].output.safeParse(own).error).toBeUndefined();
    return own;
  };
  const plan = async (operation: OperationId, input: unknown, language: 'en' | 'fr' = 'en'): Promise<Plan> => {
    const outcome = await test.runner.call({ ...token, language }, operation, input, { dryRun: true });
    if (outcome.kind !== 'plan') {
      throw new Error('expected a plan');
    }
    return outcome.plan;
  };
  return { ...test, hosts, call, output, plan };
}

describe('actions on processes', () => {
  it('answer as Roy ProcWatch documents', async () => {
    const test = await setUp();
    expect(await test.output('process.signal', { pid: '50', signal: 'SIGHUP' })).toMatchObject({ ok: true, pid: 50, signal: 'HUP' });
    expect(await test.output('process.renice', { pid: '50', nice: 10 })).toMatchObject({ ok: true, pid: 50, nice: 10 });
    expect(await test.output('process.restart', { pid: '50' })).toEqual({ ok: true, old_pid: 50, new_pid: 9000, unit: null });
  });

  it('give the host the process and its start time, never a pid alone', async () => {
    const test = await setUp();
    await test.call('process.signal', { pid: 50, signal: 'TERM' });
    expect(test.hosts.calls.find((call) => call.verb === 'run')?.input).toEqual({
      targets: [{ pid: 50, startTicks: 892734 }],
      signal: 'TERM',
    });
  });

  it('take a process and its descendants, children first', async () => {
    const test = await setUp();
    const plan = await test.plan('process.signal', { pid: 50, signal: 'TERM', tree: true });
    expect(plan.targets.map((target) => target.pid)).toEqual([51, 52, 50]);
    expect(plan.runs).toEqual([51, 52, 50].map((pid) => `pidfd_send_signal(${pid}, SIGTERM) only if start time is still 892734`));
  });

  it('refuse a process that is not there, and one that another has replaced', async () => {
    const test = await setUp();
    const missing = await refusalOf(test.call('process.signal', { pid: 4194304, signal: 'TERM' }));
    expect([missing.code, missing.message]).toEqual(['process_not_found', 'Process not found']);
    expect((await refusalOf(test.call('process.signal', { pid: 50, start_ticks: 1, signal: 'TERM' }))).code).toBe('process_changed');
    expect(
      (
        await refusalOf(
          test.call('process.signal', {
            targets: [
              { pid: 50, start_ticks: 1 },
              { pid: 50, start_ticks: 2 },
            ],
            signal: 'TERM',
          }),
        )
      ).code,
    ).toBe('process_changed');
  });

  it('refuse another user’s process before anything, for all when one of them is', async () => {
    const test = await setUp();
    test.hosts.state.facts.set(60, { permitted: false });
    const refusal = await refusalOf(test.call('process.signal', { targets: [{ pid: 50 }, { pid: 60 }], signal: 'TERM' }));
    expect(refusal.code).toBe('access_denied');
    expect(refusal.text.fr).toBe('Accès refusé par le système : 60 (nginx) appartient à root, et l’agent tourne sous root');
    expect(test.hosts.calls.filter((call) => call.verb === 'run')).toEqual([]);
    const [entry] = (await test.audit.list({ organizationId: token.organizationId, limit: 1 })).records;
    expect(entry?.action).toBe('COMMAND_REFUSED');
  });

  it('refuse a signal outside of the allowed list without asking the host', async () => {
    const test = await setUp();
    const refusal = await refusalOf(test.call('process.signal', { pid: 50, signal: 'SEGV' }));
    expect(refusal.code).toBe('signal_not_allowed');
    expect(test.hosts.calls).toEqual([]);
  });

  it('give an answer per process, and name those that had already ended', async () => {
    const test = await setUp();
    const plan = await test.plan('process.signal', { targets: [{ pid: 50 }, { pid: 99 }], signal: 'TERM' });
    expect(plan.impact).toContainEqual({ code: 'already_gone', text: 'PID 99 has already ended' });
    const done = await test.output('process.signal', { targets: [{ pid: 50 }, { pid: 99 }], signal: 'TERM' });
    expect(done).toEqual({
      ok: false,
      pid: 50,
      signal: 'TERM',
      results: [
        { pid: 50, ok: true, code: null, error: null },
        { pid: 99, ok: false, code: 'process_not_found', error: 'Process not found' },
      ],
    });
    const [entry] = (await test.audit.list({ organizationId: token.organizationId, limit: 1 })).records;
    expect(entry).toMatchObject({ state: 'failed', success: false, undoable: false, result: { en: 'SIGTERM sent to 1 of 2 processes' } });
  });

  it('throw the own error of a single process that failed', async () => {
    const test = await setUp();
    const gate = Promise.withResolvers<void>();
    test.hosts.hold('run', gate.promise);
    const call = refusalOf(test.call('process.renice', { pid: 50, nice: 1 }));
    while (!test.hosts.calls.some((item) => item.verb === 'run')) {
      await Bun.sleep(0);
    }
    test.hosts.state.processes.delete(50);
    gate.resolve();
    expect((await call).code).toBe('process_not_found');
  });

  it('refuse cores that the host does not have', async () => {
    const test = await setUp();
    expect(await test.output('process.affinity', { pid: 50, cpus: [3, 0, 0] })).toMatchObject({ ok: true, cpus: [0, 3] });
    const refusal = await refusalOf(test.call('process.affinity', { targets: [{ pid: 50 }, { pid: 51, cpus: [7] }], cpus: [4] }));
    expect(refusal.details).toEqual([
      { path: 'cpus', message: { en: 'this host has the cores 0 to 3', fr: 'cet hôte a les cœurs 0 à 3' } },
      { path: 'targets.1.cpus', message: { en: 'this host has the cores 0 to 3', fr: 'cet hôte a les cœurs 0 à 3' } },
    ]);
  });

  it('say why a restart cannot be done before anything is stopped', async () => {
    const test = await setUp();
    test.hosts.state.restart = {
      possible: false,
      reason: { en: 'its program file is gone', fr: 'son programme a disparu' },
      unit: null,
      argv: [],
      workingDirectory: null,
    };
    const refusal = await refusalOf(test.call('process.restart', { pid: 50 }));
    expect([refusal.code, refusal.text.fr]).toEqual(['cannot_restart', 'Ne peut pas être redémarré : son programme a disparu']);
    expect(test.hosts.state.processes.has(50)).toBe(true);
  });

  it('restart the unit when one owns the process, and say so', async () => {
    const test = await setUp();
    test.hosts.state.restart = {
      possible: true,
      reason: null,
      unit: 'nginx.service',
      argv: ['/usr/bin/systemctl', '--system', 'restart', '--', 'nginx.service'],
      workingDirectory: '/',
    };
    const plan = await test.plan('process.restart', { pid: 60 });
    expect(plan).toMatchObject({
      title: 'Restart nginx.service on db-02',
      button: 'Restart 1 unit',
      runs: ['execve(["/usr/bin/systemctl","--system","restart","--","nginx.service"])'],
    });
    expect(plan.targets.map((target) => target.kind)).toEqual(['unit', 'process']);
  });

  it('mark what belongs to this server only on its own host', async () => {
    const test = await setUp();
    await test.plan('process.signal', { pid: 50, signal: 'TERM' });
    expect(test.hosts.calls[0]?.input).toMatchObject({ serverPids: [4000] });
    const far = createFakeHosts({ host: { local: false }, processes: [buildProcessRow({ pid: 50 })] });
    const other = await createTestRunner({ hosts: far });
    await other.runner.call(token, 'process.signal', { host: 'host-1', pid: 50, signal: 'TERM' }, { dryRun: true });
    expect(far.calls[0]?.input).toMatchObject({ serverPids: [] });
  });

  it('carry a newer agent’s unknown code as a failed action', async () => {
    const test = await setUp();
    test.hosts.fail('run', new AppError('action_failed'));
    expect((await refusalOf(test.call('process.renice', { pid: 50, nice: 1 }))).code).toBe('action_failed');
  });
});
