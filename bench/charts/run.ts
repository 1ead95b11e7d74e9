import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Widget } from '@vigie/contract';
import { openBrowser } from '../../e2e/harness/browser.ts';
import { ownerToken, startVigie } from '../../e2e/harness/vigie.ts';
import { SqliteMetricStore } from '../../packages/server/src/storage/metrics/index.ts';
import { enrolHosts } from '../../packages/server/src/testing/enrol-hosts.ts';
import { type BenchResult, percentile } from '../result.ts';
import { framesPerSecond, scrolled } from '../scroll.ts';

const owner = { email: 'owner@example.org', password: 'un mot de passe assez long' };
const charts = 100;
const devices = 4;
const everyMs = 10_000;
const spanMs = 6 * 3_600_000;
const batch = 200;
const scrollMs = 15_000;

/** A dashboard of 100 charts with four lines and six hours each, on the real server in a real browser, while it is scrolled. */
export async function benchCharts(): Promise<BenchResult[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vigie-bench-charts-'));
  const [host] = await enrolHosts(dataDir, 1);
  const hostId = host?.hostId ?? '';
  await fill(join(dataDir, 'metrics.db'), hostId);
  const vigie = await startVigie({
    environment: { VIGIE_DATA_DIR: dataDir, VIGIE_OWNER_EMAIL: owner.email, VIGIE_OWNER_PASSWORD: owner.password },
  });
  const browser = await openBrowser();
  try {
    const id = await createBoard(vigie.url, hostId);

    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(vigie.url);
    await page.getByLabel(/e-?mail/i).fill(owner.email);
    await page.locator('input[type=password]').fill(owner.password);
    await page.keyboard.press('Enter');
    await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
    await page.goto(`${vigie.url}/dashboards/${id}`);
    await page.locator('canvas').first().waitFor();
    await page.mouse.move(700, 600);
    await page.waitForTimeout(3000);
    const steps = await scrolled(page, scrollMs, 5000);
    const slow = (100 * steps.filter((step) => step > 34).length) / steps.length;
    return [
      {
        name: 'page, 100 charts, frames per second',
        value: framesPerSecond(steps),
        how: `four lines and 6 h each, wheel there and back, no graphics card; frames p95 ${percentile(steps, 0.95).toFixed(0)} ms, slowest ${Math.max(...steps).toFixed(0)} ms, ${slow.toFixed(1)} % above 34 ms`,
      },
    ];
  } finally {
    await browser.close();
    await vigie.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function fill(path: string, hostId: string): Promise<void> {
  const store = new SqliteMetricStore({ path, now: Date.now });
  try {
    const end = Date.now();
    const count = spanMs / everyMs;
    for (let first = 0; first < count; first += batch) {
      const frames = Array.from({ length: Math.min(batch, count - first) }, (_, at) => frameOf(first + at, end - spanMs));
      await Promise.all(frames.map((frame) => store.append({ hostId, stream: 'bench', frame })));
    }
  } finally {
    await store.close();
  }
}

function frameOf(index: number, startMs: number) {
  const samples = Array.from({ length: charts * devices }, (_, at) => ({
    series: { name: `bench_${Math.floor(at / devices)}`, labels: { device: `d${at % devices}` }, kind: 'gauge' as const },
    value: 50 + 40 * Math.sin((index + at * 7) / 40) + ((index * 7919 + at * 104_729) % 100) / 10,
  }));
  return { sequence: index + 1, timeMs: startMs + index * everyMs, intervalMs: everyMs, samples };
}

async function createBoard(url: string, hostId: string): Promise<string> {
  const widgets = Array.from({ length: charts }, (_, index): Widget => {
    const place = { id: `w${index}`, title: `bench_${index}`, x: (index % 3) * 4, y: Math.floor(index / 3) * 4, w: 4, h: 4 };
    return {
      type: 'timeseries',
      ...place,
      queries: [{ names: `bench_${index}`, hosts: hostId, legend: '{{device}}' }],
      unit: 'none',
      stacked: false,
      logarithmic: false,
    };
  });
  // What a token makes is its own unless it is shared.
  const response = await fetch(`${url}/api/dashboards`, {
    method: 'POST',
    headers: { 'X-Auth-Token': ownerToken, 'Content-Type': 'application/json' },
    body: JSON.stringify({ content: { name: 'bench', range: 'now-6h', widgets }, shared: true }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`the dashboard could not be made: ${text}`);
  }
  return (JSON.parse(text) as { readonly id: string }).id;
}
