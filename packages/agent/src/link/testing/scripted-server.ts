import {
  type AgentMessage,
  type AgentMessages,
  type AgentMessageType,
  type HostFacts,
  MessageDecoder,
  MessageEncoder,
} from '@vigie/contract/agent';
import type { Clock } from '../../clock.ts';
import type { ConnectionEvents, Transport } from '../transport.ts';

/* The other side of the link in tests: a server that does what the test says, over memory, with a clock that the test moves. */

/** Time stands still until `advance`. */
export class FakeClock implements Clock {
  private nowMs = 1_000_000;
  private timers: { readonly atMs: number; readonly call: () => void }[] = [];

  wallMs(): number {
    return this.nowMs;
  }

  monotonicMs(): number {
    return this.nowMs;
  }

  after(delayMs: number, call: () => void): () => void {
    const timer = { atMs: this.nowMs + delayMs, call };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Calls what falls due on the way, in order. */
  advance(ms: number): void {
    const endMs = this.nowMs + ms;
    for (;;) {
      const next = this.timers.filter((timer) => timer.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!next) {
        break;
      }
      this.timers = this.timers.filter((timer) => timer !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.call();
    }
    this.nowMs = endMs;
  }
}

/** One connection as the server sees it. */
export class ScriptedConnection {
  readonly received: AgentMessage[] = [];
  /** What the agent is told of bytes the network has not taken. */
  bufferedBytes = 0;
  /** Set it for a test in which more than 30 s pass. */
  answersPings = false;
  state: 'open' | 'closed by agent' | 'aborted by agent' | 'closed by server' = 'open';
  private readonly encoder = new MessageEncoder();
  private readonly decoder = new MessageDecoder();
  private waiting: (() => void)[] = [];

  constructor(private readonly events: ConnectionEvents) {}

  take(bytes: Uint8Array): void {
    const message = this.decoder.decode(bytes);
    this.received.push(message);
    if (message.type === 'ping' && this.answersPings) {
      this.send('pong', { ...message.body, peerTimeMs: 1 });
    }
    for (const wake of this.waiting.splice(0)) {
      wake();
    }
  }

  send<T extends AgentMessageType>(type: T, body: AgentMessages[T]): void {
    this.events.message(this.encoder.encode({ type, body } as AgentMessage));
  }

  sendBytes(bytes: Uint8Array): void {
    this.events.message(bytes);
  }

  close(reason = 'closed with code 1006'): void {
    this.state = 'closed by server';
    this.events.closed(reason);
  }

  all<T extends AgentMessageType>(type: T): AgentMessages[T][] {
    return this.received.filter((message) => message.type === type).map((message) => message.body as AgentMessages[T]);
  }

  /** The next message of this type, which may have come already. Each is given once. */
  async expect<T extends AgentMessageType>(type: T): Promise<AgentMessages[T]> {
    for (;;) {
      const index = this.received.findIndex((message) => message.type === type);
      if (index >= 0) {
        return this.received.splice(index, 1)[0]?.body as AgentMessages[T];
      }
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
      });
    }
  }
}

export class ScriptedServer implements Transport {
  readonly connections: ScriptedConnection[] = [];

  connect(events: ConnectionEvents) {
    const connection = new ScriptedConnection(events);
    this.connections.push(connection);
    queueMicrotask(() => events.opened());
    return {
      send: (bytes: Uint8Array) => connection.take(bytes.slice()),
      get bufferedBytes() {
        return connection.bufferedBytes;
      },
      close: () => {
        connection.state = 'closed by agent';
        queueMicrotask(() => events.closed('closed'));
      },
      abort: () => {
        connection.state = 'aborted by agent';
        events.closed('aborted');
      },
    };
  }

  get last(): ScriptedConnection {
    const connection = this.connections.at(-1);
    if (!connection) {
      throw new Error('nobody has connected');
    }
    return connection;
  }

  /** Challenge, hello, welcome. Gives what the agent said. */
  async welcome(welcome: Partial<AgentMessages['welcome']> = {}): Promise<AgentMessages['hello']> {
    const connection = this.last;
    connection.send('challenge', { nonce: 'nonce', serverTimeMs: 1, versions: [1, 1] });
    const hello = await connection.expect('hello');
    connection.send('welcome', {
      protocol: 1,
      serverTimeMs: 1,
      watch: { metricsMs: 1000, processesMs: 1000, socketsMs: null },
      config: { allowedSignals: ['TERM'] },
      ...welcome,
    });
    return hello;
  }
}

export function buildFacts(facts: Partial<HostFacts> = {}): HostFacts {
  return {
    name: 'web-03',
    operatingSystem: 'Debian GNU/Linux 12',
    kernel: '6.1.0',
    architecture: 'x86_64',
    virtualisation: null,
    cpuModel: null,
    cpuCount: 2,
    memoryBytes: 1024,
    addresses: [],
    bootedAtMs: 0,
    bootId: 'boot',
    timeZone: null,
    agentUser: 'root',
    privileged: true,
    pid: 7,
    missing: [],
    ...facts,
  };
}
