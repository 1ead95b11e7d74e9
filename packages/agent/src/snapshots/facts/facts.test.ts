import { afterAll, describe, expect, it } from 'bun:test';
import { openHostTree } from '../../kernel/index.ts';
import { createUsers, ProcessTable, readHostFacts, readProcessFacts, SocketTable } from '../index.ts';
import { parseRelease } from './host.ts';
import { evaluateRole, type RoleSubject } from './roles.ts';

const tree = openHostTree();
const users = createUsers(tree);
const processes = new ProcessTable({ tree, users });
const sockets = new SocketTable({ tree, users, processes });
const deps = { tree, users, processes, sockets, serverPids: [] as number[], agentPid: 0, maxAgeMs: 0 };
afterAll(() => sockets.close());

function subject(values: Partial<RoleSubject>): RoleSubject {
  return {
    pid: 500,
    name: 'app',
    exe: null,
    cmdline: ['app'],
    kernel: false,
    container: null,
    leadsTerminal: false,
    listens: false,
    ...values,
  };
}

describe('the role of a process', () => {
  const cases: readonly (readonly [string, Partial<RoleSubject>, string | null])[] = [
    ['process 1', { pid: 1, name: 'systemd' }, 'init'],
    ['a kernel thread', { kernel: true }, 'kernel'],
    ['the agent', { pid: 10 }, 'agent'],
    ['the server', { pid: 20 }, 'server'],
    ['the daemon of sshd', { name: 'sshd', cmdline: ['sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups'], listens: true }, 'sshd'],
    ['an older daemon of sshd', { name: 'sshd', cmdline: ['/usr/sbin/sshd', '-D'] }, 'sshd'],
    ['a session of sshd', { name: 'sshd', cmdline: ['sshd: marie@pts/0'] }, 'login-session'],
    ['the privileged half of a session', { name: 'sshd', cmdline: ['sshd: marie [priv]'] }, 'login-session'],
    ['a session since OpenSSH 9.8', { name: 'sshd-session', cmdline: ['sshd-session: marie@pts/0'] }, 'login-session'],
    ['a person’s shell', { name: 'bash', cmdline: ['-bash'], leadsTerminal: true }, 'login-session'],
    ['the shell of a container', { name: 'bash', leadsTerminal: true, container: 'docker:1a2b3c4d5e6f' }, null],
    ['a shell without terminal', { name: 'bash' }, null],
    ['a user’s manager', { name: 'systemd', cmdline: ['/lib/systemd/systemd', '--user'] }, 'login-session'],
    ['postgres', { name: 'postgres' }, 'database'],
    ['a redis whose title holds its address', { name: 'redis-server', cmdline: ['redis-server *:6379'] }, 'database'],
    ['clickhouse with a cut name', { name: 'clickhouse-serv', exe: '/usr/bin/clickhouse-server' }, 'database'],
    ['elasticsearch', { name: 'java', exe: '/usr/bin/java', cmdline: ['java', 'org.elasticsearch.bootstrap.Elasticsearch'] }, 'database'],
    ['journald', { name: 'systemd-journald' }, 'system-manager'],
    ['docker', { name: 'dockerd' }, 'system-manager'],
    ['a containerd shim', { name: 'containerd-shim-runc-v2' }, 'system-manager'],
    ['an ordinary program', { name: 'nginx', listens: true }, null],
    ['a name that only begins like one', { name: 'postgresql-helper' }, null],
  ];
  for (const [what, values, role] of cases) {
    it(`of ${what} is ${role ?? 'none'}`, () => {
      expect(evaluateRole(subject(values), { agentPid: 10, serverPids: [20] })).toBe(role as ReturnType<typeof evaluateRole>);
    });
  }
});

describe('the facts of a process', () => {
  it('tell who is connected now, and not whom it is connected to', async () => {
    const listener = Bun.listen({ hostname: '127.0.0.1', port: 19_140, socket: { data() {} } });
    const client = await Bun.connect({ hostname: '127.0.0.1', port: 19_140, socket: { data() {} } });
    await Bun.sleep(20);
    const facts = readProcessFacts(process.pid, undefined, { ...deps, serverPids: [process.pid] }, Date.now());
    expect(facts).toMatchObject({ role: 'server', permitted: true, kernel: false, zombie: false });
    expect(facts.clients.filter((address) => address === '127.0.0.1').length).toBe(1);
    expect(facts.listening).toContain('127.0.0.1:19140');
    client.terminate();
    listener.stop(true);
  });

  it('tell a zombie', async () => {
    const parent = Bun.spawn(
      ['/usr/bin/python3', '-c', 'import os,time\npid=os.fork()\nif pid==0: os._exit(0)\nprint(pid,flush=True)\ntime.sleep(60)'],
      {
        stdout: 'pipe',
        stderr: 'ignore',
      },
    );
    const { value } = await parent.stdout.getReader().read();
    const pid = Number(new TextDecoder().decode(value));
    await Bun.sleep(50);
    const facts = readProcessFacts(pid, undefined, deps, Date.now());
    expect(facts).toMatchObject({ zombie: true, status: 'zombie', clients: [] });
    expect(processes.get(pid)).toMatchObject({ state: 'Z', exe: null, cmdline: [] });
    parent.kill('SIGKILL');
    await parent.exited;
  });

  it('tell of process 1 and of kernel threads', () => {
    expect(readProcessFacts(1, undefined, deps, Date.now())).toMatchObject({ role: 'init', pid: 1 });
    const thread = [...processes.rows()].find(({ kernel }) => kernel);
    if (thread) {
      expect(readProcessFacts(thread.pid, undefined, deps, Date.now())).toMatchObject({
        role: 'kernel',
        clients: [],
        command: `[${thread.name}]`,
      });
    }
  });
});

describe('the facts of the host', () => {
  it('are those of this host', () => {
    const facts = readHostFacts({ tree, users, missing: ['temperatures'] });
    expect(facts).toMatchObject({ pid: process.pid, missing: ['temperatures'], privileged: process.getuid?.() === 0 });
    expect(facts.cpuCount).toBeGreaterThan(0);
    expect(facts.memoryBytes).toBeGreaterThan(1e8);
    expect(facts.bootId).toMatch(/^[0-9a-f-]{36}$/);
    expect(facts.name.length).toBeGreaterThan(0);
  });

  it('take the name of the system with or without quotes', () => {
    expect(parseRelease('NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')).toBe('Debian GNU/Linux 12 (bookworm)');
    expect(parseRelease('NAME=Alpine\n')).toBe('Alpine');
    expect(parseRelease('')).toBeNull();
  });
});
