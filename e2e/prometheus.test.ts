import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, ownerToken, type RunningVigie, startVigie, until } from './harness/vigie.ts';

const hasPrometheus = existsSync('/usr/bin/prometheus') && existsSync('/usr/bin/promtool');
const why = hasPrometheus ? '' : ' (skipped: Debian’s package prometheus is not installed)';
let vigie: RunningVigie;
beforeAll(async () => {
  vigie = await startVigie();
}, 40_000);
afterAll(() => vigie.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(vigie.url + path, { headers });
const bearer = { Authorization: `Bearer ${ownerToken}` };

describe('the doors of Prometheus', () => {
  it('open only to who may see hosts', async () => {
    for (const path of ['/metrics', '/metrics?host=local', '/api/prometheus/targets']) {
      expect((await get(path)).status).toBe(401);
      expect((await get(path, { Authorization: 'Bearer wrong' })).status).toBe(401);
      expect((await get(path, bearer)).status).toBe(200);
      expect((await get(path, { 'X-Auth-Token': ownerToken })).status).toBe(200);
    }
    expect((await get('/metrics?host=nowhere', bearer)).status).toBe(404);
    expect(
      (await fetch(`${vigie.url}/metrics`, { method: 'POST', headers: { ...bearer, 'Content-Type': 'application/json' } })).status,
    ).toBe(405);
  });

  it.skipIf(!hasPrometheus)(`satisfy promtool, and give figures of the host and of Vigie${why}`, async () => {
    const text = await (await get('/metrics', bearer)).text();
    for (const name of ['node_load1', 'node_cpu_seconds_total', 'vigie_host_up', 'process_resident_memory_bytes', 'vigie_hosts']) {
      expect(text).toContain(`\n# TYPE ${name} `.trimStart());
    }
    const promtool = Bun.spawn(['/usr/bin/promtool', 'check', 'metrics'], { stdin: new Blob([text]), stdout: 'pipe', stderr: 'pipe' });
    const said = (await new Response(promtool.stdout).text()) + (await new Response(promtool.stderr).text());
    await promtool.exited;
    // Advice about names that node_exporter has as well, and about help texts, is no error of form.
    expect(said).not.toMatch(/error while|parsing|invalid|duplicate|inconsistent/i);
  });

  it.skipIf(!hasPrometheus)(
    `are scraped by Debian’s Prometheus, which finds the hosts by itself${why}`,
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'vigie-prometheus-'));
      const port = await freePort();
      const authorization = `    authorization:\n      credentials: ${ownerToken}\n`;
      await writeFile(
        join(folder, 'prometheus.yml'),
        `global:\n  scrape_interval: 1s\nscrape_configs:\n  - job_name: vigie\n    honor_labels: true\n${authorization}    http_sd_configs:\n      - url: ${vigie.url}/api/prometheus/targets\n        authorization:\n          type: Bearer\n          credentials: ${ownerToken}\n`,
      );
      const prometheus = Bun.spawn(
        [
          '/usr/bin/prometheus',
          `--config.file=${join(folder, 'prometheus.yml')}`,
          `--storage.tsdb.path=${join(folder, 'data')}`,
          `--web.listen-address=127.0.0.1:${port}`,
        ],
        { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' },
      );
      try {
        await until(async () => {
          const response = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=node_load1`).catch(() => null);
          const answer = response?.ok ? ((await response.json()) as { data: { result: { metric: Record<string, string> }[] } }) : null;
          return answer?.data.result.some(({ metric }) => metric.job === 'vigie' && metric.host_id !== undefined) ?? false;
        }, 'prometheus has node_load1 of this host');
      } finally {
        prometheus.kill('SIGTERM');
        await prometheus.exited;
        await rm(folder, { recursive: true, force: true });
      }
    },
    60_000,
  );
});
