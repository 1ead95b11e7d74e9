import { describe, expect, test } from 'bun:test';
import type { ActionReceipt, Plan } from '@vigie/contract';
import { comparePlans } from './plan-changes.ts';
import { closedPlan, failuresOf, mayConfirmByShortcut, nextPlanState, type PlanState, remainingMs, stepMarks } from './plan-state.ts';
import { splitUndo } from './split-undo.ts';

function buildPlan(overrides: Partial<Plan> = {}): Plan {
  return {
    hash: '7f3a91c0'.repeat(8),
    operation: 'process.signal',
    title: 'Terminate 1 process on db-02',
    button: 'Terminate 1 process',
    destructive: true,
    host: 'local',
    hostName: 'db-02',
    risk: 'high',
    reasons: [{ code: 'clients_connected', level: 'high', text: 'cuts 2 connections' }],
    targets: [{ kind: 'process', id: '42@100', pid: 42, start_ticks: 100, label: 'sleep 600' }],
    impact: [],
    undo: { possible: false, text: 'The process is gone.' },
    runs: ['kill(42, SIGTERM)'],
    verifies: ['gone within 5 s'],
    input: { pid: 42, signal: 'TERM' },
    needsPassword: false,
    createdAt: '2026-11-20T10:00:00.000Z',
    expiresAt: '2026-11-20T10:05:00.000Z',
    ...overrides,
  };
}

const receipt: ActionReceipt = { id: 'a1', state: 'verified', risk: 'high', verified: true, undoable: false, durationMs: 40 };

function review(plan = buildPlan()): PlanState {
  return nextPlanState(closedPlan, { type: 'planned', plan, atMs: 1000 });
}

describe('the life of a plan on the page', () => {
  test('a plan is shown, confirmed once, and ends with its receipt', () => {
    const running = nextPlanState(review(), { type: 'confirmed', atMs: 2000 });
    expect(running.phase).toBe('running');
    expect(nextPlanState(running, { type: 'confirmed', atMs: 2001 })).toBe(running);
    const done = nextPlanState(running, { type: 'answered', receipt, failures: [] });
    expect(done).toMatchObject({ phase: 'done', receipt: { id: 'a1' } });
  });

  test('an expired plan is not confirmed, whatever the clock of the page says', () => {
    const state = review();
    expect(nextPlanState(state, { type: 'confirmed', atMs: 1000 + 300_000 })).toBe(state);
    expect(remainingMs({ plan: buildPlan(), receivedAtMs: 1000 }, 1000 + 60_000)).toBe(240_000);
    expect(remainingMs({ plan: buildPlan(), receivedAtMs: 1000 }, 0)).toBe(300_000);
  });

  test('a changed plan comes back to be read, with what changed', () => {
    const running = nextPlanState(review(), { type: 'confirmed', atMs: 2000 });
    const changed = buildPlan({ hash: 'b'.repeat(64), risk: 'critical', targets: [] });
    const problem = { code: 'plan_changed', message: 'changed', requestId: null };
    const state = nextPlanState(running, { type: 'refused', problem, plan: changed, atMs: 3000 });
    expect(state).toMatchObject({ phase: 'review', plan: { hash: changed.hash }, receivedAtMs: 3000 });
    expect(state.phase === 'review' && state.changes.map((change) => change.kind)).toEqual(['risk', 'target_gone']);
  });

  test('a wrong password leaves the plan open; an expired one can only be asked for again', () => {
    const running = nextPlanState(review(), { type: 'confirmed', atMs: 2000 });
    const wrong = nextPlanState(running, {
      type: 'refused',
      problem: { code: 'wrong_credentials', message: '', requestId: null },
      plan: null,
      atMs: 1,
    });
    expect(nextPlanState(wrong, { type: 'confirmed', atMs: 3000 }).phase).toBe('running');
    const expired = nextPlanState(running, {
      type: 'refused',
      problem: { code: 'plan_expired', message: '', requestId: null },
      plan: null,
      atMs: 1,
    });
    expect(nextPlanState(expired, { type: 'confirmed', atMs: 3000 })).toBe(expired);
    expect(nextPlanState(expired, { type: 'planned', plan: buildPlan(), atMs: 4000 })).toMatchObject({ phase: 'review', problem: null });
  });

  test('an unknown outcome is an end: it never goes back to a button that runs it again', () => {
    const running = nextPlanState(review(), { type: 'confirmed', atMs: 2000 });
    const failed = nextPlanState(running, {
      type: 'refused',
      problem: { code: 'outcome_unknown', message: '', requestId: 'r1' },
      plan: null,
      atMs: 1,
    });
    expect(failed.phase).toBe('failed');
    expect(nextPlanState(failed, { type: 'confirmed', atMs: 3000 })).toBe(failed);
  });
});

describe('the steps that tick', () => {
  test('the step after the last tick is the current one', () => {
    expect(stepMarks('confirmed', null)).toEqual({ confirmed: 'ticked', sent: 'current', done: 'waiting', verified: 'waiting' });
    expect(stepMarks('running', null).done).toBe('current');
  });

  test('nothing to verify is not the same as not verified', () => {
    expect(stepMarks('succeeded', null).verified).toBe('skipped');
    expect(stepMarks('succeeded', false).verified).toBe('failed');
    expect(stepMarks('unknown', null).done).toBe('unknown');
  });
});

test('a shortcut confirms only what one command takes back', () => {
  expect(mayConfirmByShortcut(buildPlan({ risk: 'medium' }))).toBe(true);
  expect(mayConfirmByShortcut(buildPlan({ risk: 'high' }))).toBe(false);
});

test('only the processes that refused are listed', () => {
  expect(
    failuresOf({
      results: [
        { pid: 1, ok: false, code: 'x', error: 'no' },
        { pid: 2, ok: true, code: null, error: null },
      ],
    }),
  ).toEqual([{ pid: 1, message: 'no' }]);
  expect(failuresOf({ ok: true })).toEqual([]);
  expect(failuresOf(null)).toEqual([]);
});

test('two equal plans differ in nothing', () => {
  expect(comparePlans(buildPlan(), buildPlan({ hash: 'other' }))).toEqual([]);
});

test('whether it can be undone is said once', () => {
  expect(splitUndo('Can be undone: back to nice 0, nice 4')).toEqual({ head: 'Can be undone.', rest: 'Back to nice 0, nice 4' });
  expect(splitUndo('Ne s’annule pas\u00a0: un signal envoyé ne se reprend pas')).toEqual({
    head: 'Ne s’annule pas.',
    rest: 'Un signal envoyé ne se reprend pas',
  });
  expect(splitUndo('The token can be revoked at any time.').head).toBeNull();
});
