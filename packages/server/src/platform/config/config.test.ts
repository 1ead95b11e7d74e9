import { describe, expect, it } from 'bun:test';
import { readFileSync } from 'node:fs';
import { ConfigError } from './config-error.ts';
import { describeSettings } from './effective.ts';
import { type ConfigSource, loadConfig } from './load.ts';
import { environmentName, flagName, settings } from './settings.ts';

function load(parts: Partial<Omit<ConfigSource, 'readFile'>> & { readonly files?: Readonly<Record<string, string>> } = {}) {
  const { files = {}, ...rest } = parts;
  return loadConfig({ argv: [], environment: {}, uid: 1000, workingDirectory: '/srv', readFile: (path) => files[path] ?? null, ...rest });
}

function problemsOf(parts: Parameters<typeof load>[0]): string[] {
  try {
    load(parts);
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map((problem) => problem.where);
    }
    throw error;
  }
  return [];
}

describe('where a setting comes from', () => {
  it('is the flag, then the environment, then the file, then the default', () => {
    const files = { '/srv/vigie.yaml': 'listen: 127.0.0.1:3\nlog: { level: warn }\nagentListen: "[::1]:4"\n' };
    const environment = {
      VIGIE_LISTEN: '127.0.0.1:2',
      VIGIE_AGENT_LISTEN: '127.0.0.1:5',
      VIGIE_SERVER: 'http://elsewhere',
      VIGIE_TOKEN: '',
    };
    const { config, origins, file } = load({ argv: ['--listen', '127.0.0.1:1'], environment, files });
    expect(config.listen).toEqual({ host: '127.0.0.1', port: 1 });
    expect(config.agentListen.port).toBe(5);
    expect([config.logLevel, config.token, file]).toEqual(['warn', null, '/srv/vigie.yaml']);
    expect(origins).toMatchObject({ listen: 'flag', agentListen: 'environment', 'log.level': 'file', dataDir: 'default' });
  });

  it('is the file that was named, and no other', () => {
    const files = {
      '/srv/vigie.yaml': 'listen: 127.0.0.1:3',
      '/etc/vigie/vigie.yaml': 'listen: 127.0.0.1:4',
      '/mine.yaml': 'listen: 127.0.0.1:5',
    };
    expect(load({ argv: ['--config=/mine.yaml'], files }).config.listen.port).toBe(5);
    expect(load({ files: { '/etc/vigie/vigie.yaml': 'listen: 127.0.0.1:4' } }).config.listen.port).toBe(4);
    expect(problemsOf({ argv: ['--config', '/none.yaml'], files })).toEqual(['--config']);
  });

  it('may be a file for a secret, whose last line end is not part of it', () => {
    const files = { '/run/token': 'a-token-of-twenty-four-characters\n' };
    expect(load({ environment: { VIGIE_TOKEN_FILE: '/run/token' }, files }).config.token).toBe('a-token-of-twenty-four-characters');
    expect(
      problemsOf({ environment: { VIGIE_TOKEN_FILE: '/run/token', VIGIE_TOKEN: 'a-token-of-twenty-four-characters' }, files }),
    ).toEqual(['VIGIE_TOKEN_FILE']);
    expect(problemsOf({ environment: { VIGIE_TOKEN_FILE: '/run/none' } })).toEqual(['VIGIE_TOKEN_FILE']);
  });
});

