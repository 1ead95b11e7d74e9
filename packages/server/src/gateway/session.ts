import { AppError } from '@vigie/contract';
import {
  type AgentMessage,
  type Command,
  type EventBatch,
  type Frame,
  type Hello,
  type HostFacts,
  type InventorySnapshot,
  MessageDecoder,
  MessageEncoder,
  type MetricSeries,
  oldestProtocolVersion,
  type ProcessSnapshot,
  protocolVersion,
  type SocketSnapshot,
  type Watch,
} from '@vigie/contract/agent';
import { systemTimers, type Timers } from '../platform/timers.ts';
import { type HandshakeDeps, judgeHello } from './handshake.ts';
import { PendingCommands } from './pending.ts';
import { checkMessage, type FromAgent } from './shapes.ts';

/** What a session tells about its host. `opened` comes first, `closed` last and once. */
export interface HostSink {
  opened(link: AgentLink, hello: Hello): { readonly watch: Watch };
  facts(hostId: string, facts: HostFacts): void;
  /** Resolves when the frame is kept, as durably as this server keeps frames. */
  frame(hostId: string, frame: Frame): void | Promise<void>;
  takeProcesses(hostId: string, snapshot: ProcessSnapshot): void;
  takeSockets(hostId: string, snapshot: SocketSnapshot): void;
  takeInventory(hostId: string, snapshot: InventorySnapshot): void;
  clock(hostId: string, clock: { readonly latencyMs: number; readonly skewMs: number }): void;
  closed(link: AgentLink, reason: string, orderly: boolean): void;
}

/** A live agent, as the rest of the server may use it. */
export interface AgentLink {
  readonly hostId: string;
  setWatch(watch: Watch): void;
  /** Throws AppError: the agent's own code, `host_unreachable` when it was not sent, `outcome_unknown` when a `run` was and nothing came back. */
  command(command: Omit<Command, 'id'> & { readonly id: string }, signal?: AbortSignal): Promise<unknown>;
  close(reason: string): void;
}

export interface SessionDeps extends HandshakeDeps {
  readonly sink: HostSink;
  readonly config: { readonly allowedSignals: readonly string[] };
  readonly report: (message: string) => void;
  /** Keeps what an agent tells of events; resolves when it is durable. Absent: this server takes none. */
  readonly keepEvents?: (hostId: string, batch: EventBatch) => Promise<void>;
  /** A certificate for this host and this key; throws when the key is of another kind. Absent: this server renews none. */
  readonly certify?: (hostId: string, publicKey: string) => Promise<string>;
  /** The object to hold for a series of a host that was let in: one for all hosts saves memory. Absent: each session has its own. */
  readonly internSeries?: (series: MetricSeries) => MetricSeries;
  /** The system's when absent. */
  readonly timers?: Timers;
}

/** How a session sends and ends; the real one is a WebSocket, a test's is a pair of functions. */
export interface Wire {
  /** False when the peer takes no more. */
  send(bytes: Uint8Array<ArrayBuffer>): boolean;
  close(reason: string): void;
}

const helloWithinMs = 10_000;
const pingEveryMs = 10_000;
const silentForMs = 30_000;
/** An agent asks every few hours; each asking costs a signature. */
const renewEveryMs = 60_000;

