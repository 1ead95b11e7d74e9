import { afterAll, afterEach, beforeAll, describe, expect, it } from 'bun:test';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { AppError } from '@vigie/contract';
import { MessageEncoder, protocolVersion } from '@vigie/contract/agent';
import { buildFacts, buildHello, ScriptedAgent, type ScriptedIdentity } from '@vigie/testkit';
import { type Authority, openAuthority } from '../ca/index.ts';
import { Latest } from '../latest/index.ts';
import { openVault } from '../platform/vault/index.ts';
import { type Gateway, startGateway } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-gateway-'));
let authority: Authority;
let stranger: Authority;
let identity: ScriptedIdentity;
let other: ScriptedIdentity;
let gateway: Gateway;
let latest: Latest;
const reports: string[] = [];
let nowOffset = 0;

async function identityOf(issuer: Authority, hostId: string): Promise<ScriptedIdentity> {
  const pair = await issuer.issueAgentPair(hostId);
  return { hostId, authority: authority.certificate, certificate: pair.certificate, key: pair.key };
}

beforeAll(async () => {
  authority = await openAuthority({ directory: join(folder, 'ca'), vault: openVault({ directory: folder }), now: Date.now });
  stranger = await openAuthority({ directory: join(folder, 'stranger'), vault: openVault({ directory: folder }), now: Date.now });
  identity = await identityOf(authority, 'host-a');
  other = await identityOf(authority, 'host-b');
  const known = (id: string) => ({ id, local: id === 'host-a', name: id, facts: null, agentVersion: null });
  latest = new Latest({ now: () => Date.now() + nowOffset, report: (message) => void reports.push(message), remember: () => undefined }, [
    known('host-a'),
    known('host-b'),
  ]);
  gateway = startGateway({
    hostname: '127.0.0.1',
    port: 0,
    pair: await authority.serverPair(),
    authority: authority.certificate,
    now: () => Date.now() + nowOffset,
    isKnownHost: (id) => latest.knows(id),
    sink: latest,
    config: { allowedSignals: ['TERM'] },
    report: (message) => void reports.push(message),
  });
});
afterEach(() => {
  nowOffset = 0;
});
afterAll(async () => {
  latest.stop();
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What TLS says to a client of this kind: `let in`, or refused before anything was answered. */
async function tlsAnswer(values: ConnectionOptions): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connectTls({ host: '127.0.0.1', port: gateway.port, ca: authority.certificate, servername: 'localhost', ...values });
  socket.on('secureConnect', () => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'));
  socket.on('data', (bytes) => resolve(bytes.toString().startsWith('HTTP/1.1 404') ? 'let in' : bytes.toString()));
  socket.on('error', () => resolve('refused'));
  socket.on('close', () => resolve('refused'));
  const answer = await promise;
  socket.destroy();
  return answer;
}

/** The library of certificates needs its polyfill first. */
async function loadMakers() {
  await import('reflect-metadata');
  return import('../ca/certificates.ts');
}

describe('TLS of the agent port', () => {
  const day = 86_400_000;
  const leaf = async (issuer: string, nowMs: number, purpose: 'client' | 'server' = 'client') => {
    const [certificate = '', sealed = ''] = ['crt', 'key'].map((extension) =>
      readFileSync(join(folder, issuer, `ca.${extension}`), 'utf8'),
    );
    const id = createHash('sha256').update(certificate).digest('hex');
    const key = openVault({ directory: folder }).open(sealed, { purpose: 'authority-key', id }).plain.toString();
    const names = [{ type: 'url' as const, value: 'vigie:host:host-a' }];
    const { makeLeaf } = await loadMakers();
    const pair = await makeLeaf({ certificate, key }, { commonName: 'host-a', names, purpose, nowMs, days: 30 });
    return { cert: pair.certificate, key: pair.key };
  };
  const clients: Record<string, readonly [answer: string, options: () => Promise<ConnectionOptions>]> = {
    'a certificate of our authority': ['let in', () => leaf('ca', Date.now())],
    'the same over TLS 1.2': ['refused', async () => ({ ...(await leaf('ca', Date.now())), maxVersion: 'TLSv1.2' })],
    'no certificate': ['refused', () => Promise.resolve({})],
    'one of another authority': ['refused', () => leaf('stranger', Date.now())],
    'one that has expired': ['refused', () => leaf('ca', Date.now() - 40 * day)],
    'one that is not valid yet': ['refused', () => leaf('ca', Date.now() + 40 * day)],
    'one that is for servers': ['refused', () => leaf('ca', Date.now(), 'server')],
  };
  for (const [name, [answer, options]] of Object.entries(clients)) {
    it(`${answer === 'let in' ? 'lets in' : 'refuses'} a client with ${name}`, async () => {
      expect(await tlsAnswer(await options())).toBe(answer);
    });
  }

  it('refuses a WebSocket without a certificate of ours just the same', async () => {
    const foreign = await identityOf(stranger, 'host-a');
    for (const shown of [{ authority: authority.certificate }, { ...foreign, authority: authority.certificate }]) {
      const agent = ScriptedAgent.connect(gateway.port, shown);
      await expect(agent.next('challenge')).rejects.toThrow(/ended before challenge/);
    }
  });

  it('answers nothing but the one path, and there nothing but a WebSocket', async () => {
    const options = { tls: { ca: authority.certificate, cert: identity.certificate, key: identity.key } };
    const statuses = ['/', '/agent/', '/agent/../agent/x', '/AGENT', '/agent'].map(
      async (path) => (await fetch(`https://127.0.0.1:${gateway.port}${path}`, options)).status,
    );
    expect(await Promise.all(statuses)).toEqual([404, 404, 404, 404, 426]);
  });
});

describe('the handshake', () => {
  it('lets in an agent that proves its host, and tells what to watch', async () => {
    const agent = ScriptedAgent.connect(gateway.port, identity);
    const challenge = await agent.next('challenge');
    expect(challenge.versions).toEqual([1, protocolVersion]);
    agent.send({ type: 'hello', body: buildHello(identity, challenge.nonce) });
    const welcome = await agent.next('welcome');
    expect(welcome).toMatchObject({ protocol: protocolVersion, config: { allowedSignals: ['TERM'] }, watch: { metricsMs: 10_000 } });
    expect(latest.require('local')).toMatchObject({ id: 'host-a', name: 'web-01', state: 'up', agentUser: 'root' });
    agent.close();
    await agent.end();
  });

  const lies: Record<string, (nonce: string) => Promise<ReturnType<typeof buildHello>>> = {
    'the certificate of another host': async (nonce) => ({ ...buildHello(identity, nonce), hostId: 'host-b' }),
    'the name of another host, signed for it': async (nonce) => buildHello(identity, nonce, { hostId: 'host-b' }),
    'the signature of an older challenge': async () => buildHello(identity, 'an older nonce'),
    "another host's certificate without its key": async (nonce) =>
      buildHello(identity, nonce, { hostId: 'host-b', certificate: other.certificate }),
    'a certificate of another authority': async (nonce) => buildHello(await identityOf(stranger, 'host-a'), nonce),
    "the authority's own certificate": async (nonce) => buildHello(identity, nonce, { certificate: authority.certificate }),
    'something that is no certificate': async (nonce) => buildHello(identity, nonce, { certificate: 'nonsense' }),
  };
  for (const [name, lie] of Object.entries(lies)) {
    it(`refuses ${name}`, async () => {
      const agent = ScriptedAgent.connect(gateway.port, identity);
      const { nonce } = await agent.next('challenge');
      agent.send({ type: 'hello', body: await lie(nonce) });
      expect((await agent.next('refuse')).code).toBe('bad_signature');
      await agent.end();
    });
  }

  it('refuses a host it does not know, an expired certificate, and versions it does not speak', async () => {
    const unknown = await identityOf(authority, 'host-z');
    const refusal = async (who: ScriptedIdentity, values: Parameters<typeof buildHello>[2] = {}) => {
      const agent = ScriptedAgent.connect(gateway.port, who);
      const { nonce } = await agent.next('challenge');
      agent.send({ type: 'hello', body: buildHello(who, nonce, values) });
      const { code } = await agent.next('refuse');
      await agent.end();
      return code;
    };
    expect(await refusal(unknown)).toBe('unknown_host');
    expect(await refusal(identity, { protocol: 0 })).toBe('protocol_too_old');
    expect(await refusal(identity, { protocol: protocolVersion + 1 })).toBe('protocol_too_new');
    nowOffset = 31 * 86_400_000;
    expect(await refusal(identity)).toBe('bad_signature');
  });

  it('replaces the older session of a host by the newer one', async () => {
    const first = await ScriptedAgent.enter(gateway.port, identity);
    const second = await ScriptedAgent.enter(gateway.port, identity);
    expect(await first.end()).toBe('the host has connected again');
    expect(latest.require('host-a').state).toBe('up');
    second.close();
    await second.end();
  });
});

describe('a session', () => {
  it('keeps the newest frame, acknowledges it, and gives it back', async () => {
    const agent = await ScriptedAgent.enter(gateway.port, identity);
    const series = { name: 'node_load1', labels: {}, kind: 'gauge' as const };
    const timeMs = Date.now();
    for (const sequence of [1, 2]) {
      agent.send({
        type: 'frame',
        body: { stream: 's', sequence, timeMs: timeMs + sequence, intervalMs: 1000, samples: [{ series, value: sequence / 2 }] },
      });
      expect(await agent.next('ack')).toEqual({ stream: 's', sequence });
    }
    expect(latest.newestMetrics('host-a')).toEqual({ timeMs: timeMs + 2, series: [series], values: [1] });
    agent.close();
    await agent.end();
  });

  it('carries a command and its answer, and the code of a refusal', async () => {
    const agent = await ScriptedAgent.enter(gateway.port, identity);
    const asked = latest.command('host-a', 'read', 'process.detail', { pid: 5 }, {});
    const command = await agent.next('command');
    expect(command).toMatchObject({ verb: 'read', name: 'process.detail', input: { pid: 5 } });
    agent.send({ type: 'result', body: { id: command.id, ok: false, code: 'process_not_found', message: { en: 'gone', fr: 'parti' } } });
    const error = await asked.catch((thrown: unknown) => thrown);
    expect([(error as AppError).code, (error as AppError).text.fr]).toEqual(['process_not_found', 'parti']);
    agent.close();
    await agent.end();
  });

  it('calls a run whose answer was cut off unknown, and a read unreachable', async () => {
    const agent = await ScriptedAgent.enter(gateway.port, identity);
    const outcome = async (asked: Promise<unknown>) =>
      asked.then(
        () => 'done',
        (error: unknown) => (error instanceof AppError ? error.code : String(error)),
      );
    const run = outcome(latest.command('host-a', 'run', 'process.signal', { targets: [], signal: 'TERM' }, { id: 'once' }));
    const read = outcome(latest.command('host-a', 'read', 'process.snapshot', {}, {}));
    expect((await agent.next('command')).id).toBe('once');
    agent.close();
    expect([await run, await read]).toEqual(['outcome_unknown', 'host_unreachable']);
    expect(await outcome(latest.command('host-a', 'run', 'process.signal', { targets: [], signal: 'TERM' }, {}))).toBe('host_unreachable');
  });

  it('is shown as stopped at once when it says goodbye', async () => {
    const agent = await ScriptedAgent.enter(gateway.port, other);
    agent.send({ type: 'goodbye', body: { reason: 'stopping' } });
    await agent.end();
    expect(latest.require('host-b').state).toBe('down');
  });

  it('ends at a message that does not fit, and no other session notices', async () => {
    const bystander = await ScriptedAgent.enter(gateway.port, other);
    const encoder = new MessageEncoder();
    const bad: Uint8Array<ArrayBuffer>[] = [
      new Uint8Array([]),
      new Uint8Array([99, 1, 2]),
      new Uint8Array([5, 255, 255, 255, 255, 255, 255, 255, 255, 255]),
      encoder.encode({ type: 'facts', body: { ...buildFacts(), cpuCount: -1 } }),
      encoder.encode({ type: 'processes', body: JSON.parse('{"__proto__":{"polluted":true},"rows":"x"}') }),
      encoder.encode({ type: 'watch', body: { metricsMs: 1, processesMs: 1, socketsMs: 1 } }),
    ];
    for (const bytes of bad) {
      const agent = await ScriptedAgent.enter(gateway.port, identity);
      const before = reports.length;
      agent.sendBytes(bytes);
      await agent.end();
      expect(reports.length - before).toBe(1);
    }
    const talker = await ScriptedAgent.enter(gateway.port, identity);
    talker.sendText('{"type":"hello"}');
    expect(await talker.end()).toBe('the agent link is binary');
    const long = await ScriptedAgent.enter(gateway.port, identity);
    long.send({ type: 'goodbye', body: { reason: 'é'.repeat(1000) } });
    expect(await long.end()).toStartWith('éé');
    expect('polluted' in {}).toBe(false);
    bystander.send({ type: 'ping', body: { sentAtMs: 7 } });
    expect((await bystander.next('pong')).sentAtMs).toBe(7);
    bystander.close();
    await bystander.end();
  });

  it('ends at a message that is huge, deep, or says it is larger than it is; none of them costs memory for long', async () => {
    const bystander = await ScriptedAgent.enter(gateway.port, other);
    const json = (text: string): Uint8Array<ArrayBuffer> => Buffer.concat([Buffer.from([14]), Buffer.from(text)]);
    const huge: Record<string, () => Uint8Array<ArrayBuffer>> = {
      'nine megabytes': () => new Uint8Array(9 * 1024 * 1024).fill(5),
      'a text of seven megabytes': () => json(JSON.stringify({ ...buildFacts(), name: 'x'.repeat(7 * 1024 * 1024) })),
      'ten thousand arrays in each other': () => json(`${'['.repeat(10_000)}${']'.repeat(10_000)}`),
      'a hundred thousand objects in each other': () => json(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
      // A new stream "s", sequence, time and interval 1, then so many series, and no bytes of them.
      'nine million series': () => new Uint8Array([5, 0, 1, 115, 1, 1, 1, 0xc0, 0xa8, 0xa5, 0x04]),
      'as many series as there may be': () => new Uint8Array([5, 0, 1, 115, 1, 1, 1, 0xbf, 0x9a, 0x0c]),
    };
    Bun.gc(true);
    const before = process.memoryUsage().heapUsed;
    for (const make of Object.values(huge)) {
      for (let time = 0; time < 3; time++) {
        const agent = await ScriptedAgent.enter(gateway.port, identity);
        agent.sendBytes(make());
        await agent.end();
      }
    }
    Bun.gc(true);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20 * 1024 * 1024);
    bystander.send({ type: 'ping', body: { sentAtMs: 8 } });
    expect((await bystander.next('pong')).sentAtMs).toBe(8);
    bystander.close();
    await bystander.end();
  });

  it('is never compressed by the socket: ten megabytes cannot become ten gigabytes', async () => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const socket = connectTls({
      host: '127.0.0.1',
      port: gateway.port,
      ca: authority.certificate,
      cert: identity.certificate,
      key: identity.key,
      minVersion: 'TLSv1.3',
    });
    socket.once('error', reject);
    socket.once('data', (bytes: Buffer) => resolve(bytes.toString('latin1')));
    socket.write(
      [
        'GET /agent HTTP/1.1',
        'Host: 127.0.0.1',
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Extensions: permessage-deflate',
        '',
        '',
      ].join('\r\n'),
    );
    const answer = await promise;
    socket.destroy();
    expect(answer).toStartWith('HTTP/1.1 101');
    expect(answer.toLowerCase()).not.toContain('permessage-deflate');
  });
});
