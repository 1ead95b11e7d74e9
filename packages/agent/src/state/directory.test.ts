import { afterEach, beforeEach, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { openStateDirectory } from './directory.ts';

let folder: string;
/** A hundred times as fast. */
const quick = { ...systemClock, monotonicMs: () => performance.now() * 100 };

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'vigie-state-')), 'deep', 'state');
});
afterEach(() => rmSync(join(folder, '..', '..'), { recursive: true, force: true }));

test('a second agent on the same state is refused', async () => {
  const first = await openStateDirectory(folder, quick);
  expect(openStateDirectory(folder, quick)).rejects.toThrow('another agent uses');
  first.close();
});

test('an agent that is just ending is waited for', async () => {
  const first = await openStateDirectory(folder, systemClock);
  const second = openStateDirectory(folder, systemClock);
  first.journal.begin('a');
  first.close();
  const { journal, close } = await second;
  expect(journal.past('a').kind).toBe('begun');
  close();
});
