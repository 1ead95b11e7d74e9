import { afterEach, describe, expect, test } from 'bun:test';
import { existsSync, readdirSync } from 'node:fs';
import { AppError, type ProcessFacts, type ProcessRow } from '@vigie/contract/agent';
import { readAffinity, readIoPriority, readNice } from '../../kernel/index.ts';
import type { ActionContext } from '../context.ts';
import { runAffinity, verifyAffinity } from './affinity.ts';
import { runIoPriority, verifyIoPriority } from './ioprio.ts';
import { planProcesses, withDescendants } from './plan.ts';
import { runRenice, verifyRenice } from './renice.ts';
import { runSignal, verifySignal } from './signal.ts';
import { buildContext, call, codeOf, endChildren, startChild, targetOf, until } from './testing/children.ts';

const root = process.geteuid?.() === 0;
const unprivileged = ['/usr/bin/setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];
const nowhere = { pid: 4_194_000, startTicks: 1 };

afterEach(endChildren);

const wrongTargets: [string, unknown][] = [
  ['nothing', undefined],
  ['no list', 'all'],
  ['an empty list', []],
  ['more than 500', Array.from({ length: 501 }, (_, index) => ({ pid: index + 1, startTicks: 1 }))],
  ['a pid of 0, which is the group of the caller', [{ pid: 0, startTicks: 1 }]],
  ['a negative pid, which is everything', [{ pid: -1, startTicks: 1 }]],
  ['a huge pid', [{ pid: 2 ** 40, startTicks: 1 }]],
  ['a pid with a fraction', [{ pid: 1.5, startTicks: 1 }]],
  ['a pid as text', [{ pid: '1', startTicks: 1 }]],
  ['no start time', [{ pid: 1 }]],
];

describe('every action refuses', () => {
  const actions = {
    signal: (targets: unknown) => call(runSignal, { targets, signal: 'TERM' }),
    renice: (targets: unknown) => call(runRenice, { targets, nice: 5 }),
    affinity: (targets: unknown) => call(runAffinity, { targets, cpus: [0] }),
    ioprio: (targets: unknown) => call(runIoPriority, { targets, priority: { class: 'idle', level: 0 } }),
  };
  for (const [name, act] of Object.entries(actions)) {
    test.each(wrongTargets)(`${name}: %s`, async (_case, targets) => {
      expect(await codeOf(act(targets))).toBe('invalid_input');
    });

    test(`${name}: a process that is not there, and goes on with the next`, async () => {
      const { target } = startChild();
      const { results } = await act([nowhere, target]);
      expect(results.map(({ pid, ok, code }) => ({ pid, ok, code }))).toEqual([
        { pid: nowhere.pid, ok: false, code: 'process_not_found' },
        { pid: target.pid, ok: true, code: null },
      ]);
    });

    test(`${name}: a pid that another process has now`, async () => {
      const { child, target } = startChild();
      const before = readNice(target.pid);
      const { results } = await act([{ ...target, startTicks: target.startTicks - 1 }]);
      expect(results[0]).toMatchObject({ ok: false, code: 'process_changed' });
      expect(results[0]?.error?.fr).toContain('PID');
      expect([child.exitCode, child.signalCode, readNice(target.pid)]).toEqual([null, null, before]);
    });
  }

  test.skipIf(!root || !existsSync('/usr/bin/setpriv'))('what the system forbids (needs root and setpriv)', async () => {
    const { target } = startChild();
    const script = `
      const { runSignal } = await import('${import.meta.dir}/signal.ts');
      const { runRenice } = await import('${import.meta.dir}/renice.ts');
      const { buildContext, call } = await import('${import.meta.dir}/testing/children.ts');
      const targets = [${JSON.stringify(target)}];
      const results = [await call(runSignal, { targets, signal: 'TERM' }), await call(runRenice, { targets, nice: 1 })];
      console.log(results.map((output) => output.results[0].code).join());`;
    const child = Bun.spawn([...unprivileged, process.execPath, '-e', script], {
      stdout: 'pipe',
      stderr: 'inherit',
      env: { HOME: '/nonexistent' },
    });
    expect((await child.stdout.text()).trim()).toBe('access_denied,access_denied');
  });
});

describe('signal', () => {
  test('refuses a signal that is not in the list of this agent, whatever the server says', async () => {
    const { child, target } = startChild();
    const context = buildContext({ allowedSignals: () => ['HUP'] });
    expect(await codeOf(call(runSignal, { targets: [target], signal: 'TERM' }, context))).toBe('signal_not_allowed');
    expect(child.signalCode).toBeNull();
  });

  test.each(['', '9', 'sigterm', 'KILL; reboot', '__proto__', 9, null])('refuses %p as a name', async (signal) => {
    expect(await codeOf(call(runSignal, { targets: [nowhere], signal }))).toBe('invalid_input');
  });

  test('ends a process, and sees that it is gone', async () => {
    const { child, target } = startChild();
    expect((await call(runSignal, { targets: [target], signal: 'TERM' })).results[0]?.ok).toBe(true);
    expect(await call(verifySignal, { targets: [target], signal: 'TERM' })).toMatchObject({ verified: true });
    await child.exited;
    expect(child.signalCode).toBe('SIGTERM');
  });

  test('pauses and continues a process, and sees it', async () => {
    const { target } = startChild();
    await call(runSignal, { targets: [target], signal: 'STOP' });
    expect((await call(verifySignal, { targets: [target], signal: 'STOP' })).verified).toBe(true);
    await call(runSignal, { targets: [target], signal: 'CONT' });
    expect((await call(verifySignal, { targets: [target], signal: 'CONT' })).verified).toBe(true);
  });

  test('says which processes are still there', async () => {
    const { target } = startChild();
    const quick = { ...buildContext().clock, monotonicMs: () => performance.now() * 100 };
    const answer = await call(verifySignal, { targets: [target], signal: 'TERM' }, buildContext({ clock: quick }));
    expect(answer).toMatchObject({ verified: false, detail: { en: expect.stringContaining(String(target.pid)) } });
  });
});

describe('nice value, cores and I/O priority', () => {
  test.each<[unknown]>([[20], [-21], [1.5], ['5'], [null], [[1, 2]], [[]]])('nice refuses %p', async (nice) => {
    expect(await codeOf(call(runRenice, { targets: [nowhere], nice }))).toBe('invalid_input');
  });
  test.each<[unknown]>([[[]], [[-1]], [['0']], ['0'], [null], [[[0], [1]]]])('cores refuse %p', async (cpus) => {
    expect(await codeOf(call(runAffinity, { targets: [nowhere], cpus }))).toBe('invalid_input');
  });
  test.each([{}, { class: 'fast', level: 0 }, { class: 'idle', level: 8 }, 'idle', null])('I/O priority refuses %p', async (priority) => {
    expect(await codeOf(call(runIoPriority, { targets: [nowhere], priority }))).toBe('invalid_input');
  });

  test('are set for every thread, and read back', async () => {
    const { child, target } = startChild([process.execPath, '-e', 'setInterval(() => {}, 1000)'], { env: {} });
    const tids = () => readdirSync(`/proc/${child.pid}/task`).map(Number);
    await until(() => tids().length > 1);
    const targets = [target];
    const nice = { targets, nice: 5 };
    const cpus = { targets, cpus: [0] };
    const priority = { targets, priority: { class: 'best-effort', level: 6 } };
    expect((await call(runRenice, nice)).results[0]?.ok).toBe(true);
    expect((await call(runAffinity, cpus)).results[0]?.ok).toBe(true);
    expect((await call(runIoPriority, priority)).results[0]?.ok).toBe(true);
    for (const tid of tids()) {
      expect([readNice(tid), readAffinity(tid), readIoPriority(tid)]).toEqual([5, [0], { class: 'best-effort', level: 6 }]);
    }
    expect((await call(verifyRenice, nice)).verified).toBe(true);
    expect((await call(verifyAffinity, cpus)).verified).toBe(true);
    expect((await call(verifyIoPriority, priority)).verified).toBe(true);
    expect(await call(verifyRenice, { targets, nice: 6 })).toMatchObject({
      verified: false,
      detail: { en: expect.stringContaining('(5)') },
    });
  });

  test('each process may have its own, which is how an undo gives them back', async () => {
    const [one, two] = [startChild().target, startChild().target];
    await call(runRenice, { targets: [one, two], nice: [3, 4] });
    await call(runAffinity, { targets: [one, two], cpus: [[0], [1, 0, 0]] });
    await call(runIoPriority, {
      targets: [one, two],
      priority: [
        { class: 'idle', level: 0 },
        { class: 'none', level: 0 },
      ],
    });
    expect([one, two].map(({ pid }) => [readNice(pid), readIoPriority(pid).class])).toEqual([
      [3, 'idle'],
      [4, 'none'],
    ]);
    expect(
      (
        await call(verifyIoPriority, {
          targets: [one, two],
          priority: [
            { class: 'idle', level: 0 },
            { class: 'none', level: 4 },
          ],
        })
      ).verified,
    ).toBe(true);
  });

  test('a value that could not be read back because the process has gone is told', async () => {
    expect(await call(verifyRenice, { targets: [nowhere], nice: 1 })).toMatchObject({ verified: false });
  });
});

describe('plan', () => {
  const row = (pid: number, ppid: number) => ({ pid, ppid, startTicks: pid * 10 }) as ProcessRow;
  const rows = [row(1, 0), row(50, 1), row(51, 50), row(52, 51), row(53, 50), row(60, 1)];
  const planContext = (own: Partial<ActionContext> = {}) =>
    buildContext({
      readProcesses: () => ({ timeMs: 0, intervalMs: 0, full: true, rows, gone: [] }),
      readFacts: ({ pid, startTicks }) => {
        if (pid === 77) {
          throw new AppError('process_not_found');
        }
        if (startTicks !== undefined && startTicks !== pid * 10) {
          throw new AppError('process_changed');
        }
        return { pid, startTicks: pid * 10 } as ProcessFacts;
      },
      ...own,
    });
  const input = { targets: [{ pid: 50 }], operation: 'process.signal', serverPids: [] };

  test('names what is missing, and refuses a pid that has another start time', async () => {
    const plan = await call(planProcesses, { ...input, targets: [{ pid: 60 }, { pid: 77 }] }, planContext());
    expect([plan.targets.map((target) => target.pid), plan.missing]).toEqual([[60], [77]]);
    expect(await codeOf(call(planProcesses, { ...input, targets: [{ pid: 60, startTicks: 1 }] }, planContext()))).toBe('process_changed');
  });

  test('a tree is told with the children first', async () => {
    const plan = await call(planProcesses, { ...input, tree: true }, planContext());
    expect(plan.targets.map((target) => target.pid)).toEqual([52, 51, 53, 50]);
  });

  test('a tree of more than 500 is refused', async () => {
    const wide = [row(50, 1), ...Array.from({ length: 500 }, (_, index) => row(index + 100, 50))];
    const context = planContext({ readProcesses: () => ({ timeMs: 0, intervalMs: 0, full: true, rows: wide, gone: [] }) });
    expect(await codeOf(call(planProcesses, { ...input, tree: true }, context))).toBe('invalid_input');
  });

  test('a loop of parents, which a pid reused in between can make, ends', () => {
    expect(withDescendants([1], [row(1, 2), row(2, 1)])).toEqual([2, 1]);
  });

  test('of a restart tells how, with secrets of the command line hidden', async () => {
    const { target } = startChild(['/usr/bin/perl', '-e', 'sleep 1000', '--', '--password=hunter22']);
    const real = targetOf(target.pid);
    const context = planContext({
      readProcesses: () => ({
        timeMs: 0,
        intervalMs: 0,
        full: true,
        rows: [{ ...row(real.pid, 1), startTicks: real.startTicks }],
        gone: [],
      }),
      readFacts: () => real as ProcessFacts,
    });
    const plan = await call(planProcesses, { ...input, targets: [{ pid: real.pid }], operation: 'process.restart' }, context);
    expect(plan.restart).toMatchObject({ possible: true, unit: null, workingDirectory: process.cwd() });
    expect(JSON.stringify(plan.restart)).not.toContain('hunter22');
  });

  const wrongPlans: unknown[] = [
    {},
    { targets: [{ pid: 1 }], operation: 'process.dance', serverPids: [] },
    { ...input, serverPids: 'none' },
    { ...input, tree: 'yes' },
  ];
  test.each(wrongPlans)('refuses %p', async (wrong) => {
    expect(await codeOf(call(planProcesses, wrong, planContext()))).toBe('invalid_input');
  });
});
