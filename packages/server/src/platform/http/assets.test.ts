import { afterAll, beforeAll, expect, it } from 'bun:test';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestApp, type TestApp } from '../../testing/test-app.ts';
import { directoryAssets } from './assets.ts';

const directory = mkdtempSync(join(tmpdir(), 'vigie-page-'));
let test: TestApp;

beforeAll(async () => {
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Vigie</title>');
  writeFileSync(join(directory, 'assets', 'main-AbCdEf12.js'), 'export {}');
  writeFileSync(join(directory, 'assets', 'main-AbCdEf12.js.br'), 'packed');
  test = await createTestApp({ deps: { assets: directoryAssets(directory) } });
});
afterAll(async () => {
  await test.close();
  rmSync(directory, { recursive: true, force: true });
});

it('serves the frame of the page at every address the page draws', async () => {
  for (const path of ['/', '/processes', '/settings/tokens?x=1']) {
    const answer = await test.call(path);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    expect(answer.text).toContain('<title>Vigie</title>');
  }
});

it('serves what has a hash in its name for ever, packed when the browser can', async () => {
  const plain = await test.call('/assets/main-AbCdEf12.js');
  expect(plain.headers.get('cache-control')).toContain('immutable');
  const packed = await test.call('/assets/main-AbCdEf12.js', { headers: { 'accept-encoding': 'gzip, br;q=0.9' } });
  expect([packed.headers.get('content-encoding'), packed.text]).toEqual(['br', 'packed']);
  expect(packed.headers.get('content-type')).toContain('javascript');
});

it('answers 304 for what the browser has', async () => {
  const etag = (await test.call('/')).headers.get('etag') ?? '';
  expect((await test.call('/', { headers: { 'if-none-match': etag } })).status).toBe(304);
});

it('never leaves its folder, and is no page where the API would be', async () => {
  for (const path of ['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/none.js', '/..%2f..%2fetc%2fpasswd.txt']) {
    expect((await test.call(path)).text).not.toContain('root:');
  }
  expect((await test.call('/assets/none.js')).status).toBe(404);
  for (const path of ['/api', '/api/nothing', '//api/health', '/API/health']) {
    expect([path, (await test.call(path)).status]).toEqual([path, 404]);
  }
});

it('says in words that the page is not built', async () => {
  const bare = await createTestApp();
  const answer = await bare.call('/', { headers: { 'accept-language': 'fr' } });
  expect([answer.status, answer.text]).toEqual([503, expect.stringContaining('npm run build')]);
  await bare.close();
});
