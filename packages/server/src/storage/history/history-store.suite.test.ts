import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyStoreSuite } from '@vigie/testkit/suites/history-store';
import { SqliteHistoryStore } from './sqlite-history-store.ts';

historyStoreSuite('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-history-'));
  return {
    open: (now) => new SqliteHistoryStore({ path: join(folder, 'history.db'), now, keepMs: () => 90 * 86_400_000 }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
});
