import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, needsChromium, openBrowser, openPage } from './harness/browser.ts';
import { ownerToken, type RunningVigie, startSleep, startVigie, until } from './harness/vigie.ts';

const owner = { email: 'owner@example.org', password: 'un mot de passe assez long' };
/** A kernel tells of processes that end only to root. */
const isRoot = process.getuid?.() === 0;

describe.skipIf(!hasChromium)(`charts${needsChromium}`, () => {
  let vigie: RunningVigie;
  let browser: Browser;
  let page: Page;
  let alarms: string[];

  beforeAll(async () => {
    vigie = await startVigie({ environment: { VIGIE_OWNER_EMAIL: owner.email, VIGIE_OWNER_PASSWORD: owner.password } });
    browser = await openBrowser();
    ({ page, alarms } = await openPage(browser));
    await page.goto(vigie.url);
    await page.getByLabel(/e-?mail/i).fill(owner.email);
    await page.locator('input[type=password]').fill(owner.password);
    await page.keyboard.press('Enter');
    await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await vigie?.stop();
  });

  it('stand on a logarithmic axis and back, each value of the legend in its own unit', async () => {
    await page.goto(`${vigie.url}/hosts/local`);
    const memory = page.getByRole('region', { name: 'Memory', exact: true });
    const clause = memory.locator('[data-part="sub"]');
    const used = memory.locator('.legend b').first();
    await until(async () => /^\d/.test((await used.textContent()) ?? ''), 'the memory in use is known', 60_000);
    expect(await clause.textContent()).toContain('GiB');
    const before = await memory.locator('.legend i').first().getAttribute('class');

    await memory.getByRole('button', { name: 'Axis and figures of Memory' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Logarithmic axis' }).click();
    await until(async () => ((await clause.textContent()) ?? '').includes('logarithmic'), 'the head says how its axis is');
    expect(before).not.toBe('line');
    expect(await memory.locator('.legend i').first().getAttribute('class')).toBe('line');
    await until(async () => /^[\d.]+\s(MiB|GiB)$/.test((await used.textContent()) ?? ''), 'the value has its own unit');

    await memory.getByRole('button', { name: 'Axis and figures of Memory' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Logarithmic axis', checked: true }).click();
    await until(async () => !((await clause.textContent()) ?? '').includes('logarithmic'), 'the axis is linear again');
    expect(alarms).toEqual([]);
  }, 120_000);

  it.skipIf(!isRoot)(
    'bear marks of what happened: the keyboard goes to one and hears it, a click goes to its moment (needs root)',
    async () => {
      const crashed = startSleep();
      process.kill(crashed.pid, 'SIGSEGV');
      await crashed.ended;
      const warnings = async (): Promise<number> => {
        const query = new URLSearchParams({ host: 'local', severity: 'warning', from: 'now-1h' });
        const answer = await fetch(`${vigie.url}/api/events/count?${query}`, { headers: { 'X-Auth-Token': ownerToken } });
        expect(answer.status).toBe(200);
        return ((await answer.json()) as { warning: number[] }).warning.reduce((sum, count) => sum + count, 0);
      };
      await until(async () => (await warnings()) > 0, 'the crash is kept');

      await page.goto(`${vigie.url}/hosts/local?from=now-1h`);
      await page.locator('.overview-charts canvas').first().waitFor();
      const spoken = page.locator('.overview [aria-live="polite"]');
      await until(async () => {
        await page.keyboard.press('m');
        return /\d+ warnings?\b/.test((await spoken.textContent()) ?? '');
      }, 'a mark is heard');

      // The crosshair stands at the mark: that is where the hand goes.
      const plot = page.getByRole('region', { name: 'CPU', exact: true }).locator('.plot');
      const cross = await plot.locator('.cross').boundingBox();
      const box = await plot.boundingBox();
      if (!cross || !box) {
        throw new Error('the chart or its crosshair is not on the page');
      }
      // What happened just now stands at the edge, beyond which another chart begins.
      const hand = [Math.min(cross.x, box.x + box.width - 3), box.y + box.height - 21] as const;
      await page.mouse.move(...hand);
      const flag = plot.locator('.cross-flag');
      await until(async () => /\d+ warnings?\b/.test((await flag.textContent()) ?? ''), 'the flag names what happened');
      await page.mouse.click(...hand);
      await page.waitForURL((address) => address.searchParams.has('at'));
      const at = Date.parse(new URL(page.url()).searchParams.get('at') ?? '');
      expect(Math.abs(at - Date.now())).toBeLessThan(3_600_000);
      expect(alarms).toEqual([]);
    },
    180_000,
  );
});
