import { describe, expect, it } from 'bun:test';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue, operations } from '@vigie/contract';
import { parseArguments } from './core/arguments.ts';
import { requestOf } from './core/client.ts';
import type { CommandIo } from './core/io.ts';
import { credentialsPath, keepCredentials, readSettings } from './core/settings.ts';
import { runCommand } from './index.ts';
import { formatCsv } from './output/csv.ts';
import { hostText } from './output/host-text.ts';
import { formatTable } from './output/table.ts';

function silentIo(environment: Record<string, string> = {}): CommandIo & { readonly printed: string[]; readonly errors: string[] } {
  const printed: string[] = [];
  const errors: string[] = [];
  return {
    environment: { HOME: '/nonexistent', ...environment },
    width: null,
    interactive: false,
    printed,
    errors,
    out: (text) => void printed.push(text),
    err: (text) => void errors.push(text),
    ask: () => Promise.reject(new Error('nobody to ask')),
  };
}

const settings = { server: 'http://127.0.0.1:1', token: null, language: 'en' } as const;

describe('the words of a command', () => {
  it('become the input of its operation', () => {
    const { input } = parseArguments(catalogue['process.signal'], ['4312', '--signal', 'TERM', '--tree']);
    expect(input).toEqual({ pid: 4312, signal: 'TERM', tree: true });
  });

  it('may be negative numbers and lists', () => {
    expect(parseArguments(catalogue['process.renice'], ['12', '--nice', '-5']).input).toEqual({ pid: 12, nice: -5 });
    expect(parseArguments(catalogue['process.affinity'], ['12', '--cpus', '0,2']).input).toEqual({ pid: 12, cpus: [0, 2] });
    expect(parseArguments(catalogue['process.affinity'], ['12', '--cpus', '0,2', '--cpus=3']).input).toEqual({ pid: 12, cpus: [0, 2, 3] });
  });

  it('are refused when they are no number, no flag, or one too many', () => {
    for (const words of [['x'], ['1', '--nise', '3'], ['1', '2'], ['--nice']]) {
      expect(() => parseArguments(catalogue['process.renice'], words)).toThrow();
    }
  });

  it('have a help in both languages for every operation', async () => {
    for (const operation of operations.filter(({ id }) => id !== 'setup.complete')) {
      for (const LANG of ['en_GB.UTF-8', 'fr_FR.UTF-8']) {
        const io = silentIo({ LANG });
        expect([operation.id, await runCommand([...operation.id.split('.'), '--help'], io)]).toEqual([operation.id, 0]);
        expect(io.printed[0]).toContain(operation.describe[LANG.startsWith('fr') ? 'fr' : 'en']);
      }
    }
  });

  it('that are unknown say so in the person’s language, with exit code 2', async () => {
    const io = silentIo({ LANG: 'fr_FR.UTF-8' });
    expect(await runCommand(['restert'], io)).toBe(2);
    expect(io.errors[0]).toContain('n’est pas une commande');
  });
});

describe('a request', () => {
  it('puts path members in the path and the rest in query or body', () => {
    expect(requestOf(settings, catalogue['process.signal'], { pid: 5, signal: 'TERM' }, { confirm: 'h' })).toEqual({
      url: 'http://127.0.0.1:1/api/process/5/signal',
      body: '{"signal":"TERM","confirm":"h"}',
    });
    expect(requestOf(settings, catalogue['process.signal'], { targets: [{ pid: 5 }], signal: 'TERM' }, {}).url).toEndWith(
      '/api/processes/signal',
    );
    expect(requestOf(settings, catalogue['process.list'], { q: 'a&b' }, {})).toEqual({
      url: 'http://127.0.0.1:1/api/processes?q=a%26b',
      body: null,
    });
    expect(requestOf(settings, catalogue['host.get'], {}, {}).url).toEndWith('/api/hosts/local');
    expect(requestOf(settings, catalogue['token.revoke'], { id: '../x' }, {}).url).toEndWith('/api/tokens/..%2Fx');
  });

  it('ends with exit code 6 and a sentence when no server answers', async () => {
    const io = silentIo({ VIGIE_SERVER: 'http://127.0.0.1:1' });
    expect(await runCommand(['process', 'list'], io)).toBe(6);
    expect(io.errors[0]).toContain('does not answer');
  });
});

describe('what is kept', () => {
  it('is readable by this user only, and gives way to environment and flag', () => {
    const home = mkdtempSync(join(tmpdir(), 'vigie-cli-'));
    try {
      const environment = { HOME: home };
      keepCredentials(environment, { server: 'http://127.0.0.1:9', token: 'kept' });
      expect(statSync(credentialsPath(environment)).mode & 0o777).toBe(0o600);
      expect(readSettings({}, environment)).toMatchObject({ server: 'http://127.0.0.1:9', token: 'kept' });
      expect(readSettings({}, { ...environment, VIGIE_TOKEN: 'e' }).token).toBe('e');
      expect(readSettings({ token: 'f' }, { ...environment, VIGIE_TOKEN: 'e' }).token).toBe('f');
      // A token is for the server it was kept for, and is not sent to another.
      expect(readSettings({ server: 'http://127.0.0.1:8' }, environment).token).toBeNull();
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});

describe('output', () => {
  it('never sends what a host wrote to the terminal as control', () => {
    expect(hostText('\u001b]0;x\u0007\u202egnp.exe\n')).toBe('\\x1b]0;x\\x07\\u202egnp.exe\\x0a');
    const table = formatTable([{ pid: 1, name: '\u001b[31mred' }], ['pid', 'name'], { width: null, language: 'en' });
    expect(table).not.toContain('\u001b');
  });

  it('writes no formula into CSV', () => {
    expect(formatCsv([{ name: '=1+1', note: 'a "b", c' }])).toBe('name,note\r\n\'=1+1,"a ""b"", c"');
  });

  it('completes nouns, verbs and flags in three shells', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const io = silentIo();
      expect(await runCommand(['completion', shell], io)).toBe(0);
      expect(io.printed[0]).toContain('renice');
    }
  });
});
