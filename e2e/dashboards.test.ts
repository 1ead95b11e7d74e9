import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, needsChromium, openBrowser, openPage } from './harness/browser.ts';
import { ownerToken, type RunningVigie, startVigie, until } from './harness/vigie.ts';

const owner = { email: 'owner@example.org', password: 'un mot de passe assez long' };
const hostile = '<img src=x onerror=alert(1)>';

/* Dashboards people build, in a real browser with the real server. */
describe.skipIf(!hasChromium)(`dashboards${needsChromium}`, () => {
  let vigie: RunningVigie;
  let browser: Browser;
  let page: Page;
  let alarms: string[];

  beforeAll(async () => {
    vigie = await startVigie({ environment: { VIGIE_OWNER_EMAIL: owner.email, VIGIE_OWNER_PASSWORD: owner.password } });
    browser = await openBrowser();
    ({ page, alarms } = await openPage(browser));
    await page.goto(`${vigie.url}/dashboards`);
    await page.getByLabel(/e-?mail/i).fill(owner.email);
    await page.locator('input[type=password]').fill(owner.password);
    await page.keyboard.press('Enter');
    await page.waitForURL((address) => address.pathname === '/dashboards');
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await vigie?.stop();
  });

  async function call(path: string, method = 'GET', body?: unknown) {
    const answer = await fetch(`${vigie.url}${path}`, {
      method,
      headers: { 'X-Auth-Token': ownerToken, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> & { items: { id: string; name: string }[] } };
  }

  const widget = (name: string) => page.getByRole('article', { name });

  it('those that ship show figures of this machine, and are duplicated to be changed', async () => {
    await page.getByRole('link', { name: /One host/ }).click();
    await widget('Load, 1 min').locator('.widget-figure').waitFor();
    await until(async () => /\d/.test((await widget('Load, 1 min').locator('.widget-figure').textContent()) ?? ''), 'the load is a figure');
    await widget('Processor, in cores').locator('canvas').first().waitFor();
    await page.getByRole('button', { name: 'Duplicate to change' }).click();
    await page.waitForURL((address) => address.searchParams.get('edit') === '1');
    expect(alarms).toEqual([]);
  }, 60_000);

  it('a dashboard is built, arranged with the keyboard, saved, and is there after a reload; hostile text stays text', async () => {
    await page.goto(`${vigie.url}/dashboards`);
    await page.getByRole('button', { name: 'New dashboard' }).click();
    await page.waitForURL((address) => address.searchParams.get('edit') === '1');
    await page.getByRole('textbox', { name: 'Name' }).fill(`Mine ${hostile}`);
    for (const [kind, title] of [
      ['Figure', `Load ${hostile}`],
      ['Text', 'Notes'],
    ] as const) {
      await page.getByRole('button', { name: 'Add a widget' }).click();
      await page.getByRole('menuitem', { name: kind, exact: true }).click();
      const form = page.getByRole('dialog');
      await form.getByLabel('Title').fill(title);
      if (kind === 'Text') {
        await form.getByLabel(/Text/).fill(`**bold** ${hostile} [out](javascript:alert(1)) [in](https://example.org)`);
      } else {
        await form.getByLabel('Hosts').fill('local');
      }
      await form.getByRole('button', { name: 'Apply' }).click();
      await form.waitFor({ state: 'detached' });
    }
    await widget('Notes').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.waitForURL((address) => !address.searchParams.has('edit'));
    await page.reload();
    await widget(`Load ${hostile}`).locator('.widget-figure').waitFor();
    expect(await widget('Notes').locator('b').textContent()).toBe('bold');
    expect(await widget('Notes').locator('a').count()).toBe(1);
    expect(await page.locator('article img').count()).toBe(0);
    const id = new URL(page.url()).pathname.split('/').at(-1);
    /* It is private to its owner: a token, even the owner's, is somebody else. */
    expect((await call(`/api/dashboards/${id}`)).status).toBe(404);
    const kept = await page.evaluate(async (address) => (await (await fetch(address)).json()) as unknown, `/api/dashboards/${id}`);
    const { widgets } = (kept as { content: { widgets: { title: string; w: number }[] } }).content;
    expect(widgets.find(({ title }) => title === 'Notes')).toMatchObject({ w: 5 });
    expect(alarms).toEqual([]);
  }, 90_000);

  it('variables are added and put in order on the page; what is wrong is said; a choice stays in the address', async () => {
    const made = await call('/api/dashboards', 'POST', {
      content: {
        name: 'Chosen',
        widgets: [
          {
            type: 'stat',
            id: 'a',
            title: 'One of them',
            x: 0,
            y: 0,
            w: 4,
            h: 3,
            unit: 'none',
            queries: [{ names: '$figure', hosts: 'local' }],
          },
        ],
      },
      shared: true,
    });
    await page.goto(`${vigie.url}/dashboards/${made.body.id}?edit=1`);
    await page.getByRole('button', { name: 'Variables' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: 'Add a variable' }).click();
    await form.getByLabel('Name', { exact: true }).fill('9 lives');
    await form.getByRole('button', { name: 'Apply' }).click();
    await form.getByText('Letters, digits and _, and no digit first.').waitFor();
    await form.getByLabel('Name', { exact: true }).fill('figure');
    await form.getByLabel('Shown as').fill('Figure');
    await form.getByRole('combobox', { name: 'Its values are' }).selectOption({ label: 'a list' });
    await form.getByLabel('Values', { exact: true }).fill('node_load1, node_memory_MemTotal_bytes');
    await form.getByRole('button', { name: 'Add a variable' }).click();
    await form.getByLabel('Name', { exact: true }).nth(1).fill('which');
    await form.getByRole('button', { name: 'Up' }).nth(1).click();
    await form.getByRole('button', { name: 'Apply' }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.waitForURL((address) => !address.searchParams.has('edit'));
    expect((await call(`/api/dashboards/${made.body.id}`)).body).toMatchObject({
      content: { variables: [{ name: 'which' }, { name: 'figure', kind: 'list', value: 'node_load1' }] },
    });
    await page.getByRole('combobox', { name: 'Figure' }).selectOption('node_memory_MemTotal_bytes');
    await page.waitForURL((address) => address.searchParams.get('var-figure') === 'node_memory_MemTotal_bytes');
    await until(
      async () => /\d{6}/.test(((await widget('One of them').locator('.widget-figure').textContent()) ?? '').replace(/\D/g, '')),
      'the figure is that of memory',
    );
    expect(alarms).toEqual([]);
  }, 60_000);

  it('an import that is none is refused in words, and a good one is opened', async () => {
    await page.goto(`${vigie.url}/dashboards`);
    await page.getByRole('button', { name: 'Import' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('{"format":');
    await dialog.getByRole('button', { name: 'Import' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog
      .getByRole('textbox')
      .fill(
        JSON.stringify({ name: 'Imported', widgets: [{ type: 'text', id: 'a', title: 'Hello', x: 0, y: 0, w: 4, h: 2, text: 'hello' }] }),
      );
    await dialog.getByRole('button', { name: 'Import' }).click();
    await page.waitForURL((address) => address.pathname.startsWith('/dashboards/'));
    await widget('Hello').waitFor();
  }, 60_000);

  it('refuses to save over what somebody else has saved, keeps versions, and brings a deleted one back', async () => {
    const made = await call('/api/dashboards', 'POST', { content: { name: 'Shared' }, shared: true });
    expect(made.status).toBe(200);
    const id = String(made.body.id);
    expect((await call(`/api/dashboards/${id}`, 'PUT', { base: 1, content: { name: 'Second' } })).body.version).toBe(2);
    const late = await call(`/api/dashboards/${id}`, 'PUT', { base: 1, content: { name: 'Late' } });
    expect([late.status, late.body.code]).toEqual([409, 'changed_since']);
    expect((await call(`/api/dashboards/${id}/versions`)).body.items).toMatchObject([{ version: 2 }, { version: 1 }]);
    expect((await call(`/api/dashboards/${id}?version=1`)).body.name).toBe('Shared');
    const wrong = await call('/api/dashboards', 'POST', { content: { name: 'X', widgets: [{ type: 'clock' }] } });
    expect(wrong.status).toBe(400);
    const deleted = await call(`/api/dashboards/${id}`, 'DELETE', {});
    expect(deleted.status).toBe(200);
    expect((await call(`/api/dashboards/${id}`)).status).toBe(404);
    const undone = await call(`/api/actions/${(deleted.body.action as { id: string }).id}/undo`, 'POST', {});
    expect(undone.status).toBe(200);
    expect((await call(`/api/dashboards/${id}`)).body.version).toBe(2);
  }, 60_000);

  it('asks what is to become of both when somebody else has saved meanwhile', async () => {
    const made = await call('/api/dashboards', 'POST', { content: { name: 'Two hands' }, shared: true });
    const path = `/api/dashboards/${made.body.id}`;
    await page.goto(`${vigie.url}/dashboards/${made.body.id}?edit=1`);
    const save = async (name: string) => {
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
    };
    await page.getByLabel('Name', { exact: true }).waitFor();
    expect((await call(path, 'PUT', { base: 1, content: { name: 'Theirs' } })).status).toBe(200);
    await save('Ours');
    await page.getByRole('button', { name: 'Go on editing' }).click();
    expect((await call(path)).body.name).toBe('Theirs');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Save over theirs' }).click();
    await page.waitForURL((address) => !address.searchParams.has('edit'));
    expect((await call(path)).body).toMatchObject({ name: 'Ours', version: 3 });
    expect((await call(`${path}?version=2`)).body.name).toBe('Theirs');
  }, 60_000);

  it('somebody who may only look sees those that are shared and changes none', async () => {
    const token = await call('/api/tokens', 'POST', { name: 'looks', role: 'viewer' });
    const secret = String(token.body.secret);
    const ask = (path: string, method: string, body?: unknown) =>
      fetch(`${vigie.url}${path}`, {
        method,
        headers: { 'X-Auth-Token': secret, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
      });
    const list = (await (await ask('/api/dashboards', 'GET')).json()) as { items: { name: string; shared: boolean }[] };
    expect(list.items.every(({ shared }) => shared)).toBe(true);
    expect(list.items.some(({ name }) => name.startsWith('Mine'))).toBe(false);
    expect((await ask('/api/dashboards', 'POST', { content: { name: 'No' } })).status).toBe(403);
  }, 30_000);
});
