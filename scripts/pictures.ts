/*
 * bun scripts/pictures.ts: takes the pictures of the README with the real server, real processes and Chromium.
 * The host is one of its own, in namespaces (scripts/pictures/host.ts), so it asks for root, util-linux, Python and Chromium.
 */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../e2e/harness/browser.ts';
import { ownerToken, root, startVigie } from '../e2e/harness/vigie.ts';
import { squeeze } from './pictures/squeeze.ts';

const folder = join(root, 'docs/pictures');
const most = 250_000;
const owner = { email: 'camille@example.org', password: 'la vigie veille sur le pont' };
/** So long the charts are filled before they are photographed. */
const fillMs = Number(process.env.PICTURES_FILL_SECONDS ?? 120) * 1000;

const vigie = await startVigie({
  environment: { VIGIE_OWNER_EMAIL: owner.email, VIGIE_OWNER_PASSWORD: owner.password },
  // `stage.ts` shows this checkout as /opt/vigie, where it would be on a server, in a mount namespace that only it sees.
  program: ['/usr/bin/unshare', '--mount', '--fork', '--kill-child', process.execPath, join(root, 'scripts/pictures/stage.ts')],
});
const browser = await openBrowser();
try {
  await mkdir(folder, { recursive: true });
  const wide = await openSignedIn(browser, { width: 1440, height: 900 });
  const phone = await openSignedIn(browser, { width: 390, height: 844, hasTouch: true, isMobile: true });
  await wide.goto(`${vigie.url}/hosts/local`);
  await phone.goto(`${vigie.url}/hosts/local/processes`);
  await Bun.sleep(fillMs);
  await take(wide, 'overview-dark');
  await phone.locator('[data-row]').first().waitFor();
  await take(phone, 'mobile-dark');

  await wide.goto(`${vigie.url}/hosts/local/processes?view=tree&kernel=0`);
  await wide.locator('[data-row]').filter({ hasText: 'http.server' }).first().click();
  await Bun.sleep(15_000);
  await take(wide, 'processes-dark');

  await wide.goto(`${vigie.url}/hosts/local/metrics?from=now-15m&q=memory`);
  await wide.locator('canvas').first().waitFor();
  await Bun.sleep(2000);
  await take(wide, 'metrics-dark');

  const at = new Date(Date.now() - fillMs / 2).toISOString();
  await wide.goto(`${vigie.url}/hosts/local?at=${at}`);
  await wide.locator('canvas').first().waitFor();
  await Bun.sleep(3000);
  await take(wide, 'past-dark');

  const agents = await joinHosts(vigie.url);
  await wide.goto(`${vigie.url}/hosts`);
  await wide.getByText('db-01').first().waitFor();
  await Bun.sleep(45_000);
  await take(wide, 'hosts-dark');
  for (const agent of agents) {
    agent.kill();
  }

  await useLight(wide);
  await wide.goto(`${vigie.url}/hosts/local/processes?q=sleep&kernel=0`);
  await wide.locator('[data-row]').first().waitFor();
  await wide.locator('[data-table]').focus();
  await wide.keyboard.press('Control+a');
  await wide.keyboard.press('F9');
  await wide.getByRole('alertdialog').waitFor();
  await Bun.sleep(500);
  await take(wide, 'plan-light');
} finally {
  await browser.close();
  // unshare holds SIGTERM back; its end is the end of all that runs in there.
  await vigie.stop('SIGKILL');
}

/** A few more hosts for the table: agents of this machine under other names, one of which has stopped. */
async function joinHosts(url: string): Promise<readonly Bun.Subprocess[]> {
  const program = [process.execPath, join(root, 'packages/vigie/src/main.ts'), 'agent'];
  const sites = { 'web-02': 'Lyon', 'web-03': 'Lyon', 'db-01': 'Paris', 'cache-01': 'Paris', 'build-03': 'Brest' };
  const agents: Bun.Subprocess[] = [];
  for (const [name, site] of Object.entries(sites)) {
    const state = await mkdtemp(join(tmpdir(), 'vigie-pictures-'));
    const response = await fetch(`${url}/api/enrolments`, {
      method: 'POST',
      headers: { 'X-Auth-Token': ownerToken, 'Content-Type': 'application/json' },
      body: JSON.stringify({ name, site, tags: [name.split('-')[0], 'prod'] }),
    });
    const { token } = (await response.json()) as { token: string };
    Bun.spawnSync([...program, 'enrol', '--server', url, '--state-dir', state, '--name', name], {
      env: { ...process.env, VIGIE_TOKEN: token },
    });
    agents.push(Bun.spawn([...program, '--state-dir', state], { stdin: 'ignore', stderr: 'ignore' }));
  }
  setTimeout(() => agents[1]?.kill(), 20_000);
  return agents;
}

async function take(page: Page, name: string): Promise<void> {
  const path = join(folder, `${name}.png`);
  const picture = squeeze(await page.screenshot());
  await writeFile(path, picture);
  console.log(`${name}.png ${(picture.length / 1000).toFixed(0)} KB${picture.length > most ? ': too large' : ''}`);
  process.exitCode = picture.length > most ? 1 : process.exitCode;
}

async function openSignedIn(
  from: Browser,
  viewport: { width: number; height: number; hasTouch?: boolean; isMobile?: boolean },
): Promise<Page> {
  const { width, height, ...more } = viewport;
  const context = await from.newContext({ locale: 'en-GB', colorScheme: 'dark', viewport: { width, height }, ...more });
  const page = await context.newPage();
  await page.goto(`${vigie.url}/sign-in`);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/hosts\//);
  return page;
}

async function useLight(page: Page): Promise<void> {
  await page.goto(`${vigie.url}/settings`);
  await page.getByRole('radio', { name: 'Light' }).click();
  await page.waitForSelector('html[data-theme="light"]');
  await Bun.sleep(500);
}
