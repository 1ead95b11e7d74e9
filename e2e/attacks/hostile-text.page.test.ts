import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, needsChromium, openBrowser, openPage } from '../harness/browser.ts';
import { until } from '../harness/vigie.ts';
import { type HostileHost, startHostileHost } from './parts/hostile-host.ts';
import { payloads } from './parts/payloads.ts';
import { ask, cleanUp, launch, makeDirectory, type Program, untilUp } from './parts/program.ts';

/* S6: a person walks through every scene while the host, the tokens and the owner are called like attacks. */
const person = {
  name: `<img src=x onerror=window.vigieAttacked=1>{{7*7}}\u202e`,
  email: 'owner@example.org',
  password: 'un mot de passe assez long',
};
let vigie: Program;
let host: HostileHost;
let browser: Browser;
let page: Page;
let alarms: string[];
const violations: string[] = [];

beforeAll(async () => {
  if (!hasChromium) {
    return;
  }
  host = await startHostileHost();
  vigie = await launch({ dataDir: await makeDirectory() });
  await untilUp(vigie);
  const code = /: ((?:\w{5}-){2}\w{5})/.exec(vigie.output())?.[1] ?? '';
  expect((await ask(vigie.url, '/api/setup', { token: null, headers: { origin: vigie.url }, body: { code, ...person } })).status).toBe(200);
  for (const payload of payloads) {
    await ask(vigie.url, '/api/tokens', { body: { name: payload.slice(0, 100), role: 'viewer' } });
  }
  browser = await openBrowser();
  // High enough that a table draws every row.
  ({ page, alarms } = await openPage(browser, { width: 1600, height: 8_000 }));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) {
      violations.push(message.text());
    }
  });
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).host !== new URL(vigie.url).host) {
      violations.push(`a request to ${request.url()}`);
    }
  });
  await page.setExtraHTTPHeaders({ 'user-agent': '<img src=x onerror=alert(1)>' });
  await page.goto(vigie.url);
  await page.getByLabel(/e-?mail/i).fill(person.email);
  await page.locator('input[type=password]').fill(person.password);
  await page.keyboard.press('Enter');
  await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await host?.stop();
  await cleanUp();
});

/** Runs in the page, which has types of its own. */
const lookForAttacks = String.raw`(() => {
  const all = [...document.querySelectorAll('*')];
  const handlers = all.filter((element) => element.getAttributeNames().some((name) => name.startsWith('on')));
  const scripts = [...document.scripts].filter((script) => script.src === '' || !script.src.startsWith(location.origin));
  const strange = all.filter((element) => /^(iframe|object|embed|base|marquee|math|x)$/i.test(element.localName));
  const images = [...document.images].filter((image) => !image.src.startsWith(location.origin) && !image.src.startsWith('data:'));
  const isScript = (address) => /^[\s\u0000-\u001f]*(javascript|vbscript|data:text)/i.test(address ?? '');
  const links = all.filter((element) => ['href', 'src', 'action'].some((name) => isScript(element.getAttribute(name))));
  const elements = [...handlers, ...scripts, ...strange, ...images, ...links].map((element) => element.outerHTML.slice(0, 150));
  return { ran: window.vigieAttacked ?? null, elements };
})()`;

/** Nothing ran, nothing became an element, nothing was asked of another site, and no link leads to a script. */
async function expectText(where: string): Promise<void> {
  const found = await page.evaluate(lookForAttacks);
  expect([where, found, alarms, violations]).toEqual([where, { ran: null, elements: [] }, [], []]);
}

/** Waits for a text of the host to be drawn, so that nothing is judged before it is there. */
async function visit(path: string, text: string): Promise<void> {
  await page.goto(vigie.url + path);
  await until(async () => ((await page.locator('body').textContent()) ?? '').includes(text), `${path} shows ${text}`, 10_000);
  await expectText(path);
}

