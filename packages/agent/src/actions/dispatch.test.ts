import { afterEach, beforeEach, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError, type Command } from '@vigie/contract/agent';
import { CommandJournal } from '../state/index.ts';
import type { Handler } from './context.ts';
import { Dispatcher, type DispatcherDeps } from './dispatch.ts';
import { handlers } from './index.ts';
import { buildContext, endChildren, startChild } from './processes/testing/children.ts';

let folder: string;
let journal: CommandJournal;
let changed: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-dispatch-'));
  journal = new CommandJournal(join(folder, 'commands.jsonl'), Date.now);
  changed = [];
});
afterEach(() => {
  endChildren();
  rmSync(folder, { recursive: true, force: true });
});

function buildDispatcher(deps: Partial<DispatcherDeps> = {}): Dispatcher {
  return new Dispatcher({
    handlers,
    context: buildContext(),
    journal,
    log: () => undefined,
    changed: (when) => changed.push(when),
    ...deps,
  });
}

function withHandler(handle: Handler<unknown, unknown>['handle']): Partial<DispatcherDeps> {
  const handler: Handler<unknown, unknown> = { check: (value) => value, handle };
  return { handlers: new Map([['test.act', new Map(['run', 'read', 'verify'].map((verb) => [verb, handler]))]]) };
}

function buildCommand(command: Partial<Command> = {}): Command {
  return { id: 'c1', verb: 'run', name: 'test.act', input: {}, timeoutMs: 1000, ...command };
}

test('what this agent does not know is refused, and the id stays free', async () => {
  for (const name of ['process.dance', '__proto__', 'constructor', '']) {
    expect(await buildDispatcher().dispatch(buildCommand({ name }))).toMatchObject({ ok: false, code: 'unavailable_here' });
  }
  expect(await buildDispatcher().dispatch(buildCommand({ name: 'process.signal', verb: 'read' }))).toMatchObject({
    code: 'unavailable_here',
  });
  expect(journal.past('c1').kind).toBe('new');
});

test('a wrong input is refused before the id is written down', async () => {
  const command = buildCommand({ name: 'process.signal', input: { targets: 'all', signal: 'TERM' } });
  expect(await buildDispatcher().dispatch(command)).toMatchObject({
    ok: false,
    code: 'invalid_input',
    message: { fr: expect.any(String) },
  });
  expect(journal.past('c1').kind).toBe('new');
});

test('the same id runs once: the second time the first result is told', async () => {
  let runs = 0;
  const dispatcher = buildDispatcher(withHandler(() => ++runs));
  const first = await dispatcher.dispatch(buildCommand());
  expect(await dispatcher.dispatch(buildCommand())).toEqual(first);
  expect([runs, changed]).toEqual([1, ['soon']]);
});

test('the new state is told before the word that it was verified', async () => {
  const dispatcher = buildDispatcher(withHandler(() => 'seen'));
  const result = dispatcher.dispatch(buildCommand({ verb: 'verify' })).then(() => changed.push('result'));
  await result;
  expect(changed).toEqual(['now', 'result']);
});

test('the same id twice at once runs once', async () => {
  let runs = 0;
  const dispatcher = buildDispatcher(
    withHandler(async () => {
      runs++;
      await Bun.sleep(1);
    }),
  );
  const results = await Promise.all([dispatcher.dispatch(buildCommand()), dispatcher.dispatch(buildCommand())]);
  expect(runs).toBe(1);
  expect(results.map((result) => (result.ok ? 'ok' : result.code))).toEqual(['ok', 'outcome_unknown']);
});

test('a command that had begun when the agent was killed is not run again', async () => {
  journal.begin('c1');
  let runs = 0;
  const reopened = new CommandJournal(join(folder, 'commands.jsonl'), Date.now);
  const dispatcher = buildDispatcher({ ...withHandler(() => ++runs), journal: reopened });
  expect(await dispatcher.dispatch(buildCommand())).toMatchObject({ ok: false, code: 'outcome_unknown' });
  expect(runs).toBe(0);
});

test('a failure too is the result of the id', async () => {
  let runs = 0;
  const dispatcher = buildDispatcher(
    withHandler(() => {
      runs++;
      throw new AppError('access_denied');
    }),
  );
  const first = await dispatcher.dispatch(buildCommand());
  expect(first).toMatchObject({ ok: false, code: 'access_denied' });
  expect(await dispatcher.dispatch(buildCommand())).toEqual(first);
  expect(runs).toBe(1);
});

test('when the id cannot be written down nothing runs', async () => {
  journal.close();
  let runs = 0;
  expect(await buildDispatcher(withHandler(() => ++runs)).dispatch(buildCommand())).toMatchObject({ ok: false, code: 'storage_full' });
  expect(runs).toBe(0);
});

test('an unexpected failure keeps its text to itself', async () => {
  const told: string[] = [];
  const dispatcher = buildDispatcher({
    ...withHandler(() => {
      throw new Error('secret detail');
    }),
    log: (_level, message) => told.push(message),
  });
  const result = await dispatcher.dispatch(buildCommand({ verb: 'read' }));
  expect(result).toMatchObject({ ok: false, code: 'internal' });
  expect(JSON.stringify(result)).not.toContain('secret');
  expect(told.length).toBe(1);
});

test('sixteen commands run at once; the next is refused and may be asked again', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const dispatcher = buildDispatcher(withHandler(() => promise));
  const running = Array.from({ length: 16 }, (_, index) => dispatcher.dispatch(buildCommand({ id: `c${index}` })));
  expect(await dispatcher.dispatch(buildCommand({ id: 'one too many' }))).toMatchObject({ ok: false, code: 'too_many_requests' });
  resolve();
  await Promise.all(running);
  expect(await dispatcher.dispatch(buildCommand({ id: 'one too many' }))).toMatchObject({ ok: true });
});

test('a real process is ended once by its id, and not the one that comes after', async () => {
  const { child, target } = startChild();
  const dispatcher = buildDispatcher();
  const command = buildCommand({ name: 'process.signal', input: { targets: [target], signal: 'TERM' } });
  const first = await dispatcher.dispatch(command);
  await child.exited;
  expect(first).toMatchObject({ ok: true, output: { results: [{ pid: target.pid, ok: true }] } });
  expect(await dispatcher.dispatch(command)).toEqual(first);
});
