import { type Frame, MessageDecoder, MessageEncoder, type MetricSeries } from '@vigie/contract/agent';
import type { EnrolledHost } from '@vigie/server/testing/enrol-hosts';
import { buildFacts, buildHello, type Ledger } from '@vigie/testkit';
import type { GeneratedHost } from '../store/generate.ts';

/** Its value is the number of the frame, so that what is stored says which frames are. */
export const numbered: MetricSeries = { name: 'vigie_soak_number', labels: {}, kind: 'gauge' };

export interface SoakAgentDeps {
  readonly host: EnrolledHost;
  readonly port: number;
  readonly series: readonly MetricSeries[];
  readonly values: GeneratedHost;
  readonly frames: Ledger;
  readonly events: Ledger;
  /** How long it took until something was durable. */
  readonly acknowledged: (latencyMs: number) => void;
  /** The link is gone, or never came to be. */
  readonly ended?: () => void;
}

/** An agent of the real protocol over real TLS that sends what it is told to; what is not acknowledged is not sent again. */
export class SoakAgent {
  private readonly encoder = new MessageEncoder();
  private readonly decoder = new MessageDecoder();
  private readonly stream = crypto.randomUUID();
  private readonly sentAt = new Map<string, number>();
  private readonly entered = Promise.withResolvers<void>();
  private readonly socket: WebSocket;
  private pid = 1000;
  closed: string | null = null;
  /** True from the welcome on. */
  isIn = false;

  constructor(private readonly deps: SoakAgentDeps) {
    const { authority, certificate, key } = deps.host;
    const tls = { ca: authority, cert: certificate, key, minVersion: 0x0304, rejectUnauthorized: true };
    this.socket = new WebSocket(`wss://127.0.0.1:${deps.port}/agent`, { tls });
    this.socket.binaryType = 'arraybuffer';
    this.socket.addEventListener('message', ({ data }) => this.take(new Uint8Array(data as ArrayBuffer)));
    this.socket.addEventListener('close', (event) => {
      this.closed = event.reason || `code ${event.code}`;
      this.entered.reject(new Error(this.closed));
      deps.ended?.();
    });
  }

  ready(): Promise<void> {
    return this.entered.promise;
  }

  sendFrame(nowMs: number): void {
    const { number } = this.deps.frames.next(this.deps.host.hostId);
    const values = this.deps.values.next();
    const samples = this.deps.series.map((series, at) => ({ series, value: values[at] as number }));
    const body: Frame = {
      stream: this.stream,
      sequence: number,
      timeMs: nowMs,
      intervalMs: 10_000,
      samples: [...samples, { series: numbered, value: number }],
    };
    this.sentAt.set(`frame ${number}`, performance.now());
    this.socket.send(this.encoder.encode({ type: 'frame', body }));
  }

  sendEvents(count: number, nowMs: number): void {
    const events = Array.from({ length: count }, () => {
      const { number } = this.deps.events.next(this.deps.host.hostId);
      this.pid = (this.pid % 32_000) + 1;
      const fields = { pid: this.pid, ppid: 1, name: `worker-${number % 50}`, user: 'deploy', command: `/usr/bin/worker --job ${number}` };
      return { sequence: number, timeMs: nowMs, kind: 'process.started', severity: 'info' as const, fields };
    });
    this.sentAt.set(`events ${events.at(-1)?.sequence}`, performance.now());
    this.socket.send(this.encoder.encode({ type: 'events', body: { stream: this.stream, sentAtMs: nowMs, events, gaps: [] } }));
  }

  /** Sent and not answered yet. */
  get waiting(): number {
    return this.sentAt.size;
  }

  close(): void {
    this.socket.close();
  }

  private take(bytes: Uint8Array): void {
    const message = this.decoder.decode(bytes);
    const source = this.deps.host.hostId;
    switch (message.type) {
      case 'challenge': {
        const facts = buildFacts({ name: this.deps.host.name, missing: [] });
        this.socket.send(this.encoder.encode({ type: 'hello', body: buildHello(this.deps.host, message.body.nonce, { facts }) }));
        return;
      }
      case 'welcome':
        this.isIn = true;
        this.entered.resolve();
        return;
      case 'ping':
        this.socket.send(this.encoder.encode({ type: 'pong', body: { sentAtMs: message.body.sentAtMs, peerTimeMs: Date.now() } }));
        return;
      case 'ack':
        this.deps.frames.acknowledgedUpTo({ source, number: message.body.sequence });
        this.told(`frame ${message.body.sequence}`);
        return;
      case 'eventsAck':
        this.deps.events.acknowledgedUpTo({ source, number: message.body.sequence });
        this.told(`events ${message.body.sequence}`);
        return;
      default:
    }
  }

  private told(key: string): void {
    const sentAt = this.sentAt.get(key);
    if (sentAt !== undefined) {
      this.sentAt.delete(key);
      this.deps.acknowledged(performance.now() - sentAt);
    }
  }
}
