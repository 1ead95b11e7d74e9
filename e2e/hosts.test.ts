import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Subprocess } from 'bun';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, needsChromium, openBrowser, openPage } from './harness/browser.ts';
import { type RunningVigie, root, startVigie, until } from './harness/vigie.ts';

const owner = { email: 'owner@example.org', password: 'un mot de passe assez long' };
const program = [process.execPath, join(root, 'packages/vigie/src/main.ts'), 'agent'];

/* From “Add a host” to its processes, and to its end, in a real browser with a second real agent. */
describe.skipIf(!hasChromium)(`the page of hosts${needsChromium}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-hosts-'));
  let vigie: RunningVigie;
  let browser: Browser;
  let page: Page;
  let alarms: string[];
  let agent: Subprocess | null = null;

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
    agent?.kill();
    await agent?.exited;
    await browser?.close();
    await vigie?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives one line, waits for the host, and leads to it', async () => {
    await page.goto(`${vigie.url}/hosts`);
    await page.getByText('Only this machine so far').waitFor();
    await page.keyboard.press('a');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Site').fill('Lyon 2');
    await dialog.getByLabel('Tags').fill('web, prod');
    await dialog.getByRole('button', { name: 'Make the line' }).click();
    await dialog.getByText('Waiting for the host').waitFor();
    const line = (await dialog.locator('code').textContent()) ?? '';
    expect(line).toStartWith(`curl -fsSL ${vigie.url}/install.sh | sh -s -- --server ${vigie.url} --token vge_`);

    const token = line.split(' ').at(-1) ?? '';
    const state = join(folder, 'agent');
    const words = ['enrol', '--server', vigie.url, '--state-dir', state, '--name', 'web-<b>1</b>'];
    const enrolled = Bun.spawnSync([...program, ...words], { env: { ...process.env, VIGIE_TOKEN: token } });
    expect([enrolled.exitCode, enrolled.stderr.toString()]).toEqual([0, '']);
    agent = Bun.spawn([...program, '--state-dir', state], { stdin: 'ignore', stderr: 'ignore' });
    await dialog.getByText('has joined').waitFor();
    await dialog.getByText('Waiting for the host').waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('heading', { name: 'web-<b>1</b>' }).waitFor();
    expect(alarms).toEqual([]);
  }, 120_000);

  it('shows state, site, tags and figures, and finds by fields', async () => {
    await page.goto(`${vigie.url}/hosts?view=table`);
    const row = page.getByRole('row').filter({ hasText: 'web-<b>1</b>' });
    await row.getByText('Lyon 2').waitFor();
    await row.getByText('prod').waitFor();
    // The load is known as soon as a frame has come.
    await row
      .locator('td, [role=gridcell]')
      .filter({ hasText: /^\d+\.\d\d$/ })
      .first()
      .waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('tag:prod state:up');
    await page.getByText('1 of 2').waitFor();
    await page.getByRole('textbox', { name: 'Filter hosts' }).fill('cpu>many');
    await page.getByText('cpu takes a number').waitFor();
    await page.getByRole('textbox', { name: 'Filter hosts' }).fill('');
    expect(alarms).toEqual([]);
  }, 120_000);

  it('shows each as a tile in its group, filled by a figure; the keyboard goes from tile to tile and opens one', async () => {
    await page.goto(`${vigie.url}/hosts`);
    const map = page.getByRole('region', { name: 'Fleet' });
    const tile = map.getByRole('link', { name: 'web-<b>1</b>' });
    await tile.waitFor();
    await map.getByRole('heading', { name: 'Lyon 2' }).waitFor();
    await until(async () => ((await tile.getAttribute('class')) ?? '').includes('ok'), 'its figures are known and well');
    await page.getByRole('radio', { name: 'State', exact: true }).click();
    await page.waitForURL((address) => address.searchParams.get('fill') === 'state');
    await page.getByRole('combobox', { name: 'Groups' }).selectOption('none');
    await page.waitForURL((address) => address.searchParams.get('group') === 'none');
    await map.getByRole('link').first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await map.locator('[aria-current]').count()).toBe(1);
    const name = ((await map.locator('.fleet-foot b').textContent()) ?? '').trim();
    await page.keyboard.press('Enter');
    await page.waitForURL((address) => address.pathname.startsWith('/hosts/'));
    await page.getByRole('heading', { level: 1, name }).waitFor();
    expect(alarms).toEqual([]);
  }, 60_000);

  it('renames and moves a host, and retires it', async () => {
    await page.goto(`${vigie.url}/hosts`);
    await page.getByRole('row').filter({ hasText: 'web-<b>1</b>' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: /Rename/ }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('front-1');
    await page.getByRole('dialog').getByLabel('Site').fill('Paris');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('row').filter({ hasText: 'front-1' });
    await row.getByText('Paris').waitFor();

    await row.click({ button: 'right' });
    await page.getByRole('menuitem', { name: /Retire/ }).click();
    await page.getByText('It is connected now; its link is cut at once').waitFor();
    await page.getByRole('button', { name: 'Retire front-1' }).click();
    await page.getByRole('button', { name: 'Retire front-1' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await row.waitFor({ state: 'detached' });
    expect(alarms).toEqual([]);
  }, 120_000);
});
