import { afterAll, afterEach, describe, expect, it } from 'bun:test';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePort, ownerToken } from '../harness/vigie.ts';
import { ask, cleanUp, launch, makeDirectory, type Program, type ProgramOptions, untilUp } from './parts/program.ts';

/* Starts that must fail, each with a sentence a person can act on, in both languages and without a stack. */
afterEach(cleanUp);
afterAll(cleanUp);

async function refusal(options: ProgramOptions): Promise<{ readonly code: number; readonly text: string }> {
  const program: Program = await launch(options);
  const code = await program.exited;
  const text = program.output();
  expect(text).not.toMatch(/^\s+at |Error:|SQLITE_|\[object/m);
  return { code, text };
}

const languages = [
  ['en', 'en_GB.UTF-8'],
  ['fr', 'fr_FR.UTF-8'],
] as const;

describe('a second server', () => {
  for (const [language, LANG] of languages) {
    it(`on the same data directory is refused with the process that has it (${language})`, async () => {
      const dataDir = await makeDirectory();
      const first = await launch({ dataDir });
      await untilUp(first);
      const { code, text } = await refusal({ dataDir, environment: { LANG } });
      expect([code, text.includes(String(first.pid)), text.includes(dataDir)]).toEqual([1, true, true]);
      expect(text).toContain(language === 'fr' ? 'Un autre serveur Vigie' : 'Another Vigie server');
      expect((await ask(first.url, '/api/hosts/local')).body.state).toBe('up');
    }, 60_000);
  }

  it('through a link to the same directory is refused too', async () => {
    const dataDir = await makeDirectory();
    await untilUp(await launch({ dataDir }));
    const link = join(await makeDirectory(), 'link');
    await Bun.spawn(['/bin/ln', '-s', dataDir, link]).exited;
    expect((await refusal({ dataDir: link })).code).toBe(1);
  }, 60_000);
});

describe('a port', () => {
  for (const which of ['port', 'agentPort'] as const) {
    for (const [language, LANG] of languages) {
      it(`in use is named: ${which} (${language})`, async () => {
        const ports = { port: await freePort(), agentPort: await freePort() };
        const other = createServer().listen(ports[which], '127.0.0.1');
        const { code, text } = await refusal({ dataDir: await makeDirectory(), ports, environment: { LANG } });
        other.close();
        expect([code, text.includes(`127.0.0.1:${ports[which]}`)]).toEqual([1, true]);
        expect(text).toContain(language === 'fr' ? 'déjà pris' : 'already in use');
      }, 60_000);
    }
  }
});

describe('a data directory that cannot be used', () => {
  const cases: readonly [name: string, make: () => Promise<string>][] = [
    [
      'is a file',
      async () => {
        const file = join(await makeDirectory(), 'file');
        await writeFile(file, '');
        return file;
      },
    ],
    ['lies below a file', async () => '/etc/hostname/vigie'],
    ['lies where nothing may be made', async () => '/proc/vigie'],
    ['is read-only, as its file system says', async () => '/sys/kernel'],
    [
      'holds a state that is none',
      async () => {
        const directory = await makeDirectory();
        await writeFile(join(directory, 'state.db'), 'this is no database, though it is long enough to look like one'.repeat(100));
        return directory;
      },
    ],
    [
      'holds figures that are none',
      async () => {
        const directory = await makeDirectory();
        await writeFile(join(directory, 'metrics.db'), 'this is no database, though it is long enough to look like one'.repeat(100));
        return directory;
      },
    ],
  ];
  for (const [name, make] of cases) {
    for (const [language, LANG] of languages) {
      it(`${name}: it is named (${language})`, async () => {
        const dataDir = await make();
        const { code, text } = await refusal({ dataDir, environment: { LANG } });
        expect([code, text.includes(dataDir)]).toEqual([1, true]);
        expect(/données|dossier|fichier/i.test(text)).toBe(language === 'fr');
      }, 60_000);
    }
  }
});

describe('settings', () => {
  const wrong = {
    VIGIE_LISTEN: 'nowhere',
    VIGIE_AGENT_LISTEN: '127.0.0.1:99999',
    VIGIE_TOKEN: 'too short',
    VIGIE_OWNER_EMAIL: 'nobody',
    VIGIE_OWNER_PASSWORD: 'short',
    VIGIE_PROCESSES_SIGNALS: 'TERM,NONSENSE',
    VIGIE_LOG_LEVEL: 'loud',
    VIGIE_LISTN: 'x',
  };
  for (const [language, LANG] of languages) {
    it(`that are wrong are all named at once, and no secret is shown (${language})`, async () => {
      const { code, text } = await refusal({ dataDir: await makeDirectory(), environment: { ...wrong, LANG } });
      expect(code).toBe(1);
      for (const name of Object.keys(wrong)) {
        expect([name, text.includes(name)]).toEqual([name, true]);
      }
      expect(text).toContain('24');
      expect(text).not.toContain('too short');
      expect(text).toContain(language === 'fr' ? 'La configuration est fausse' : 'The configuration is wrong');
    }, 60_000);
  }

  it('from files work, a line end behind them does not count, and a secret given twice is refused', async () => {
    const directory = await makeDirectory();
    const file = join(directory, 'token');
    const token = `${'f'.repeat(30)}$(id)`;
    await writeFile(file, `${token}\n`);
    await chmod(file, 0o600);
    const password = join(directory, 'password');
    await writeFile(password, 'un mot de passe assez long\r\n');
    const server = await launch({
      dataDir: await makeDirectory(),
      environment: { VIGIE_TOKEN: '', VIGIE_TOKEN_FILE: file, VIGIE_OWNER_EMAIL: 'owner@example.org', VIGIE_OWNER_PASSWORD_FILE: password },
    });
    const deadline = Date.now() + 20_000;
    while (!server.output().includes('ready') && Date.now() < deadline) {
      await Bun.sleep(50);
    }
    expect((await ask(server.url, '/api/hosts', { token })).status).toBe(200);
    expect((await ask(server.url, '/api/hosts', { token: ownerToken })).status).toBe(401);
    expect(server.output()).not.toContain('Set-up code');
    const signIn = {
      token: null,
      headers: { origin: server.url },
      body: { email: 'owner@example.org', password: 'un mot de passe assez long' },
    };
    expect((await ask(server.url, '/api/auth/sign-in/email', signIn)).status).toBe(200);
    const twice = await refusal({ dataDir: await makeDirectory(), environment: { VIGIE_TOKEN_FILE: file } });
    expect([twice.code, twice.text.includes('VIGIE_TOKEN')]).toEqual([1, true]);
    await rm(file);
    const missing = await refusal({ dataDir: await makeDirectory(), environment: { VIGIE_TOKEN: '', VIGIE_TOKEN_FILE: file } });
    expect([missing.code, missing.text.includes('VIGIE_TOKEN_FILE'), missing.text.includes(file)]).toEqual([1, true, true]);
  }, 60_000);
});
