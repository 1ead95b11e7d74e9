import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, needsChromium, openBrowser, openPage } from './harness/browser.ts';
import { ownerToken, type RunningVigie, startVigie, until } from './harness/vigie.ts';

const owner = { email: 'owner@example.org', password: 'un mot de passe assez long' };

interface Usage {
  readonly items: readonly {
    readonly name: string;
    readonly pid: number;
    readonly average: number;
    readonly peakAt: string;
    readonly running: boolean;
  }[];
}

/* Load on a real process; the chart shows it, the ranked answer names it, and it is seen after it has gone. */
describe.skipIf(!hasChromium)(`the time machine${needsChromium}`, () => {
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

  async function usage(fromMs: number): Promise<Usage> {
    const query = new URLSearchParams({ resource: 'cpu', from: String(fromMs), to: 'now' });
    const answer = await fetch(`${vigie.url}/api/hosts/local/usage?${query}`, { headers: { 'X-Auth-Token': ownerToken } });
    expect(answer.status).toBe(200);
    return (await answer.json()) as Usage;
  }

  it('names who used the processor in a stretch, and shows it at its moment after it has gone', async () => {
    const fromMs = Date.now();
    const load = Bun.spawn(['/usr/bin/sha256sum', '/dev/zero'], { stdin: 'ignore', stdout: 'ignore' });
    const busy = async () => (await usage(fromMs)).items.find((item) => item.pid === load.pid && item.average > 0.05);
    await until(async () => (await busy()) !== undefined, 'the load is in the history', 60_000);
    load.kill('SIGKILL');
    await load.exited;
    await until(async () => (await busy())?.running === false, 'its end is in the history', 60_000);
    const found = await busy();
    const [from, to] = [new Date(fromMs).toISOString(), new Date().toISOString()];

    await page.goto(`${vigie.url}/hosts/local?from=${from}&to=${to}`);
    const row = page.getByRole('row').filter({ hasText: `sha256sum ${load.pid}` });
    await row.waitFor();
    expect(await page.locator('.overview-charts canvas').count()).toBeGreaterThan(3);
    await row.getByRole('button').click();

    await page.waitForURL((address) => address.pathname.endsWith('/processes') && address.searchParams.has('at'));
    const at = Date.parse(new URL(page.url()).searchParams.get('at') ?? '');
    expect(at - Date.parse(found?.peakAt ?? '')).toBeWithin(0, 1000);
    await page.getByText('It has ended since.').waitFor();
    await page.getByRole('row').filter({ hasText: 'sha256sum' }).first().waitFor();
    expect(await page.getByRole('button', { name: 'Terminate' }).count()).toBe(0);

    await page.keyboard.press('End');
    await page.waitForURL((address) => !address.searchParams.has('at'));
    await page.getByText('LIVE').or(page.getByText('FLAT')).first().waitFor();
    expect(alarms).toEqual([]);
  }, 180_000);

  it('goes to a moment by the horizon, with the keyboard alone, and plays it', async () => {
    await page.goto(`${vigie.url}/hosts/local/ports`);
    const horizon = page.getByRole('slider', { name: /drag to go to a moment/ });
    await horizon.focus();
    await page.keyboard.press('ArrowLeft');
    await page.waitForURL((address) => address.searchParams.has('at'));
    await page.getByText('State of').waitFor();
    const before = new URL(page.url()).searchParams.get('at') ?? '';
    await page.getByRole('button', { name: 'Play forward' }).click();
    await page.waitForURL((address) => (address.searchParams.get('at') ?? 'now') !== before);
    await page.getByRole('button', { name: /Back to live/ }).click();
    await page.waitForURL((address) => !address.searchParams.has('at'));
    expect(alarms).toEqual([]);
  }, 60_000);

  it('takes the time in view by its ends on the horizon: by the keyboard, and by the hand', async () => {
    await page.goto(`${vigie.url}/hosts/local?from=now-6h`);
    const start = page.getByRole('slider', { name: 'Start of the time in view' });
    await start.focus();
    const seconds = async (): Promise<number> => Number(await start.getAttribute('aria-valuenow'));
    const first = await seconds();
    await page.keyboard.press('Shift+ArrowRight');
    await page.waitForURL((address) => address.searchParams.has('to'));
    const moved = Date.parse(new URL(page.url()).searchParams.get('from') ?? '');
    expect(Math.abs(moved - (first + 600) * 1000)).toBeLessThan(60_000);

    const handle = await start.boundingBox();
    const day = await page.getByRole('slider', { name: /drag to go to a moment/ }).boundingBox();
    if (!handle || !day) {
      throw new Error('the horizon is not on the page');
    }
    await page.mouse.move(handle.x + 5, handle.y + 8);
    await page.mouse.down();
    await page.mouse.move(day.x + day.width * 0.9, handle.y + 8, { steps: 6 });
    await page.mouse.up();
    await page.waitForURL((address) => Date.parse(address.searchParams.get('from') ?? '') > moved + 3_000_000);
    const from = Date.parse(new URL(page.url()).searchParams.get('from') ?? '');
    // Nine tenths of the last day, as exactly as a pixel.
    expect(Math.abs(from - (Date.now() - 2.4 * 3_600_000))).toBeLessThan(180_000);
    expect(new URL(page.url()).searchParams.has('at')).toBe(false);
    expect(alarms).toEqual([]);
  }, 60_000);

  it('says what changed between two moments', async () => {
    await page.goto(`${vigie.url}/hosts/local/changes`);
    await page.getByRole('heading', { name: 'What changed' }).waitFor();
    await page.locator('.changes-group, .changes-missing, .empty').first().waitFor();
    expect(alarms).toEqual([]);
  }, 60_000);
});
