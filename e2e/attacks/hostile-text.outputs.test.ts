import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { join } from 'node:path';
import { ownerToken, root } from '../harness/vigie.ts';
import { type HostileHost, startHostileHost } from './parts/hostile-host.ts';
import { payloads } from './parts/payloads.ts';
import { ask, cleanUp, launch, makeDirectory, ownerEnvironment, type Program, untilUp } from './parts/program.ts';

/* S6: the outputs that are no page. A sheet runs no cell, a terminal obeys no name, JSON carries every text as it is. */
let vigie: Program;
let host: HostileHost;
let home: string;
beforeAll(async () => {
  host = await startHostileHost();
  home = await makeDirectory();
  vigie = await launch({ dataDir: await makeDirectory(), environment: ownerEnvironment });
  await untilUp(vigie);
  for (const payload of payloads) {
    const { status } = await ask(vigie.url, '/api/tokens', { body: { name: payload.slice(0, 100), role: 'viewer' } });
    expect([payload.slice(0, 40), [200, 400].includes(status)]).toEqual([payload.slice(0, 40), true]);
  }
}, 60_000);
afterAll(async () => {
  await host?.stop();
  await cleanUp();
});

/** Cells of RFC 4180, whatever stands in their quotes. */
function cellsOf(csv: string): string[] {
  return [...csv.matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map((match) =>
    (match[1] ?? match[2] ?? '').replaceAll('""', '"'),
  );
}

describe('CSV', () => {
  for (const path of ['/api/processes', '/api/sockets', '/api/audit?limit=1000']) {
    it(`of ${path} has no cell that a sheet would run`, async () => {
      const { status, text } = await ask(vigie.url, `${path}${path.includes('?') ? '&' : '?'}format=csv`);
      const cells = cellsOf(text);
      expect([status, cells.length > 100]).toEqual([200, true]);
      // A number may be negative; nothing else may begin like a formula, blanks before it included.
      const running = cells.filter((cell) => /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell) && !/^-?\d+(\.\d+)?(e-?\d+)?$/i.test(cell));
      expect(running.slice(0, 5)).toEqual([]);
    });
  }
});

describe('JSON', () => {
  it('carries arguments and directories as they are, and a header of no answer takes anything from them', async () => {
    const { body, headers } = await ask(vigie.url, '/api/processes?limit=100000');
    const rows = body.items as { pid: number; cmdline: string[] }[];
    const first = rows.filter(({ pid }) => host.pids.includes(pid)).map(({ cmdline }) => cmdline[0]);
    for (const payload of payloads.filter(
      (text) => text.length < 100 && !text.includes('\0') && text.isWellFormed() && !/\ufffd/.test(text),
    )) {
      expect([payload, first.includes(payload)]).toEqual([payload, true]);
    }
    expect(headers.get('set-cookie')).toBeNull();
  });
});

describe('the command line', () => {
  async function run(...words: string[]): Promise<{ code: number; text: string }> {
    const child = Bun.spawn([process.execPath, join(root, 'packages/vigie/src/main.ts'), ...words], {
      env: { PATH: '/usr/bin:/bin', HOME: home, LANG: 'C.UTF-8', VIGIE_SERVER: vigie.url, VIGIE_TOKEN: ownerToken, COLUMNS: '4000' },
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
    });
    const [out, error] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
    return { code: await child.exited, text: out + error };
  }
  /** What a terminal obeys, and what turns the direction of writing; a line end is ours. */
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

  const commands: readonly (readonly string[])[] = [
    ['process', 'list'],
    ['process', 'list', '--output', 'csv'],
    ['process', 'list', '--output', 'json'],
    ['socket', 'list'],
    ['socket', 'list', '--output', 'json'],
    ['token', 'list'],
    ['token', 'list', '--output', 'csv'],
    ['audit', 'list', '--limit', '1000'],
    ['audit', 'list', '--limit', '1000', '--output', 'json'],
  ];
  for (const words of commands) {
    it(`prints nothing a terminal obeys: vigie ${words.join(' ')}`, async () => {
      const { code, text: printed } = await run(...words);
      const text = printed.replaceAll('\r\n', '\n');
      const at = text.search(obeyed);
      expect([code, at < 0 ? '' : JSON.stringify(text.slice(Math.max(0, at - 30), at + 10))]).toEqual([0, '']);
      expect(text.length).toBeGreaterThan(500);
    });
  }

  it('prints nothing a terminal obeys: one process, its plan, and an error that repeats what was asked', async () => {
    for (const words of [
      ['process', 'get', String(host.carrier)],
      ['process', 'get', String(host.carrier), '--output', 'json'],
      ['process', 'signal', String(host.pids[90]), '--signal', 'TERM', '--dry-run'],
      ['process', 'signal', String(host.pids[75]), '--signal', '\u001b[31mX'],
      ['host', 'get', '\u001b]0;x\u0007'],
      ['\u001b[2J', 'list'],
      ['process', 'list', '--\u001b[2J'],
      ['process', 'list', '--server', 'http://\u001b[2J'],
    ]) {
      const { text } = await run(...words);
      const at = text.search(obeyed);
      expect([words, at < 0 ? '' : JSON.stringify(text.slice(Math.max(0, at - 30), at + 10))]).toEqual([words, '']);
    }
  });
});

it('writes its own log with one line for each thing that happens', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  expect(vigie.output()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|forged line/);
});
