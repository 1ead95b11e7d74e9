import { AppError, type Text } from '@vigie/contract';
import {
  type AgentMessage,
  type Command,
  type CommandResult,
  type Frame,
  type Hello,
  type HostFacts,
  MessageDecoder,
  MessageEncoder,
  oldestProtocolVersion,
  type ProcessSnapshot,
  protocolVersion,
  type SocketSnapshot,
  type Watch,
} from '@vigie/contract/agent';
import { type HandshakeDeps, judgeHello } from './handshake.ts';
import { checkMessage, type FromAgent } from './shapes.ts';

/** What a session tells about its host. `opened` comes first, `closed` last and once. */
export interface HostSink {
  opened(link: AgentLink, hello: Hello): { readonly watch: Watch };
  facts(hostId: string, facts: HostFacts): void;
  /** Resolves when the frame is kept, as durably as this server keeps frames. */
  frame(hostId: string, frame: Frame): void | Promise<void>;
  takeProcesses(hostId: string, snapshot: ProcessSnapshot): void;
  takeSockets(hostId: string, snapshot: SocketSnapshot): void;
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
const mostPending = 256;

interface Waiting {
  readonly isRun: boolean;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: AppError) => void;
}

/** One agent on one connection: handshake, messages in, commands out. Timers are driven by `tick`. */
export class AgentSession implements AgentLink {
  hostId = '';
  private readonly encoder = new MessageEncoder();
  private readonly decoder = new MessageDecoder();
  private readonly nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64');
  private readonly waiting = new Map<string, Waiting>();
  private readonly openedAt: number;
  private heardAt: number;
  private pingedAt: number;
  private state: 'greeting' | 'open' | 'closed' = 'greeting';
  private orderly = false;

  constructor(
    private readonly deps: SessionDeps,
    private readonly wire: Wire,
  ) {
    this.openedAt = deps.now();
    this.heardAt = this.openedAt;
    this.pingedAt = this.openedAt;
    this.send({
      type: 'challenge',
      body: { nonce: this.nonce, serverTimeMs: this.openedAt, versions: [oldestProtocolVersion, protocolVersion] },
    });
  }

  /** Bytes from the peer. What does not fit ends this session and touches no other. */
  receive(bytes: Uint8Array): void {
    if (this.state === 'closed') {
      return;
    }
    this.heardAt = this.deps.now();
    let message: FromAgent;
    try {
      message = checkMessage(this.decoder.decode(bytes));
    } catch (error) {
      this.close(error instanceof Error ? error.message : String(error));
      return;
    }
    if (this.state === 'greeting') {
      this.greet(message);
      return;
    }
    this.handle(message);
  }

  /** Called about every second. */
  tick(): void {
    const now = this.deps.now();
    if (this.state === 'greeting' && now - this.openedAt > helloWithinMs) {
      this.close('no hello came');
    } else if (this.state === 'open' && now - this.heardAt > silentForMs) {
      this.close(`silent for ${silentForMs / 1000} s`);
    } else if (this.state === 'open' && now - this.pingedAt >= pingEveryMs) {
      this.pingedAt = now;
      this.send({ type: 'ping', body: { sentAtMs: now } });
    }
  }

  setWatch(watch: Watch): void {
    this.send({ type: 'watch', body: watch });
  }

  command(command: Command, signal?: AbortSignal): Promise<unknown> {
    if (this.state !== 'open' || this.waiting.size >= mostPending) {
      return Promise.reject(new AppError('host_unreachable'));
    }
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const isRun = command.verb === 'run';
    const giveUp = (): void => this.fail(command.id);
    // The agent gives up first; this is for an agent that does not answer at all.
    const timer = setTimeout(giveUp, command.timeoutMs + 1000);
    // A run that was sent goes on whatever becomes of its caller.
    const abort = isRun ? undefined : signal;
    abort?.addEventListener('abort', giveUp, { once: true });
    const done = (): void => {
      clearTimeout(timer);
      abort?.removeEventListener('abort', giveUp);
      this.waiting.delete(command.id);
    };
    this.waiting.set(command.id, {
      isRun,
      resolve: (output) => {
        done();
        resolve(output);
      },
      reject: (error) => {
        done();
        reject(error);
      },
    });
    if (!this.send({ type: 'command', body: command })) {
      this.waiting.get(command.id)?.reject(new AppError('host_unreachable'));
    }
    return promise;
  }

  /** Ends the session; what a host was asked to run and did not answer is unknown. */
  close(reason: string): void {
    if (this.state === 'closed') {
      return;
    }
    const wasOpen = this.state === 'open';
    this.state = 'closed';
    for (const id of [...this.waiting.keys()]) {
      this.fail(id);
    }
    this.wire.close(reason);
    if (wasOpen) {
      this.deps.sink.closed(this, reason, this.orderly);
    } else {
      this.deps.report(`an agent was not let in: ${reason}`);
    }
  }

  private fail(id: string): void {
    const waiting = this.waiting.get(id);
    waiting?.reject(new AppError(waiting.isRun ? 'outcome_unknown' : 'host_unreachable'));
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
    this.state = 'open';
    const { watch } = this.deps.sink.opened(this, message.body);
    const serverTimeMs = this.deps.now();
    this.send({ type: 'welcome', body: { protocol: message.body.protocol, serverTimeMs, watch, config: this.deps.config } });
    this.pingedAt = serverTimeMs;
    this.send({ type: 'ping', body: { sentAtMs: serverTimeMs } });
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
      case 'processes':
        sink.takeProcesses(this.hostId, message.body);
        return;
      case 'sockets':
        sink.takeSockets(this.hostId, message.body);
        return;
      case 'facts':
        sink.facts(this.hostId, message.body);
        return;
      case 'result':
        this.settle(message.body);
        return;
      case 'ping':
        this.send({ type: 'pong', body: { sentAtMs: message.body.sentAtMs, peerTimeMs: this.deps.now() } });
        return;
      case 'pong': {
        const latencyMs = Math.max(0, this.deps.now() - message.body.sentAtMs);
        sink.clock(this.hostId, { latencyMs, skewMs: message.body.peerTimeMs - (message.body.sentAtMs + latencyMs / 2) });
        return;
      }
      case 'goodbye':
        this.orderly = true;
        this.close(message.body.reason);
        return;
      default:
        message satisfies never;
    }
  }

  private keep(frame: Frame): void {
    const acknowledge = (): void => {
      this.send({ type: 'ack', body: { sequence: frame.sequence } });
    };
    const kept = this.deps.sink.frame(this.hostId, frame);
    if (kept === undefined) {
      acknowledge();
      return;
    }
    // Not kept, not acknowledged: the agent sends it again.
    kept.then(acknowledge, (error: unknown) => this.deps.report(`a frame of ${this.hostId} was not kept: ${String(error)}`));
  }

  private settle(result: CommandResult): void {
    const waiting = this.waiting.get(result.id);
    if (result.ok) {
      waiting?.resolve(result.output);
      return;
    }
    const message: Text = result.message;
    waiting?.reject(new AppError(result.code, { message }));
  }

  private send(message: AgentMessage): boolean {
    return this.wire.send(this.encoder.encode(message));
  }
}
