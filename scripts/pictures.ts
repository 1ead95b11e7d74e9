/*
 * bun scripts/pictures.ts: takes the pictures of the README with the real server, real processes and Chromium.
 * It starts a small busy host of its own (nginx and a Python server where they are installed) and ends it afterwards.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../e2e/harness/browser.ts';
import { freePort, root, startVigie } from '../e2e/harness/vigie.ts';

const folder = join(root, 'docs/pictures');
const most = 250_000;
const owner = { email: 'camille@example.org', password: 'la vigie veille sur le pont' };
/** So long the charts are filled before they are photographed. */
const fillMs = Number(process.env.PICTURES_FILL_SECONDS ?? 120) * 1000;

const work = await mkdtemp(join(tmpdir(), 'vigie-pictures-'));
const children: Bun.Subprocess[] = [];
const vigie = await startVigie({ environment: { VIGIE_OWNER_EMAIL: owner.email, VIGIE_OWNER_PASSWORD: owner.password } });
const browser = await openBrowser();
try {
  await startHost();
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
  for (const child of children) {
    child.kill();
  }
  await vigie.stop();
  await rm(work, { recursive: true, force: true });
}

async function take(page: Page, name: string): Promise<void> {
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  const { size } = await stat(path);
  console.log(`${name}.png ${(size / 1000).toFixed(0)} KB${size > most ? ': too large' : ''}`);
  process.exitCode = size > most ? 1 : process.exitCode;
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

/** What a small server does: it answers, it reads and writes, it computes a little. */
async function startHost(): Promise<void> {
  const [web, files] = [await freePort(), await freePort()];
  if (existsSync('/usr/sbin/nginx')) {
    const conf = join(work, 'nginx.conf');
    const page = 'server { listen 127.0.0.1:' + web + '; location / { return 200 "ready"; } }';
    await Bun.write(
      conf,
      `pid ${work}/nginx.pid; error_log /dev/null; worker_processes 4; events {} http { access_log off; client_body_temp_path ${work}; ${page} }`,
    );
    start(['/usr/sbin/nginx', '-c', conf, '-g', 'daemon off;']);
  }
  start(['/usr/bin/python3', '-m', 'http.server', String(files), '--bind', '127.0.0.1']);
  for (const seconds of [3600, 5400, 7200]) {
    start(['/bin/sleep', String(seconds)]);
  }
  start([process.execPath, '-e', busy(`http://127.0.0.1:${files}/`, join(work, 'journal'))]);
}

function busy(url: string, file: string): string {
  return `
    let turn = 0;
    setInterval(() => {
      turn += 1;
      const load = 20 + 60 * (1 + Math.sin(turn / 60)) + (turn % 90 < 6 ? 120 : 0);
      const end = performance.now() + load;
      while (performance.now() < end) Math.sqrt(turn);
      for (let at = 0; at < 4; at += 1) fetch('${url}').then((answer) => answer.arrayBuffer()).catch(() => {});
      if (turn % 4 === 0) Bun.write('${file}', new Uint8Array(200_000 + 4_000_000 * Math.abs(Math.sin(turn / 40))));
    }, 250);
  `;
}

function start(argv: string[]): void {
  children.push(Bun.spawn(argv, { cwd: work, stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' }));
}
