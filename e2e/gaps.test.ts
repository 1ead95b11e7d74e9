import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, needsChromium, openBrowser, openPage } from './harness/browser.ts';
import { ownerToken, type RunningVigie, startVigie, until } from './harness/vigie.ts';

const owner = { email: 'owner@example.org', password: 'un mot de passe assez long' };
/** Longer than an agent may be away without a frame missing. */
const awayMs = 28_000;
const words = {
  en: /Nothing was measured: the agent was not running/,
  fr: /Rien n’a été mesuré\u00a0: l’agent ne tournait pas/,
};

interface Gap {
  readonly class: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

describe.skipIf(!hasChromium)(`gaps on charts${needsChromium}`, () => {
  let vigie: RunningVigie;
  let browser: Browser;
  let gap: Gap;

  const ask = async <T>(path: string, query: Readonly<Record<string, string>>): Promise<T> => {
    const answer = await fetch(`${vigie.url}${path}?${new URLSearchParams(query)}`, { headers: { 'X-Auth-Token': ownerToken } });
    expect(answer.status).toBe(200);
    return (await answer.json()) as T;
  };

  const signIn = async (page: Page): Promise<void> => {
    await page.goto(vigie.url);
    await page.getByLabel(/e-?mail/i).fill(owner.email);
    await page.locator('input[type=password]').fill(owner.password);
    await page.keyboard.press('Enter');
    await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
  };

  /** Frames of this host that are stored after a moment. */
  const frames = async (afterMs: number): Promise<number> => {
    const query = { host: 'local', names: 'node_load1', from: String(Math.floor(afterMs)), to: 'now' };
    const { series } = await ask<{ series: { values: (number | null)[] }[] }>('/api/metrics/history', query);
    return series[0]?.values.filter((value) => value !== null).length ?? 0;
  };

  beforeAll(async () => {
    vigie = await startVigie({ environment: { VIGIE_OWNER_EMAIL: owner.email, VIGIE_OWNER_PASSWORD: owner.password } });
    browser = await openBrowser();
    const { page } = await openPage(browser);
    await signIn(page);
    // Somebody looks: a frame a second.
    await page.goto(`${vigie.url}/hosts/local`);
    const startMs = Date.now();
    await until(async () => (await frames(startMs)) >= 8, 'frames are stored', 60_000);
    await vigie.restart(awayMs);
    const backMs = Date.now();
    await until(async () => (await frames(backMs)) >= 8, 'frames come again', 60_000);
    const { items } = await ask<{ items: Gap[] }>('/api/gaps', { host: 'local' });
    gap = items.find(({ class: of }) => of === 'all') as Gap;
    await page.close();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await vigie?.stop();
  });

  it('are on record: from when the agent was last there, until it came back, and why', () => {
    expect(gap).toMatchObject({ class: 'all', reason: 'agent_away' });
    expect(Date.parse(gap.to) - Date.parse(gap.from)).toBeGreaterThanOrEqual(awayMs - 1000);
  });

  for (const language of ['en', 'fr'] as const) {
    it(`say why they are empty where the hand or the keyboard stands in one, in ${language}`, async () => {
      const { page, alarms } = await openPage(browser, { language });
      await signIn(page);
      const fromMs = Date.parse(gap.from) - 60_000;
      const toMs = Date.parse(gap.to) + 15_000;
      await page.goto(`${vigie.url}/hosts/local?from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}`);
      const plot = page.getByRole('region', { name: /^(CPU|Processeur)$/ }).locator('.plot');
      await plot.locator('canvas').first().waitFor();
      const box = await plot.boundingBox();
      if (!box) {
        throw new Error('the chart is not on the page');
      }
      const middleMs = (Date.parse(gap.from) + Date.parse(gap.to)) / 2;
      const x = box.x + ((middleMs - fromMs) / (toMs - fromMs)) * box.width;
      const why = plot.locator('.cross-why');
      await until(async () => {
        await page.mouse.move(x, box.y + box.height / 2);
        return (await why.isVisible()) && words[language].test((await why.textContent()) ?? '');
      }, 'the chart says why there is nothing');
      // It stands where the hand is, not at the nearest frame, and no value stands beside it.
      const cross = await plot.locator('.cross').boundingBox();
      expect(Math.abs((cross?.x ?? 0) - x)).toBeLessThan(3);
      expect(await plot.locator('.cross-dot:visible').count()).toBe(0);
      await page.mouse.move(0, 0);
      await page.keyboard.press('Escape');
      const spoken = page.locator('.overview [aria-live="polite"]');
      await until(async () => {
        await page.keyboard.press('ArrowLeft');
        return words[language].test((await spoken.textContent()) ?? '');
      }, 'the keyboard hears why');
      expect(alarms).toEqual([]);
      await page.context().close();
    }, 120_000);
  }
});
