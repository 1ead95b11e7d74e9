import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import type { Browser } from 'playwright-core';
import { hasChromium, needsChromium, openBrowser, openPage } from './harness/browser.ts';
import { type RunningVigie, startVigie } from './harness/vigie.ts';

/* The first start: the page makes the owner with the code that the server printed, and never again. */

let vigie: RunningVigie;
let browser: Browser;

beforeAll(async () => {
  if (!hasChromium) {
    return;
  }
  vigie = await startVigie();
  browser = await openBrowser();
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await vigie?.stop();
});

describe.skipIf(!hasChromium)(`the first start in the page${needsChromium}`, () => {
  const fill = async (page: Awaited<ReturnType<typeof openPage>>['page'], code: string) => {
    await page.getByLabel('Set-up code').fill(code);
    await page.getByLabel('Your name').fill('Ada Lovelace');
    await page.getByLabel('E-mail').fill('ada@example.org');
    await page.getByLabel('Password', { exact: true }).fill('a long and quiet sentence');
    await page.getByRole('button', { name: 'Create the owner' }).click();
  };

  it('refuses a wrong code, takes the printed one, and is closed afterwards', async () => {
    const printed = /: (\S+)\s*$/m.exec(vigie.output().match(/^.*Set-up code.*$/m)?.[0] ?? '')?.[1] ?? '';
    expect(printed).not.toBe('');
    const { page, alarms } = await openPage(browser);
    page.setDefaultTimeout(10_000);
    await page.goto(`${vigie.url}/hosts/local/processes`);
    await page.waitForURL(/\/setup/);

    await fill(page, 'XXXX-0000');
    await page.getByLabel('Set-up code').and(page.locator('[aria-invalid="true"]')).waitFor();
    await fill(page, printed);
    await page.waitForURL(/\/hosts\//);
    await page.getByRole('button', { name: 'Person: Ada Lovelace' }).waitFor();

    const second = await openPage(browser);
    second.page.setDefaultTimeout(10_000);
    await second.page.goto(`${vigie.url}/setup`);
    await second.page.waitForURL(/\/sign-in/);
    const again = await fetch(`${vigie.url}/api/setup`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: vigie.url },
      body: JSON.stringify({ code: printed, name: 'Eve', email: 'eve@example.org', password: 'a long and quiet sentence' }),
    });
    expect(again.status).toBeGreaterThanOrEqual(400);
    expect(((await again.json()) as { code: string }).code).toBe('setup_done');
    expect([...alarms, ...second.alarms]).toEqual([]);
  }, 60_000);
});
