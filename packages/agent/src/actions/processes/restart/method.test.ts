import { describe, expect, test } from 'bun:test';
import { chooseRestartMethod, type Surroundings } from './method.ts';
import { type Origin, parseStat, readOrigin, wordsOf } from './origin.ts';
import { restartArguments } from './systemctl.ts';
import { parseOwningUnit } from './unit.ts';

const self = readOrigin(process.pid);
if (!self) {
  throw new Error('this process cannot be read');
}
const block = (text: string) => new TextEncoder().encode(text);
const agent: Origin = { ...self, pid: 10, cgroups: ['0::/system.slice/vigie-agent.service'], seccomp: 0, uids: [0, 0, 0] };
const around: Surroundings = { agent, serverPids: [11], privileged: true, systemd: true };

function buildOrigin(origin: Partial<Origin> = {}): Origin {
  return {
    ...agent,
    pid: 4312,
    state: 'S',
    terminal: 0,
    argumentsBlock: block('/usr/bin/app\0--port\x0080\0'),
    environmentBlock: block('A=1\0'),
    exe: '/usr/bin/app',
    workingDirectory: '/srv',
    cgroups: ['0::/user.slice/user-1000.slice/session-3.scope'],
    ...origin,
  };
}

describe('the unit that owns a process', () => {
  const cases: [string, string | null, number | null][] = [
    ['0::/system.slice/nginx.service', 'nginx.service', null],
    ['0::/system.slice/system-getty.slice/getty@tty1.service', 'getty@tty1.service', null],
    ['0::/system.slice/docker.service/payload', 'docker.service', null],
    ['1:name=systemd:/system.slice/cron.service', 'cron.service', null],
    ['0::/user.slice/user-1000.slice/user@1000.service/app.slice/app.service', 'app.service', 1000],
    ['0::/user.slice/user-1000.slice/user@1000.service/init.scope', 'user@1000.service', null],
    // A user calls a group of his own like a unit of the system.
    ['0::/user.slice/user-1000.slice/user@1000.service/app.slice/ssh.service', 'ssh.service', 1000],
    ['0::/user.slice/user-1000.slice/user@1000.service/x.scope/ssh.service', null, null],
    ['0::/user.slice/user-1000.slice/session-3.scope/ssh.service', null, null],
    ['0::/system.slice/docker-0123.scope', null, null],
    ['0::/system.slice/-x.service', null, null],
    ['0::/system.slice/a b.service', null, null],
    ['0::/../../evil.service', null, null],
    ['0::/', null, null],
    ['', null, null],
  ];
  test.each(cases)('%s', (line, name, managerUid) => {
    expect(parseOwningUnit([line])).toEqual(name === null ? null : { name, managerUid });
  });

  test('the name always stands behind --', () => {
    const words = restartArguments({ name: 'nginx.service', managerUid: null });
    expect(words.slice(-2)).toEqual(['--', 'nginx.service']);
    expect(words[0]).toBe('/usr/bin/systemctl');
  });
});

describe('the way a process is restarted', () => {
  test('by its unit where systemd runs, alone where it does not', () => {
    const origin = buildOrigin({ cgroups: ['0::/system.slice/nginx.service'] });
    expect(chooseRestartMethod(origin, around)).toMatchObject({ kind: 'unit', unit: { name: 'nginx.service' } });
    expect(chooseRestartMethod(origin, { ...around, systemd: false }).kind).toBe('relaunch');
  });

  test('alone when the unit is the one the agent lives in', () => {
    expect(chooseRestartMethod(buildOrigin({ cgroups: agent.cgroups }), around).kind).toBe('relaunch');
  });

  test('a terminal is told before', () => {
    expect(chooseRestartMethod(buildOrigin({ terminal: 34816 }), around)).toMatchObject({
      kind: 'relaunch',
      note: { fr: expect.stringContaining('terminal') },
    });
  });

  const refused: [string, Partial<Origin>, Partial<Surroundings>][] = [
    ['process 1', { pid: 1 }, {}],
    ['a kernel thread', { kernel: true }, {}],
    ['a zombie', { state: 'Z' }, {}],
    ['the agent', { pid: 10 }, {}],
    ['the server', { pid: 11 }, {}],
    ['a paused one', { state: 'T' }, {}],
    ['a deleted program', { exe: '/usr/bin/app (deleted)' }, {}],
    ['a hidden program', { exe: null }, {}],
    ['a hidden environment', { environmentBlock: null }, {}],
    ['no command line', { argumentsBlock: block('') }, {}],
    ['a title', { argumentsBlock: block('nginx: worker process\0') }, {}],
    ['a cut command line', { argumentsBlock: block('postgres: checkpointer') }, {}],
    ['a removed directory', { workingDirectory: '/srv (deleted)' }, {}],
    ['a container', { namespaces: { ...agent.namespaces, pid: 'pid:[1]' } }, {}],
    ['another root directory', { rootDirectory: '/srv/jail' }, {}],
    ['a sandbox', { seccomp: 2 }, {}],
    ['given capabilities', { ambientCapabilities: 1n }, {}],
    ['another user, for an agent without privileges', { uids: [1000, 1000, 1000] }, { privileged: false }],
    [
      'a unit of the system, for an agent without privileges',
      { cgroups: ['0::/system.slice/a.service'] },
      { privileged: false, agent: { ...agent, uids: [1000, 1000, 1000] } },
    ],
  ];
  test.each(refused)('refuses %s, with the reason in both languages', (_name, origin, surroundings) => {
    const method = chooseRestartMethod(buildOrigin(origin), { ...around, ...surroundings });
    expect(method.kind).toBe('impossible');
    expect(method.kind === 'impossible' && method.reason.en.length > 10 && method.reason.fr.length > 10).toBe(true);
  });

  test('a program whose path has spaces is no title', () => {
    expect(chooseRestartMethod(buildOrigin({ exe: '/opt/My App', argumentsBlock: block('/opt/My App\0') }), around).kind).toBe('relaunch');
  });
});

test('a name with brackets and spaces does not shift the numbers', () => {
  const numbers = Array.from({ length: 40 }, (_, index) => String(index + 4)).join(' ');
  expect(parseStat(`7 (a) S (b) S 1 ${numbers.slice(2)}`)).toMatchObject({ state: 'S', ppid: 1 });
  expect(parseStat(`7 (x) R 1 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23`)).toEqual({
    state: 'R',
    ppid: 1,
    terminal: 7,
    flags: 9,
    nice: 19,
    startTicks: 22,
  });
});

test('empty words of a command line are kept', () => {
  expect(wordsOf(block('a\0\0b\0'))).toEqual(['a', '', 'b']);
  expect(wordsOf(block(''))).toEqual([]);
});
