import { describe, expect, it } from 'bun:test';
import { isSecretName, isSecretValue, mask, maskArguments, maskVariable } from './secrets.ts';

describe('secrets of a command line', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['app --password hunter2 --port 80', `app --password ${mask} --port 80`],
    ['app --password=hunter2', `app --password=${mask}`],
    ['app --db-password=a --user=b', `app --db-password=${mask} --user=b`],
    ['app --api-key k1 -v', `app --api-key ${mask} -v`],
    ['app -token abc', `app -token ${mask}`],
    ['app --token --verbose', 'app --token --verbose'],
    ['java -Ddb.password=x -Xmx1g -jar a.jar', `java -Ddb.password=${mask} -Xmx1g -jar a.jar`],
    ['/usr/bin/env SECRET_KEY=abc PATH=/bin run', `/usr/bin/env SECRET_KEY=${mask} PATH=/bin run`],
    ['psql postgres://marie:hunter2@db/app', `psql postgres://marie:${mask}@db/app`],
    ['curl https://x.example/?api_key=abc&page=2', `curl https://x.example/?api_key=${mask}&page=2`],
    ['curl -u marie:pw https://x', `curl -u marie:${mask} https://x`],
    ['mysql -uroot -phunter2 app', `mysql -uroot -p${mask} app`],
    ['nginx -p /etc/nginx', 'nginx -p /etc/nginx'],
    ['sshpass -p hunter2 ssh host', `sshpass -p ${mask} ssh host`],
    ['redis-cli -a pw ping', `redis-cli -a ${mask} ping`],
    ['ssh -i /home/a/.ssh/id_ed25519 host', 'ssh -i /home/a/.ssh/id_ed25519 host'],
    ['tls --key /etc/key.pem', `tls --key ${mask}`],
    ['tls --key-file /etc/key.pem --password-file=/run/p', 'tls --key-file /etc/key.pem --password-file=/run/p'],
    ['git -c author=me', 'git -c author=me'],
    ['monkey --keyboard fr', 'monkey --keyboard fr'],
  ];
  for (const [line, masked] of cases) {
    it(`${line} → ${masked}`, () => {
      expect(maskArguments(line.split(' ')).join(' ')).toBe(masked);
    });
  }

  it('masks a header given as one argument', () => {
    expect(maskArguments(['curl', '-H', 'Authorization: Bearer abc.def'])).toEqual(['curl', '-H', `Authorization: Bearer ${mask}`]);
  });

  it('gives back the same list when there is nothing to hide', () => {
    const argv = ['sleep', '60'];
    expect(maskArguments(argv)).toBe(argv);
  });
});

describe('secrets of an environment', () => {
  it('are known by their name', () => {
    for (const name of [
      'PASSWORD',
      'DB_PASS',
      'MYSQL_PWD',
      'AWS_SECRET_ACCESS_KEY',
      'apiKey',
      'SESSION_COOKIE',
      'SENTRY_DSN',
      'X_AUTH',
      'JWT',
    ]) {
      expect(isSecretName(name), name).toBe(true);
    }
    for (const name of [
      'HOME',
      'PATH',
      'SSH_AUTH_SOCK',
      'KEYMAP',
      'PASSWORD_FILE',
      'AUTHOR',
      'MONKEY',
      'COMPASS',
      'TOKENIZERS_PARALLELISM_PATH',
    ]) {
      expect(isSecretName(name), name).toBe(false);
    }
  });

  it('are known by what they look like', () => {
    for (const value of [
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N',
      'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
      '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    ]) {
      expect(isSecretValue(value), value).toBe(true);
    }
    for (const value of ['/usr/local/sbin:/usr/local/bin:/usr/sbin', 'en_GB.UTF-8', 'this-is-a-rather-long-host-name-of-a-machine', '1']) {
      expect(isSecretValue(value), value).toBe(false);
    }
  });

  it('are masked, and an empty one stays empty', () => {
    expect(maskVariable('TOKEN', 'abc')).toEqual({ value: mask, masked: true });
    expect(maskVariable('TOKEN', '')).toEqual({ value: '', masked: false });
    expect(maskVariable('URL', 'redis://:pw@cache:6379')).toEqual({ value: `redis://:${mask}@cache:6379`, masked: true });
  });

  it('are looked for in linear time', () => {
    const started = performance.now();
    for (const value of ['a'.repeat(200_000), `http://${'a:'.repeat(50_000)}`, `?${'a=&'.repeat(50_000)}://`, '://'.repeat(50_000)]) {
      maskVariable('X', value);
      maskArguments(['x', value, `--y=${value}`]);
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
