import { Database } from 'bun:sqlite';
import { expect, it } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteHistoryStore } from '../../storage/history/index.ts';
import { SqliteMetricStore } from '../../storage/metrics/index.ts';
import { buildActor } from '../../testing/test-runner.ts';
import { createStoreHandlers } from './operations.ts';

it('store.check names a damaged block of host states', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-store-states-'));
  const now = () => Date.UTC(2026, 10, 20, 8);
  const history = new SqliteHistoryStore({ path: join(folder, 'history.db'), now });
  const metrics = new SqliteMetricStore({ path: ':memory:', now });
  try {
    for (const hour of [0, 1]) {
      history.append('h', { timeMs: now() + hour * 3_600_000, key: true, body: '{}' });
    }
    history.flush();
    expect(history.maintain(now())).toBe(true);
    const context = { actor: buildActor(), requestId: 'r', signal: new AbortController().signal };
    const check = () => createStoreHandlers({ metrics, history })['store.check'].run({}, context);
    expect(await check()).toMatchObject({ ok: true, blocks: 1, damaged: [] });
    const db = new Database(join(folder, 'history.db'));
    db.run('UPDATE block SET crc = crc + 1');
    db.close();
    expect(await check()).toMatchObject({
      ok: false,
      damaged: [{ host: 'h', tier: 'states', from: '2026-11-20T08:00:00.000Z', reason: 'checksum', foundAt: '2026-11-20T08:00:00.000Z' }],
    });
  } finally {
    await history.close();
    await metrics.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
