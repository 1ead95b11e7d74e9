import type { CDPSession, Page } from 'playwright-core';
import { openBrowser } from '../../e2e/harness/browser.ts';
import { root } from '../../e2e/harness/vigie.ts';
import type { BenchResult } from '../result.ts';
import { framesPerSecond, scrolled } from '../scroll.ts';

const rows = 10_000;
const scrollMs = 10_000;

/** 10,000 processes of which a third change each second, in a real browser: while the table is scrolled, then at rest. */
export async function benchPageTable(directory = `${root}/packages/web/dist`): Promise<BenchResult[]> {
  const server = Bun.spawn([process.execPath, `${import.meta.dirname}/serve.ts`, String(rows), directory], {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'inherit',
  });
  const browser = await openBrowser();
  try {
    const { value } = await server.stdout.getReader().read();
    const url = new TextDecoder().decode(value).trim();
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable');
    const flat = await measure(page, cdp, `${url}/hosts/local/processes`);
    const tree = await measure(page, cdp, `${url}/hosts/local/processes?view=tree`);
    const how = (of: Measured) =>
      `a third of them change each second, wheel, no graphics card; slowest frame ${of.slowestMs.toFixed(0)} ms; at rest ${of.scriptMs.toFixed(0)} ms of script an update`;
    return [
      { name: 'page, 10,000 rows, frames per second', value: flat.fps, how: how(flat) },
      { name: 'page, 10,000 rows as a tree, frames per second', value: tree.fps, how: how(tree) },
    ];
  } finally {
    await browser.close();
    server.kill();
    await server.exited;
  }
}

interface Measured {
  readonly fps: number;
  readonly slowestMs: number;
  readonly scriptMs: number;
}

async function measure(page: Page, cdp: CDPSession, url: string): Promise<Measured> {
  await page.goto(url);
  await page.waitForSelector('[data-row]');
  await page.mouse.move(700, 600);
  await page.waitForTimeout(3000);
  const steps = await scrolled(page, scrollMs);
  // The hand lets go, so that every update sorts again.
  await page.mouse.move(5, 5);
  await page.waitForTimeout(3000);
  const before = await scriptSeconds(cdp);
  await page.waitForTimeout(10_000);
  const scriptMs = ((await scriptSeconds(cdp)) - before) * 100;
  return {
    fps: framesPerSecond(steps),
    slowestMs: Math.max(...steps),
    scriptMs,
  };
}

async function scriptSeconds(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find((metric) => metric.name === 'ScriptDuration')?.value ?? Number.NaN;
}
