import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test';
import { MessageDecoder, MessageEncoder } from '@vigie/contract/agent';
import type { Server } from 'bun';
import { systemClock } from '../clock.ts';
import { Spool } from '../spool/index.ts';
import { MemoryFiles } from '../spool/testing/memory-files.ts';
import { Link } from './link.ts';
import { type Authority, buildAuthority, type Certificate, hasOpenssl } from './testing/certificates.ts';
import { buildFacts } from './testing/scripted-server.ts';
import { WebSocketTransport } from './websocket-transport.ts';

const tls13 = 0x0304;

describe.skipIf(!hasOpenssl)('over real TLS (needs openssl)', () => {
  let ours: Authority;
  let theirs: Authority;
  let forServer: Certificate;
  let forAgent: Certificate;
  let server: Server<undefined> | null = null;

  beforeAll(() => {
    ours = buildAuthority();
    theirs = buildAuthority();
    forServer = ours.issue('server');
    forAgent = ours.issue('agent');
  });
  afterEach(() => server?.stop(true));
  afterAll(() => server?.stop(true));

  /** Speaks the handshake and acknowledges every frame. */
  function listen(
    shown: Certificate,
    versions: { readonly minVersion?: number; readonly maxVersion?: number } = { minVersion: tls13 },
  ): string {
    const tls = { ca: ours.certificate, cert: shown.certificate, key: shown.key, requestCert: true, rejectUnauthorized: true, ...versions };
    const encoder = new MessageEncoder();
    const decoder = new MessageDecoder();
    server = Bun.serve({
      port: 0,
      hostname: '0.0.0.0',
      tls,
      fetch: (request, self) =>
        new URL(request.url).pathname === '/agent' && self.upgrade(request) ? undefined : new Response(null, { status: 404 }),
      websocket: {
        open: (socket) => {
          socket.sendBinary(encoder.encode({ type: 'challenge', body: { nonce: 'n', serverTimeMs: Date.now(), versions: [1, 1] } }));
        },
        message: (socket, bytes) => {
          const message = decoder.decode(bytes as Buffer);
          if (message.type === 'hello') {
            const watch = { metricsMs: 1000, processesMs: null, socketsMs: null };
            socket.sendBinary(
              encoder.encode({ type: 'welcome', body: { protocol: 1, serverTimeMs: 1, watch, config: { allowedSignals: [] } } }),
            );
          }
          if (message.type === 'frame') {
            socket.sendBinary(encoder.encode({ type: 'ack', body: { stream: message.body.stream, sequence: message.body.sequence } }));
          }
        },
      },
    });
    return `wss://127.0.0.1:${server.port}`;
  }

  function dial(serverUrl: string, shown: Certificate, authority: Certificate = ours) {
    const outcome = Promise.withResolvers<string>();
    const transport = new WebSocketTransport({ serverUrl, authority: authority.certificate, ...shown });
    const spool = new Spool({ files: new MemoryFiles(), clock: systemClock });
    const link = new Link(
      {
        transport,
        spool,
        clock: systemClock,
        identity: { hostId: 'host-1', ...shown },
        facts: () => buildFacts(),
        random: Math.random,
        log: (_level, message, fields) => outcome.resolve(`${message}: ${fields?.reason ?? ''}`),
      },
      { connected: () => undefined, disconnected: () => undefined, watch: () => undefined, command: () => undefined },
    );
    link.start();
    return { link, spool, outcome: outcome.promise };
  }

  async function outcomeOf(serverUrl: string, shown: Certificate, authority?: Certificate): Promise<string> {
    const { link, outcome } = dial(serverUrl, shown, authority);
    const told = await outcome;
    await link.stop('the test ends');
    return told;
  }

  test('an agent with a certificate of another authority is not let in', async () => {
    expect(await outcomeOf(listen(forServer), theirs.issue('agent'))).toContain('the link is down');
  });

  test('a server with a certificate of another authority is not spoken to', async () => {
    expect(await outcomeOf(listen(theirs.issue('server')), forAgent)).toContain('certificate');
  });

  test('a server that only knows TLS 1.2 is not spoken to', async () => {
    expect(await outcomeOf(listen(forServer, { maxVersion: 0x0303 }), forAgent)).toContain('PROTOCOL_VERSION');
  });

  test('another agent that poses as the server is not spoken to', async () => {
    expect(await outcomeOf(listen(ours.issue('agent')), forAgent)).toContain('certificate');
  });

  test('an address without TLS is refused before anything is sent', () => {
    expect(() => new WebSocketTransport({ serverUrl: 'ws://127.0.0.1:1', authority: '', certificate: '', key: '' })).toThrow('wss://');
  });

  test('with the right certificates frames are sent and acknowledged, whatever address leads there', async () => {
    const { link, spool, outcome } = dial(listen(forServer).replace('127.0.0.1', '127.0.0.2'), forAgent);
    link.sendFrame({ timeMs: 1, intervalMs: 1000, samples: [{ series: { name: 'node_load1', labels: {}, kind: 'gauge' }, value: 1 }] });
    expect(await outcome).toBe('connected to the server: ');
    while (spool.counts.waitingFrames > 0) {
      await Bun.sleep(5);
    }
    await link.stop('the test ends');
    expect(link.connected).toBe(false);
  });
});
