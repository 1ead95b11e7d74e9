import { afterEach, beforeEach, expect, test } from 'bun:test';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandResult } from '@vigie/contract/agent';
import { CommandJournal } from './journal.ts';

let folder: string;
let path: string;
const result: CommandResult = { id: 'a', ok: true, output: { n: 1 } };
const open = (nowMs = 1_000_000) => new CommandJournal(path, () => nowMs);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-journal-'));
  path = join(folder, 'state', 'commands.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('refuses to begin the same id twice', () => {
  const journal = open();
  journal.begin('a');
  expect(() => journal.begin('a')).toThrow('already begun');
});

test('a command that had begun when the agent was killed stays begun, never new', () => {
  open().begin('a');
  expect(open().past('a')).toEqual({ kind: 'begun' });
});

test('the result of a command is still there after a restart, and after a second one', () => {
  const first = open();
  first.begin('a');
  first.end('a', result);
  expect(first.past('a')).toEqual({ kind: 'ended', result });
  open().close();
  expect(open().past('a')).toEqual({ kind: 'ended', result });
});

test('an id is on the disk before begin returns', () => {
  open().begin('a');
  expect(readFileSync(path, 'utf8')).toContain('"id":"a"');
});

test('a line cut by a crash spoils nothing else', () => {
  const first = open();
  first.begin('a');
  appendFileSync(path, '\n{"id":"b","at');
  first.begin('c');
  const second = open();
  expect([second.past('a').kind, second.past('b').kind, second.past('c').kind]).toEqual(['begun', 'new', 'begun']);
});

test('ids older than 30 days are forgotten at start', () => {
  open(0).begin('old');
  const days = 24 * 3600 * 1000;
  expect(open(29 * days).past('old').kind).toBe('begun');
  expect(open(31 * days).past('old').kind).toBe('new');
});

test('nobody else may read it', () => {
  open();
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a name that objects have by themselves is an id like any other', () => {
  const journal = open();
  expect(journal.past('__proto__').kind).toBe('new');
  journal.begin('__proto__');
  expect(open().past('__proto__').kind).toBe('begun');
});
