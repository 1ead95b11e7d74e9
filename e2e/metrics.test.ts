import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, needsChromium, openBrowser, openPage } from './harness/browser.ts';
import { type RunningVigie, startVigie, until } from './harness/vigie.ts';

const owner = { email: 'owner@example.org', password: 'un mot de passe assez long' };

describe.skipIf(!hasChromium)(`the metrics of a host${needsChromium}`, () => {
  let vigie: RunningVigie;
  let browser: Browser;
  let page: Page;
  let alarms: string[];
  const asked = new Set<string>();

  beforeAll(async () => {
    vigie = await startVigie({ environment: { VIGIE_OWNER_EMAIL: owner.email, VIGIE_OWNER_PASSWORD: owner.password } });
    browser = await openBrowser();
    ({ page, alarms } = await openPage(browser));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.pathname.endsWith('/history')) {
        asked.add(url.searchParams.get('names') ?? '');
      }
    });
    await page.goto(vigie.url);
    await page.getByLabel(/e-?mail/i).fill(owner.email);
    await page.locator('input[type=password]').fill(owner.password);
    await page.keyboard.press('Enter');
    await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
    await page.getByRole('link', { name: 'Metrics' }).click();
    await page.getByRole('region', { name: 'Load', exact: true }).waitFor();
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await vigie?.stop();
  });

  it('stand in groups, and what is out of sight asks nothing', async () => {
    await page.getByRole('heading', { name: 'Processor time by core and mode' }).waitFor();
    await until(() => asked.has('node_cpu_seconds_total'), 'what is in sight is asked for');
    const last = 'vigie_agent_collector_seconds_total';
    expect(asked.has(last)).toBe(false);
    await page.getByRole('navigation', { name: 'Groups' }).getByRole('link', { name: /Agent/ }).click();
    await until(() => asked.has(last), 'the group that was jumped to is asked for');
    expect(alarms).toEqual([]);
  }, 120_000);

  it('are found by words of their names, and the filter stays in the address', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('memory swap');
    await page.getByRole('heading', { name: 'Swap', exact: true }).waitFor();
    await page.getByRole('heading', { name: 'Load, 1 minute' }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('q')).toBe('memory swap');
    await page.getByRole('textbox', { name: 'Filter metrics' }).fill('no such thing');
    await page.getByText('No metric fits').waitFor();
    await page.getByRole('textbox', { name: 'Filter metrics' }).fill('load');
    expect(alarms).toEqual([]);
  }, 120_000);

  it('share one time: a stretch drawn on one is the time of all, and in the address', async () => {
    await page.getByRole('radio', { name: /^1\s?h$/ }).click();
    await page.waitForURL((address) => address.searchParams.get('from') === 'now-1h');
    const plot = page.getByRole('region', { name: 'Load, 1 minute' }).locator('.plot');
    await plot.locator('canvas').waitFor();
    const box = await plot.boundingBox();
    if (!box) {
      throw new Error('the chart is not on the page');
    }
    await page.mouse.move(box.x + box.width * 0.3, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 45, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL((address) => address.searchParams.has('to'));
    const { searchParams } = new URL(page.url());
    const spanMs = Date.parse(searchParams.get('to') ?? '') - Date.parse(searchParams.get('from') ?? '');
    expect(Math.round(spanMs / 60_000)).toBe(18);
    // Out of the filter, where End is a key of the text.
    await page.getByRole('heading', { name: 'Load', exact: true }).click();
    await page.keyboard.press('End');
    await page.waitForURL((address) => !address.searchParams.has('to'));
    expect(alarms).toEqual([]);
  }, 120_000);
});