/** One agent on one connection: handshake, messages in, commands out. Timers are driven by `tick`. */
export class AgentSession implements AgentLink {
  hostId = '';
  private readonly encoder = new MessageEncoder();
  private readonly decoder = new MessageDecoder((series) =>
    this.state === 'open' && this.deps.internSeries ? this.deps.internSeries(series) : series,
  );
  private readonly nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64');
  private readonly timers: Timers;
  private readonly pending: PendingCommands;
  /** On the clock that never jumps: an administrator who sets the time must not cut every agent off. */
  private readonly openedAt: number;
  private heardAt: number;
  private ping: { readonly atWallMs: number; readonly at: number };
  private state: 'greeting' | 'entering' | 'open' | 'closed' = 'greeting';
  private orderly = false;
  private renewedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly deps: SessionDeps,
    private readonly wire: Wire,
  ) {
    this.timers = deps.timers ?? systemTimers;
    this.pending = new PendingCommands({
      timers: this.timers,
      send: (command) => this.send({ type: 'command', body: command }),
      report: (message) => deps.report(`${this.hostId} gave an answer that does not fit: ${message}`),
    });
    this.openedAt = this.timers.monotonicMs();
    this.heardAt = this.openedAt;
    this.ping = { atWallMs: deps.now(), at: this.openedAt };
    this.send({
      type: 'challenge',
      body: { nonce: this.nonce, serverTimeMs: deps.now(), versions: [oldestProtocolVersion, protocolVersion] },
    });
  }

  /** Bytes from the peer. What does not fit ends this session and touches no other. */
  receive(bytes: Uint8Array): void {
    if (this.state === 'closed') {
      return;
    }
    this.heardAt = this.timers.monotonicMs();
    let message: FromAgent;
    try {
      message = checkMessage(this.decoder.decode(bytes));
    } catch (error) {
      this.close(error instanceof Error ? error.message : String(error));
      return;
    }
    try {
      if (this.state === 'greeting') {
        this.greet(message);
      } else {
        this.handle(message);
      }
    } catch (error) {
      // Ours, not the agent's; it must not reach the event loop.
      this.close(`${message.type} could not be taken in: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Called about every second. */
  tick(): void {
    const now = this.timers.monotonicMs();
    if (this.state === 'greeting' && now - this.openedAt > helloWithinMs) {
      this.close('no hello came');
    } else if (this.state === 'open' && now - this.heardAt > silentForMs) {
      this.close(`silent for ${silentForMs / 1000} s`);
    } else if (this.state === 'open' && now - this.ping.at >= pingEveryMs) {
      this.sendPing();
    }
  }

  /** Before the welcome nothing is sent: the welcome says what to watch. */
  setWatch(watch: Watch): void {
    if (this.state === 'open') {
      this.send({ type: 'watch', body: watch });
    }
  }

  command(command: Command, signal?: AbortSignal): Promise<unknown> {
    return this.state === 'open' ? this.pending.ask(command, signal) : Promise.reject(new AppError('host_unreachable'));
  }

  /** Ends the session; what a host was asked to run and did not answer is unknown. */
  close(reason: string): void {
    if (this.state === 'closed') {
      return;
    }
    const wasOpen = this.state === 'open' || this.state === 'entering';
    this.state = 'closed';
    this.pending.failAll();
    this.wire.close(reason);
    if (wasOpen) {
      this.deps.sink.closed(this, reason, this.orderly);
    } else {
      this.deps.report(`an agent was not let in: ${reason}`);
    }
  }

  private greet(message: FromAgent): void {
    if (message.type !== 'hello') {
      this.close(`the first message was ${message.type}, not hello`);
      return;
    }
    const judgement = judgeHello(this.deps, message.body, this.nonce);
    if (!judgement.ok) {
      this.send({ type: 'refuse', body: judgement.refuse });
      this.close(`${message.body.hostId}: ${judgement.refuse.reason}`);
      return;
    }
    this.hostId = message.body.hostId;
    this.state = 'entering';
    const { watch } = this.deps.sink.opened(this, message.body);
    if (this.state !== 'entering') {
      return;
    }
    this.send({
      type: 'welcome',
      body: {
        protocol: message.body.protocol,
        serverTimeMs: this.deps.now(),
        watch,
        config: this.deps.config,
        accepts: ['inventory', ...(this.deps.keepEvents ? ['events'] : []), ...(this.deps.certify ? ['renew'] : [])],
      },
    });
    this.state = 'open';
    this.sendPing();
  }

  private sendPing(): void {
    this.ping = { atWallMs: this.deps.now(), at: this.timers.monotonicMs() };
    this.send({ type: 'ping', body: { sentAtMs: this.ping.atWallMs } });
  }

  private handle(message: FromAgent): void {
    const { sink } = this.deps;
    switch (message.type) {
      case 'hello':
        this.close('a second hello');
        return;
      case 'frame':
        this.keep(message.body);
        return;
      case 'events':
        this.keepEvents(message.body);
        return;
      case 'processes':
        sink.takeProcesses(this.hostId, message.body);
        return;
      case 'sockets':
        sink.takeSockets(this.hostId, message.body);
        return;
      case 'inventory':
        sink.takeInventory(this.hostId, message.body);
        return;
      case 'facts':
        sink.facts(this.hostId, message.body);
        return;
      case 'renew':
        void this.renew(message.body.publicKey);
        return;
      case 'result':
        this.pending.settle(message.body);
        return;
      case 'ping':
        this.send({ type: 'pong', body: { sentAtMs: message.body.sentAtMs, peerTimeMs: this.deps.now() } });
        return;
      case 'pong':
        this.measure(message.body.sentAtMs, message.body.peerTimeMs);
        return;
      case 'goodbye':
        this.orderly = true;
        this.close(message.body.reason);
        return;
      default:
        message satisfies never;
    }
  }

  private async renew(publicKey: string): Promise<void> {
    const now = this.timers.monotonicMs();
    const { certify } = this.deps;
    if (!certify || now - this.renewedAt < renewEveryMs) {
      this.close('this server renews no certificate now');
      return;
    }
    this.renewedAt = now;
    try {
      const certificate = await certify(this.hostId, publicKey);
      if (this.state === 'open') {
        this.send({ type: 'certificate', body: { certificate } });
      }
    } catch (error) {
      this.close(`no certificate could be made: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private keep(frame: Frame): void {
    const acknowledge = (): void => {
      this.send({ type: 'ack', body: { stream: frame.stream, sequence: frame.sequence } });
    };
    const kept = this.deps.sink.frame(this.hostId, frame);
    if (kept === undefined) {
      acknowledge();
      return;
    }
    // Not kept, not acknowledged: the agent sends it again.
    kept.then(acknowledge, (error: unknown) => this.deps.report(`a frame of ${this.hostId} was not kept: ${String(error)}`));
  }

  private keepEvents(batch: EventBatch): void {
    if (!this.deps.keepEvents) {
      this.close('this server takes no events');
      return;
    }
    const numbers = [...batch.events, ...batch.gaps].map((item) => item.sequence);
    const acknowledge = (): void => {
      this.send({ type: 'eventsAck', body: { stream: batch.stream, sequence: Math.max(0, ...numbers) } });
    };
    this.deps
      .keepEvents(this.hostId, batch)
      .then(acknowledge, (error: unknown) => this.deps.report(`events of ${this.hostId} were not kept: ${String(error)}`));
  }

  /** An answer to an older ping, or to none, measures nothing. */
  private measure(sentAtMs: number, peerTimeMs: number): void {
    if (sentAtMs !== this.ping.atWallMs) {
      return;
    }
    const latencyMs = this.timers.monotonicMs() - this.ping.at;
    const skewMs = peerTimeMs - (sentAtMs + latencyMs / 2);
    this.deps.sink.clock(this.hostId, { latencyMs: Math.round(latencyMs * 10) / 10, skewMs: Math.round(skewMs) });
  }

  private send(message: AgentMessage): boolean {
    return this.wire.send(this.encoder.encode(message));
  }
}
