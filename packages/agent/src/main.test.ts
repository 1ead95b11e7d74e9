import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AgentMessage,
  type AgentMessages,
  type AgentMessageType,
  type Command,
  MessageDecoder,
  MessageEncoder,
} from '@vigie/contract/agent';
import type { AgentIdentity } from './enrol/identity-file.ts';
import { buildAuthority, hasOpenssl } from './link/testing/certificates.ts';

const tls13 = 0x0304;

/** The whole agent as a process of its own, with a server in this one. */
describe.skipIf(!hasOpenssl)('the agent (needs openssl)', () => {
  let folder: string;
  let server: ReturnType<typeof listen>;
  let agent: ReturnType<typeof startAgent>;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vigie-agent-'));
    const authority = buildAuthority();
    const own = authority.issue('agent');
    server = listen(authority.certificate, authority.issue('server'));
    agent = startAgent({ hostId: 'h1', serverUrl: server.url, authority: authority.certificate, ...own, proxy: null });
  });
  afterEach(async () => {
    agent.kill('SIGKILL');
    await agent.exited;
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function startAgent(identity: AgentIdentity) {
    const options = {
      stateDir: join(folder, 'state'),
      identity,
      serverPids: [process.pid],
    };
    const script = `
      const { runAgent } = await import(${JSON.stringify(join(import.meta.dir, 'index.ts'))});
      const stop = new AbortController();
      process.on('SIGTERM', () => stop.abort());
      await runAgent({ ...${JSON.stringify(options)}, signal: stop.signal });
      console.log('ended in order');`;
    return Bun.spawn([process.execPath, '-e', script], { stdin: 'pipe', stdout: 'pipe', stderr: 'inherit' });
  }

  function listen(authority: string, shown: { readonly certificate: string; readonly key: string }) {
    const received: AgentMessage[] = [];
    const encoder = new MessageEncoder();
    const decoder = new MessageDecoder();
    let wake = Promise.withResolvers<void>();
    let send: (message: AgentMessage) => void = () => undefined;
    const listener = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      ...{
        tls: { ca: authority, cert: shown.certificate, key: shown.key, requestCert: true, rejectUnauthorized: true, minVersion: tls13 },
      },
      fetch: (request, self) => (self.upgrade(request) ? undefined : new Response(null, { status: 404 })),
      websocket: {
        open: (socket) => {
          send = (message) => socket.sendBinary(encoder.encode(message));
          send({ type: 'challenge', body: { nonce: 'n', serverTimeMs: Date.now(), versions: [1, 1] } });
        },
        message: (_socket, bytes) => {
          const message = decoder.decode(bytes as Buffer);
          if (message.type === 'hello') {
            const watch = { metricsMs: 300, processesMs: 300, socketsMs: 300 };
            send({ type: 'welcome', body: { protocol: 1, serverTimeMs: 1, watch, config: { allowedSignals: ['TERM'] } } });
          }
          received.push(message);
          wake.resolve();
          wake = Promise.withResolvers<void>();
        },
      },
    });
    async function expectNext<T extends AgentMessageType>(type: T): Promise<AgentMessages[T]> {
      for (;;) {
        const index = received.findIndex((message) => message.type === type);
        if (index >= 0) {
          return received.splice(index, 1)[0]?.body as AgentMessages[T];
        }
        await wake.promise;
      }
    }
    return {
      url: `wss://127.0.0.1:${listener.port}`,
      expectNext,
      ask: async (command: Omit<Command, 'timeoutMs'>) => {
        send({ type: 'command', body: { ...command, timeoutMs: 10_000 } });
        return expectNext('result');
      },
      stop: () => void listener.stop(true),
    };
  }

  test('says what the host is, then sends numbers, every process and every socket, then what changed', async () => {
    const hello = await server.expectNext('hello');
    expect(hello.facts).toMatchObject({ pid: agent.pid, cpuCount: navigator.hardwareConcurrency });
    const frame = await server.expectNext('frame');
    const names = new Set(frame.samples.map((sample) => sample.series.name));
    for (const name of [
      'node_cpu_seconds_total',
      'node_memory_MemAvailable_bytes',
      'node_load1',
      'vigie_agent_dropped_frames_total',
      'vigie_agent_collector_success',
    ]) {
      expect(names).toContain(name);
    }
    const processes = await server.expectNext('processes');
    expect([processes.full, processes.rows.some((row) => row.pid === agent.pid)]).toEqual([true, true]);
    expect((await server.expectNext('sockets')).full).toBe(true);
    expect((await server.expectNext('processes')).full).toBe(false);
  });

  test('plans, ends a real process once, shows that it is gone at once, and tells everything about another', async () => {
    const sleeper = Bun.spawn(['/usr/bin/sleep', '1000'], { stdin: 'ignore' });
    await server.expectNext('sockets');
    const plan = await server.ask({
      id: 'p1',
      verb: 'plan',
      name: 'process.plan',
      input: { targets: [{ pid: sleeper.pid }], operation: 'process.signal', serverPids: [] },
    });
    const targets = (plan.ok ? (plan.output as { targets: { pid: number; startTicks: number; name: string }[] }) : { targets: [] }).targets;
    expect(targets).toMatchObject([{ pid: sleeper.pid, name: 'sleep', role: null, permitted: true }]);
    const ref = { pid: sleeper.pid, startTicks: targets[0]?.startTicks };
    const detail = await server.ask({ id: 'd1', verb: 'read', name: 'process.detail', input: ref });
    expect(detail).toMatchObject({ ok: true, output: { process: { name: 'sleep' } } });
    const run = { id: 'r1', verb: 'run', name: 'process.signal', input: { targets: [ref], signal: 'TERM' } } as const;
    const first = await server.ask(run);
    expect(first).toMatchObject({ ok: true, output: { results: [{ ok: true }] } });
    expect(await server.ask(run)).toEqual(first);
    expect(await server.ask({ ...run, id: 'v1', verb: 'verify' })).toMatchObject({ output: { verified: true } });
    expect(await sleeper.exited).toBe(143);
    for (;;) {
      if ((await server.expectNext('processes')).gone.includes(sleeper.pid)) {
        break;
      }
    }
  });

  test('refuses to restart itself and the server that started it', async () => {
    await server.expectNext('sockets');
    for (const pid of [agent.pid, process.pid]) {
      const input = { targets: [{ pid }], operation: 'process.restart', serverPids: [] };
      const plan = await server.ask({ id: `p${pid}`, verb: 'plan', name: 'process.plan', input });
      expect(plan).toMatchObject({ ok: true, output: { restart: { possible: false } } });
    }
  });

  test('says goodbye when it is asked to stop', async () => {
    await server.expectNext('frame');
    agent.kill('SIGTERM');
    expect((await server.expectNext('goodbye')).reason).toBe('stopped');
    expect(await agent.exited).toBe(0);
    expect(await agent.stdout.text()).toBe('ended in order\n');
  });

  test('ends when the server that started it dies, however it dies', async () => {
    await server.expectNext('frame');
    await agent.stdin.end();
    expect(await agent.exited).toBe(0);
    expect(existsSync(`/proc/${agent.pid}/exe`)).toBe(false);
  });
});
