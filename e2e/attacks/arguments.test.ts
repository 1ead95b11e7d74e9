import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { operations } from '@vigie/contract';
import { until } from '../harness/vigie.ts';
import { ask, cleanUp, launch, makeDirectory, ownerEnvironment, type Program, untilUp } from './parts/program.ts';

/* S5: what a shell or a program's options would take for more than text, in every text of every operation, and in a restart. */
let vigie: Program;
let directory: string;
let witness: string;
beforeAll(async () => {
  directory = await makeDirectory();
  witness = join(directory, 'witness');
  vigie = await launch({ dataDir: await makeDirectory(), environment: ownerEnvironment });
  await untilUp(vigie);
}, 60_000);
afterAll(cleanUp);

/** Each would leave a file behind if anything ran it. */
const injections = (): string[] => [
  `-rf`,
  `--help`,
  `--output=${witness}`,
  `-oProxyCommand=touch ${witness}`,
  `$(touch ${witness})`,
  `\`touch ${witness}\``,
  `; touch ${witness} #`,
  `| touch ${witness}`,
  `&& touch ${witness}`,
  `\ntouch ${witness}\n`,
  `\r\ntouch ${witness}`,
  `'; touch ${witness}; '`,
  `"; touch ${witness}; "`,
  `a\u0000b`,
  `../../../../etc/passwd`,
  `%0atouch ${witness}`,
  `\${IFS}touch\${IFS}${witness}`,
  `' or 1=1; drop table token; --`,
  `" union select secret_hash from token --`,
  `{{7*7}}\${7*7}<%= 7*7 %>`,
  `\u202e\u2066evil`,
];

const children = (): string[] => readFileSync(`/proc/${vigie.pid}/task/${vigie.pid}/children`, 'utf8').trim().split(' ').filter(Boolean);

/** The members of an input that may be a text: those whose schema takes one, a choice or a pattern included. */
function textMembers(input: unknown): string[] {
  const { shape } = input as {
    readonly shape?: Readonly<
      Record<
        string,
        { safeParse(value: unknown): { success: boolean; error?: { issues: readonly { code: string; expected?: string }[] } } }
      >
    >;
  };
  return Object.entries(shape ?? {})
    .filter(
      ([, member]) => !member.safeParse('x').error?.issues.some(({ code, expected }) => code === 'invalid_type' && expected !== 'string'),
    )
    .map(([name]) => name);
}

describe('every text of every operation', () => {
  for (const operation of operations) {
    it(`is text and no more: ${operation.id}`, async () => {
      const [agent, ...others] = children();
      expect(others).toEqual([]);
      for (const { method, path } of operation.http) {
        for (const name of textMembers(operation.input)) {
          for (const value of injections()) {
            const inPath = path.includes(`{${name}}`);
            const address = path
              .replace(`{${name}}`, encodeURIComponent(value))
              .replace('{pid}', '4194303')
              .replaceAll(/\{\w+\}/g, 'none');
            const query = method === 'GET' && !inPath ? `?${new URLSearchParams({ [name]: value })}` : '';
            const body = method === 'GET' ? {} : { body: inPath ? {} : { [name]: value, dry_run: true } };
            const { status, text } = await ask(vigie.url, address + query, { method, ...body });
            expect([name, value, status < 500]).toEqual([name, value, true]);
            expect([name, value, text.includes('root:x:0')]).toEqual([name, value, false]);
          }
        }
      }
      expect([existsSync(witness), children()]).toEqual([false, [agent ?? '']]);
    });
  }

  it('leaves the tables as they were', async () => {
    expect((await ask(vigie.url, '/api/tokens')).body.count).toBe(0);
    expect((await ask(vigie.url, '/api/audit?limit=1')).status).toBe(200);
    expect(vigie.output()).not.toMatch(/ error /);
  });
});

describe('a restart', () => {
  /** What the kernel says a process was started with, as bytes. */
  const startOf = (pid: number): Readonly<Record<string, string>> => ({
    argv: readFileSync(`/proc/${pid}/cmdline`, 'latin1'),
    environment: readFileSync(`/proc/${pid}/environ`, 'latin1'),
    directory: readlinkSync(`/proc/${pid}/cwd`, 'latin1'),
    program: readlinkSync(`/proc/${pid}/exe`, 'latin1'),
  });

  it('keeps every byte of command line, environment and directory, whatever they hold', async () => {
    const odd = join(directory, `-rf $(id) ; "a'b\n\u202e<img>`);
    await mkdir(odd);
    const values = injections().filter((value) => !value.includes('\0'));
    const environment = Object.fromEntries(values.map((value, index) => [`ODD_${index}`, value]));
    const child = Bun.spawn(['/usr/bin/tail', '-f', '--', '/dev/null', ...values.map(() => '/dev/null')], {
      cwd: odd,
      env: { ...environment, '-x': '-y', EMPTY: '', EQUALS: 'a=b=c', LD_LIBRARY_PATH: '', 'BASH_FUNC_x%%': `() { touch ${witness}; }` },
      argv0: `-tail $(touch ${witness})`,
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'ignore',
    });
    // Between fork and exec the kernel shows nothing, or what this test was started with.
    await until(() => startOf(child.pid).argv?.startsWith('-tail') === true, 'it has started');
    const before = startOf(child.pid);
    const { status, body } = await ask(vigie.url, `/api/process/${child.pid}/restart`, { body: {} });
    try {
      expect([status, body.code]).toEqual([200, undefined]);
      expect(startOf(body.new_pid as number)).toEqual(before);
      expect(existsSync(witness)).toBe(false);
    } finally {
      child.kill('SIGKILL');
      if (typeof body.new_pid === 'number') {
        process.kill(body.new_pid, 'SIGKILL');
      }
    }
  });

  it('hands hostile arguments on as they are, bytes that are no UTF-8 included', async () => {
    const script = 'exec -a "$1" /usr/bin/env -i "A=$2" "B=$3" /usr/bin/tail -f /dev/null --pid=1 "--sleep-interval=9" -- "$4"';
    const bytes = Buffer.from([0x2d, 0xff, 0xfe, 0x0a, 0x24, 0x28, 0x69, 0x64, 0x29]).toString('latin1');
    const target = join(directory, 'target');
    await Bun.write(target, '');
    // A shell of this test makes what no JavaScript string can be: bytes beyond UTF-8 in arguments and environment.
    const child = Bun.spawn(
      ['/bin/bash', '-c', `b=$(printf '\\x2d\\xff\\xfe\\x0a\\x24\\x28id\\x29'); set -- "-x" "$b" "\${b}\n" "$0"; ${script}`, target],
      { stdout: 'ignore', stderr: 'ignore' },
    );
    await until(() => startOf(child.pid).argv?.startsWith('/usr/bin/tail') === true, 'it has started');
    const before = startOf(child.pid);
    expect(before.environment).toContain(bytes);
    const { status, body } = await ask(vigie.url, `/api/process/${child.pid}/restart`, { body: {} });
    try {
      expect([status, body.code]).toEqual([200, undefined]);
      expect(startOf(body.new_pid as number)).toEqual(before);
    } finally {
      child.kill('SIGKILL');
      if (typeof body.new_pid === 'number') {
        process.kill(body.new_pid, 'SIGKILL');
      }
    }
  });
});
