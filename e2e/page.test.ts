import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import type { Browser, Locator, Page } from 'playwright-core';
import { hasChromium, needsChromium, openBrowser, openPage } from './harness/browser.ts';
import { type RunningVigie, startSleep, startVigie, until } from './harness/vigie.ts';

/* The way of a person through the page, in both languages: a real server, a real browser, real processes. */

const email = 'ada@example.org';
const password = 'une longue phrase, et secrète';
const words = {
  en: {
    signIn: 'Sign in',
    email: 'E-mail',
    password: 'Password',
    filter: 'Filter',
    pause: 'Pause',
    undo: 'Undo',
    cancel: 'Cancel',
    activity: 'Activity',
    person: /^Person/,
    signOut: 'Sign out',
  },
  fr: {
    signIn: 'Se connecter',
    email: 'Adresse e-mail',
    password: 'Mot de passe',
    filter: 'Filtre',
    pause: 'Suspendre',
    undo: 'Revenir en arrière',
    cancel: 'Annuler',
    activity: 'Activité',
    person: /^Personne/,
    signOut: 'Se déconnecter',
  },
} as const;

let vigie: RunningVigie;
let browser: Browser;
const sleeps: ReturnType<typeof startSleep>[] = [];

beforeAll(async () => {
  if (!hasChromium) {
    return;
  }
  vigie = await startVigie({ environment: { VIGIE_OWNER_EMAIL: email, VIGIE_OWNER_PASSWORD: password } });
  browser = await openBrowser();
}, 90_000);
afterAll(async () => {
  for (const sleep of sleeps) {
    sleep.stop();
  }
  await browser?.close();
  await vigie?.stop();
});

function sleeper(): ReturnType<typeof startSleep> {
  const sleep = startSleep();
  sleeps.push(sleep);
  return sleep;
}

/** The kernel's letter for the state of a process. */
function stateOf(pid: number): string {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.charAt(0) ?? '';
}

const row = (page: Page, pid: number): Locator => page.locator(`[data-row^="${pid}@"]`);
const focused = (page: Page): Promise<string> => page.evaluate<string>('document.activeElement?.textContent ?? ""');

for (const language of ['en', 'fr'] as const) {
  const say = words[language];

  describe.skipIf(!hasChromium)(`the page in ${language}${needsChromium}`, () => {
    let page: Page;
    let alarms: string[];

    const signIn = async () => {
      await page.getByLabel(say.email).fill(email);
      await page.getByLabel(say.password, { exact: true }).fill(password);
      await page.getByRole('button', { name: say.signIn }).click();
    };
    const confirm = async () => {
      await page.getByRole('alertdialog').locator('footer button').last().click();
    };
    /** By the button of the notice that says `what`. */
    const takeBack = async (what: string) => {
      await page.getByRole('status').filter({ hasText: what }).getByRole('button', { name: say.undo }).click();
      await confirm();
    };
    /** Filters to one process and puts the cursor on it, from the keyboard. */
    const choose = async (pid: number) => {
      await page.getByRole('combobox', { name: say.filter }).fill(`pid:${pid}`);
      await row(page, pid).waitFor();
      await page.keyboard.press('Enter');
      await page.locator('[data-table]').focus();
      await page.keyboard.press('Home');
      await page.locator(`[data-row^="${pid}@"].cur`).waitFor();
    };

    beforeAll(async () => {
      ({ page, alarms } = await openPage(browser, { language }));
      page.setDefaultTimeout(10_000);
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) {
          alarms.push(message.text());
        }
      });
    });
    afterAll(async () => {
      await page?.context().close();
    });

    it('asks who one is and then shows what was asked for', async () => {
      await page.goto(`${vigie.url}/hosts/local/processes?view=tree`);
      await page.waitForURL(/\/sign-in\?/);
      expect(await page.evaluate<string>('document.documentElement.lang')).toBe(language);
      await signIn();
      await page.waitForURL(/\/hosts\/local\/processes\?view=tree$/);
      await page.locator('[data-row]').first().waitFor();
      await page.goto(`${vigie.url}/hosts/local/processes`);
    }, 60_000);

    it('finds a process, changes its nice and takes it back', async () => {
      const { pid } = sleeper();
      const before = getPriority(pid);
      await choose(pid);
      await page.keyboard.press('F8');
      await confirm();
      await until(() => getPriority(pid) === before + 1, 'nice is one more');
      await takeBack(`: ${before + 1}`);
      await until(() => getPriority(pid) === before, 'nice is as it was');
    }, 60_000);

    it('pauses a process by its button and takes it back', async () => {
      const { pid } = sleeper();
      await choose(pid);
      await page.keyboard.press('Enter');
      const pane = page.getByRole('complementary').last();
      await pane.getByRole('button', { name: say.pause, exact: true }).click();
      await confirm();
      await until(() => stateOf(pid) === 'T', 'the process is paused');
      await takeBack(`(${pid})`);
      await until(() => stateOf(pid) === 'S', 'the process goes on');
      await page.locator('[data-table]').focus();
      await page.keyboard.press('Escape');
    }, 60_000);

    it('ends a process only after the plan was confirmed, and sees it go', async () => {
      const { pid, ended } = sleeper();
      await choose(pid);
      await page.keyboard.press('F9');
      const dialog = page.getByRole('alertdialog');
      await dialog.waitFor();
      expect(await dialog.textContent()).toContain(String(pid));
      expect(await focused(page)).toContain(say.cancel);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      expect(stateOf(pid)).toBe('S');
      await until(
        () => page.evaluate<boolean>('document.activeElement?.matches("[data-table]") ?? false'),
        'the table has the focus again',
      );

      await page.keyboard.press('F9');
      await confirm();
      expect(await ended).not.toBe(0);
      await page.keyboard.press('Escape');
      // Rows keep their place under a hand; it leaves.
      await page.mouse.move(2, 2);
      await row(page, pid).waitFor({ state: 'detached' });
    }, 60_000);

    it('writes down what was done', async () => {
      const pid = sleeps.at(-1)?.pid ?? 0;
      await page.getByRole('link', { name: say.activity }).first().click();
      await page.waitForURL(/\/activity/);
      const record = new RegExp(`process\\.signal.*${pid}`);
      await page.getByRole('main').getByText(record).first().waitFor();
    }, 60_000);

    it('asks again when the session has ended, without losing the address', async () => {
      await page.goto(`${vigie.url}/hosts/local/ports`);
      await page.getByRole('button', { name: say.person }).waitFor();
      // What the page still reads would find out first.
      await page.waitForLoadState('networkidle');
      await page.context().clearCookies();
      await page.getByRole('link', { name: say.activity }).first().click();
      await page.waitForURL(/\/sign-in\?next=%2Factivity/);
      await signIn();
      await page.waitForURL(/\/activity$/);
    }, 60_000);

    it('comes back by itself when the server was restarted', async () => {
      await page.goto(`${vigie.url}/hosts/local/processes`);
      await page.locator('[data-row]').first().waitFor();
      const lost = page.locator('.status-mode.lost').waitFor();
      await vigie.restart();
      await lost;
      await page.locator('.status-mode:not(.lost)').waitFor();
      const { pid } = sleeper();
      await choose(pid);
    }, 60_000);

    it('signs out', async () => {
      await page.getByRole('button', { name: say.person }).click();
      await page.getByRole('menuitem', { name: say.signOut }).click();
      await page.waitForURL(/\/sign-in/);
      await page.goto(`${vigie.url}/activity`);
      await page.waitForURL(/\/sign-in\?/);
      expect(alarms).toEqual([]);
    }, 60_000);
  });
}
