import type { CDPSession, Page } from 'playwright-core';
import { openBrowser } from '../../e2e/harness/browser.ts';
import { ownerToken, type RunningVigie, startVigie, until } from '../../e2e/harness/vigie.ts';
import { type BenchResult, median, percentile } from '../result.ts';
import { framesPerSecond, scrolled } from '../scroll.ts';
import { see } from '../soak/observe.ts';
import { residentMb } from '../system/proc.ts';
import { watchFigures } from '../watch.ts';
import { Fleet } from './agents.ts';

const owner = { email: 'owner@example.org', password: 'un mot de passe assez long' };
const warmMs = 30_000;
const windowMs = 30_000;
const scrollMs = 8_000;

/** Many simulated agents over the real link against one server, and the page that shows them. */
export async function benchFleet(): Promise<BenchResult[]> {
  const some = await measure(500, (vigie) => measurePage(vigie, 500));
  const many = await measure(1000, async () => []);
  return [...some, ...many];
}

async function measure(count: number, further: (vigie: RunningVigie) => Promise<BenchResult[]>): Promise<BenchResult[]> {
  const environment = { VIGIE_LOG_LEVEL: 'error', VIGIE_OWNER_EMAIL: owner.email, VIGIE_OWNER_PASSWORD: owner.password };
  const vigie = await startVigie({ environment });
  const name = `fleet of ${count}`;
  try {
    const fleet = await Fleet.join(vigie, count);
    fleet.send();
    await Bun.sleep(warmMs);
    const page = await watchFigures(vigie, fleet.hostId(0));
    const before = await see(vigie.url, ownerToken);
    await Bun.sleep(windowMs);
    const after = await see(vigie.url, ownerToken);
    page.close();
    const cores = (after.cpuSeconds - before.cpuSeconds) / ((after.atMs - before.atMs) / 1000);
    const shown = await further(vigie);
    const storm = await restart(vigie, fleet, count);
    await fleet.close();
    return [
      {
        name: `${name}, processor of the server`,
        value: cores * 100,
        how: `${Math.round(fleet.samplesPerSecond / 1000)},000 samples/s durable, ${windowMs / 1000} s; worst pause ${after.worstLagMs.toFixed(0)} ms`,
      },
      {
        name: `${name}, memory of the server`,
        value: after.residentMb,
        how: `${count} agents, 201 series each, after ${(warmMs + windowMs) / 1000} s`,
      },
      {
        name: `${name}, live update, agent to page, p95`,
        value: percentile(page.latencies, 0.95),
        how: `${page.latencies.length} frames of one host while the others send theirs`,
      },
      ...shown,
      {
        name: `${name}, all back after a restart`,
        value: percentile(storm.returnedMs, 1) / 1000,
        how: `median ${(median(storm.returnedMs) / 1000).toFixed(1)} s, most/median ${(percentile(storm.returnedMs, 1) / median(storm.returnedMs)).toFixed(1)}, from the stop; memory at most ${((storm.mostMb * 1.048_576) / after.residentMb).toFixed(2)} × before`,
      },
    ];
  } finally {
    await vigie.stop();
  }
}

/** The server goes and comes back while all agents wait for it. */
async function restart(vigie: RunningVigie, fleet: Fleet, count: number) {
  fleet.watchReturn();
  await vigie.restart();
  let mostMb = 0;
  await until(
    () => {
      mostMb = Math.max(mostMb, residentMb(vigie.pid));
      return fleet.returned.length >= count;
    },
    `${count} agents are back`,
    180_000,
  );
  return { returnedMs: fleet.returned.slice(0, count), mostMb };
}

async function measurePage(vigie: RunningVigie, count: number): Promise<BenchResult[]> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(vigie.url);
    await page.getByLabel(/e-?mail/i).fill(owner.email);
    await page.locator('input[type=password]').fill(owner.password);
    await page.keyboard.press('Enter');
    await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
    const startedAt = performance.now();
    await page.goto(`${vigie.url}/hosts?group=none`);
    await page
      .locator('.fleet-tile.ok')
      .nth(count - 1)
      .waitFor({ state: 'attached' });
    const firstMs = performance.now() - startedAt;
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable');
    await page.waitForTimeout(3000);
    const scriptMs = await scriptPerUpdate(page, cdp);
    await page.goto(`${vigie.url}/hosts?view=table`);
    await page.waitForSelector('[data-row]');
    await page.mouse.move(700, 600);
    await page.waitForTimeout(2000);
    const steps = await scrolled(page, scrollMs, 2000);
    return [
      {
        name: `page of ${count} hosts, first picture`,
        value: firstMs / 1000,
        how: `from the address to every tile with its figure, tiles and table; ${scriptMs.toFixed(0)} ms of script an update (10 s)`,
      },
      {
        name: `page of ${count} hosts, frames per second`,
        value: framesPerSecond(steps),
        how: `the table, wheel there and back, no graphics card; slowest frame ${Math.max(...steps).toFixed(0)} ms`,
      },
    ];
  } finally {
    await browser.close();
  }
}

/** The page asks again every ten seconds. */
async function scriptPerUpdate(page: Page, cdp: CDPSession): Promise<number> {
  const seconds = async (): Promise<number> => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return metrics.find((metric) => metric.name === 'ScriptDuration')?.value ?? Number.NaN;
  };
  const before = await seconds();
  await page.waitForTimeout(20_000);
  return ((await seconds()) - before) * 500;
}