describe('what is wrong', () => {
  it('is named all at once', () => {
    const files = { '/srv/vigie.yaml': 'lissten: x\nlog:\n  level: loud\nprocesses: { signals: [TERM, BOOM] }\n' };
    const environment = { VIGIE_TOKEN: 'short', VIGIE_LISTNE: 'x', VIGIE_OWNER_EMAIL: 'a@b.example' };
    expect(problemsOf({ argv: ['--data-dir', 'relative', '--nope'], environment, files }).sort()).toEqual(
      [
        '--data-dir',
        '--nope',
        '/srv/vigie.yaml: lissten',
        '/srv/vigie.yaml: log.level',
        '/srv/vigie.yaml: processes.signals',
        'VIGIE_LISTNE',
        'VIGIE_TOKEN',
        'ownerPassword',
      ].sort(),
    );
  });

  it('comes with what was probably meant, in both languages', () => {
    expect(() => load({ environment: { VIGIE_LISTNE: 'x' } })).toThrow('did you mean VIGIE_LISTEN?');
    try {
      load({ files: { '/srv/vigie.yaml': 'lissten: x' } });
    } catch (error) {
      expect(error instanceof ConfigError && error.text.fr).toContain('vouliez-vous dire listen');
    }
  });

  it('is YAML that is none, and a list where names belong', () => {
    expect(problemsOf({ files: { '/srv/vigie.yaml': 'listen: [' } })).toEqual(expect.arrayContaining(['/srv/vigie.yaml']));
    expect(problemsOf({ files: { '/srv/vigie.yaml': '- a\n- b' } })).toEqual(['/srv/vigie.yaml']);
  });

  for (const listen of ['0.0.0.0:8088', '[::]:8088', '192.0.2.1:8088', 'vigie.example.org:8088']) {
    it(`is ${listen} without a word that allows it`, () => {
      expect(problemsOf({ environment: { VIGIE_LISTEN: listen } })).toEqual(['listen']);
      expect(load({ environment: { VIGIE_LISTEN: listen, VIGIE_ALLOW_INSECURE_LISTEN: 'true' } }).config.allowInsecureListen).toBe(true);
    });
  }
  for (const listen of ['127.0.0.1', ':8088', '127.0.0.1:99999', '127.0.0.1:80 80', '::1:8088', '[127.0.0.1:8088', 'a b:1', '']) {
    it(`is the address ${JSON.stringify(listen)}`, () => {
      expect(problemsOf({ argv: [`--listen=${listen}`] })).toEqual(['--listen']);
    });
  }
  for (const [name, value] of [
    ['VIGIE_PUBLIC_URL', 'vigie.example.org'],
    ['VIGIE_PUBLIC_URL', 'https://vigie.example.org/sub'],
    ['VIGIE_PUBLIC_URL', 'javascript:alert(1)'],
    ['VIGIE_TRUSTED_PROXIES', 'proxy.example.org'],
    ['VIGIE_ALLOWED_HOSTS', 'https://a.example'],
    ['VIGIE_ALLOW_INSECURE_LISTEN', 'maybe'],
    ['VIGIE_TOKEN', 'with blanks and an é in the middle'],
    ['VIGIE_PROCESSES_SIGNALS', ''],
  ] as const) {
    it(`is ${name}=${value || '(empty is not set)'}`, () => {
      expect(problemsOf({ environment: { [name]: value } })).toEqual(value === '' ? [] : [name]);
    });
  }
});

describe('what is shown', () => {
  it('is every setting, and no secret', () => {
    const shown = describeSettings(load({ environment: { VIGIE_TOKEN: 'a-token-of-twenty-four-characters' } }));
    expect(shown.map(({ key }) => key)).toEqual(settings.map(({ key }) => key));
    expect(JSON.stringify(shown)).not.toContain('twenty');
    expect(shown.find(({ key }) => key === 'token')).toEqual({ key: 'token', value: '••••••••', origin: 'environment' });
  });

  it('has one setting for each member, and each member for one setting', () => {
    expect(Object.keys(load().config).sort()).toEqual(settings.map(({ member }) => member).sort());
  });
});

describe('docs/reference/configuration.md', () => {
  const page = readFileSync(new URL('../../../../../docs/reference/configuration.md', import.meta.url), 'utf8');
  const told = [...page.matchAll(/^\| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \|/gm)].map((match) => match.slice(1));

  it('tells every setting with its names, and none that does not exist', () => {
    expect(told.toSorted()).toEqual(settings.map(({ key }) => [key, flagName(key), environmentName(key)]).toSorted());
  });

  it('says of each what the program says', () => {
    for (const setting of settings) {
      expect(page).toContain(`| ${setting.describe.en} |`);
    }
  });
});