describe.skipIf(!hasChromium)(`every scene shows hostile names as text${needsChromium}`, () => {
  it('Processes, flat and as a tree, and with each payload as its filter', async () => {
    await visit('/hosts/local/processes?q=tail&sort=name', 'onerror=');
    await visit('/hosts/local/processes?view=tree&q=tail', 'onerror=');
    await visit('/hosts/local/processes?columns=pid,name,exe,cmdline,username,unit,container&sort=-name', 'onerror=');
    for (const payload of payloads.filter((_, index) => index % 20 === 4)) {
      await page.goto(`${vigie.url}/hosts/local/processes?q=${encodeURIComponent(payload.toWellFormed().slice(0, 400))}`);
      await expectText(`filter ${payload.slice(0, 40)}`);
    }
  }, 60_000);

  it('the pane of a process, with every tab', async () => {
    const tabs = ['summary', 'sockets', 'files', 'memory', 'threads', 'environment', 'limits', 'family'];
    for (const pid of [host.carrier, host.pids[4], host.pids[66], host.pids[41]]) {
      for (const tab of pid === host.carrier ? tabs : ['summary', 'environment']) {
        await page.goto(`${vigie.url}/hosts/local/processes?q=${pid}&pid=${pid}&tab=${tab}`);
        await page.getByRole('tabpanel').waitFor();
        await until(async () => (await page.getByRole('tabpanel').textContent())?.trim() !== '', `${tab} of ${pid} is drawn`, 10_000);
        await expectText(`${tab} of ${pid}`);
      }
    }
  }, 60_000);

  it('Ports, with every view and group', async () => {
    await visit('/hosts/local/ports?view=unix&q=vx-', 'onerror');
    await visit('/hosts/local/ports?view=unix&group=process', 'onerror');
    await visit('/hosts/local/ports?view=listening', String(vigie.port));
    await visit('/hosts/local/ports?view=connections&group=remote', '127.0.0.1');
  }, 60_000);

  it('Overview, Activity and Settings', async () => {
    await visit('/hosts/local', 'CPU');
    await visit('/activity', 'onerror=');
    await visit(`/activity?q=${encodeURIComponent('<img src=x onerror=alert(1)>')}`, 'onerror=');
    await page.goto(`${vigie.url}/activity`);
    await page.getByRole('row').nth(5).click();
    await expectText('one record');
    await visit('/settings', 'onerror=');
    await visit('/settings#tokens', 'onerror=');
    await visit(`/${encodeURIComponent('<img src=x onerror=alert(1)>')}`, '');
    await visit(`/hosts/${encodeURIComponent('<img src=x>')}/processes`, '');
  }, 60_000);

  it('the palette', async () => {
    await page.goto(`${vigie.url}/hosts/local`);
    await page.getByRole('navigation').first().waitFor();
    for (const words of ['tail', '<img', '{{7*7}}', 'javascript:']) {
      await page.keyboard.press('Control+k');
      await page.locator('[role=dialog],[role=alertdialog]').waitFor();
      await page.keyboard.type(words);
      await Bun.sleep(200);
      await expectText(`palette with ${words}`);
      await page.keyboard.press('Escape');
      await page.locator('[role=dialog],[role=alertdialog]').waitFor({ state: 'hidden' });
    }
  }, 60_000);

  it('the plan of an action, and what is told when it has run', async () => {
    for (const pid of [host.pids[4], host.pids[15], host.pids[66]]) {
      await page.goto(`${vigie.url}/hosts/local/processes?q=${pid}&pid=${pid}`);
      await page.getByRole('complementary').getByRole('button', { name: 'Terminate' }).click();
      await page.locator('[role=dialog],[role=alertdialog]').waitFor();
      await until(
        async () => ((await page.locator('[role=dialog],[role=alertdialog]').textContent()) ?? '').includes(String(pid)),
        'the plan is shown',
        10_000,
      );
      await expectText(`plan for ${pid}`);
      await page.keyboard.press('Escape');
    }
  }, 60_000);
});
